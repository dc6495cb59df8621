package com.aoin.reels.media;

import com.aoin.reels.media.MediaException.Kind;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads ffprobe's compact output as it comes: all packets first, then the streams they belong to. */
final class ProbeOutput implements LineSink {
    /** What ffprobe is asked to print. */
    static final String ENTRIES = "packet=stream_index,pts,dts,duration,flags"
            + ":stream=index,codec_type,codec_name,width,height,pix_fmt,color_transfer,time_base,avg_frame_rate"
            + ",r_frame_rate,has_b_frames"
            + ":stream_disposition=attached_pic,timed_thumbnails,still_image";

    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);
    private static final Duration ABSURD = Duration.ofDays(365);

    private final int maxPackets;
    private final Map<Integer, PacketSpan> spans = new HashMap<>();
    private final List<ProbedStream> streams = new ArrayList<>();
    private final Set<Integer> untimed = new HashSet<>();
    private int packets;

    ProbeOutput(int maxPackets) {
        this.maxPackets = maxPackets;
    }

    @Override
    public void accept(String line) throws MediaException {
        try {
            if (line.startsWith("packet|")) {
                packet(fields(line));
            } else if (line.startsWith("stream|")) {
                streams.add(ProbedStream.of(fields(line)));
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new MediaException(Kind.NOT_DECODABLE, "nonsense in the file: " + line, e);
        }
    }

    /** The real video streams in file order; attached pictures and streams without a shown packet are none. */
    List<ProbedStream> videos() {
        return streams.stream()
                .filter(ProbedStream::isVideo)
                .filter(stream -> !span(stream).isEmpty())
                .toList();
    }

    Optional<ProbedStream> audio() {
        return streams.stream()
                .filter(ProbedStream::isAudio)
                .filter(stream -> !span(stream).isEmpty())
                .findFirst();
    }

    /** Whether the file says in which order its pictures are shown: they are coded in it, or all bear the time. */
    boolean showsItsOrder(ProbedStream stream) {
        return !stream.reordered() || !untimed.contains(stream.index());
    }

    /** From the stream's first shown packet to the end of its last. */
    Duration duration(ProbedStream stream) throws MediaException {
        PacketSpan span = span(stream);
        return time(stream, end(stream)).minus(time(stream, span.first()));
    }

    /** The same end, counted from the earliest shown packet of all sound and pictures. */
    Duration endOnClock(ProbedStream stream) throws MediaException {
        Duration earliest = time(stream, span(stream).first());
        for (ProbedStream other : streams) {
            if (!span(other).isEmpty() && (other.isAudio() || other.isVideo())) {
                Duration begin = time(other, span(other).first());
                earliest = begin.compareTo(earliest) < 0 ? begin : earliest;
            }
        }
        return time(stream, end(stream)).minus(earliest);
    }

    private void packet(Map<String, String> fields) throws MediaException {
        if (++packets > maxPackets) {
            throw new MediaException(Kind.TOO_COMPLEX, "more than " + maxPackets + " packets");
        }
        int stream = Integer.parseInt(field(fields, "stream_index"));
        PacketSpan span = spans.computeIfAbsent(stream, _ -> new PacketSpan());
        if (!known(fields, "pts")) {
            untimed.add(stream);
        }
        // AVI knows only when a packet is decoded; what an edit list cuts away is flagged D and never shown.
        String time = known(fields, "pts") ? field(fields, "pts") : field(fields, "dts");
        if (!time.equals("N/A") && !field(fields, "flags").contains("D")) {
            span.add(Long.parseLong(time), known(fields, "duration") ? Long.parseLong(field(fields, "duration")) : 0);
        }
    }

    private PacketSpan span(ProbedStream stream) {
        return spans.getOrDefault(stream.index(), new PacketSpan());
    }

    private long end(ProbedStream stream) {
        return span(stream).end(stream.ticksPerFrame());
    }

    private static Duration time(ProbedStream stream, long ticks) throws MediaException {
        BigInteger nanos = BigInteger.valueOf(ticks)
                .multiply(BigInteger.valueOf(stream.timeBase().numerator()))
                .multiply(NANOS)
                .divide(BigInteger.valueOf(stream.timeBase().denominator()));
        if (nanos.abs().compareTo(BigInteger.valueOf(ABSURD.toNanos())) > 0) {
            throw new MediaException(Kind.NOT_DECODABLE, "a timestamp beyond a year");
        }
        return Duration.ofNanos(nanos.longValueExact());
    }

    private static boolean known(Map<String, String> fields, String name) {
        return !field(fields, name).equals("N/A");
    }

    private static String field(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "N/A");
    }

    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new HashMap<>();
        for (String part : line.split("\\|", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return fields;
    }
}
