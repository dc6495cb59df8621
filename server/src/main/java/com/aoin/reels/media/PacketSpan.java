package com.aoin.reels.media;

/** From the first shown packet of a stream to the end of its last, in ticks of the stream's time base. */
final class PacketSpan {
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long lastDuration;
    private long end = Long.MIN_VALUE;
    private long packets;

    /** Takes one packet; a duration of 0 means that the file does not tell. Packets come in any order. */
    void add(long time, long duration) {
        packets++;
        first = Math.min(first, time);
        if (time >= last) {
            last = time;
            lastDuration = duration;
        }
        end = Math.max(end, Math.addExact(time, duration));
    }

    boolean isEmpty() {
        return packets == 0;
    }

    long first() {
        return first;
    }

    /** Where the last packet ends; one without a duration lasts as long as packets do on average, or as told. */
    long end(long durationOfOne) {
        if (lastDuration > 0) {
            return end;
        }
        long typical = packets > 1 ? Math.subtractExact(last, first) / (packets - 1) : durationOfOne;
        return Math.max(end, Math.addExact(last, typical));
    }
}
