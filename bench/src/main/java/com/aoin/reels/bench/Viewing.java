package com.aoin.reels.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Views of random length by random users, each signed in: of any reel alike, or nine in ten of the same reel. */
final class Viewing implements LoadGenerator.Requests {
    private static final byte[] BEGIN = ascii("POST /api/reels/");
    private static final byte[] HOST = ascii("/view HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ");
    private static final byte[] TYPE = ascii("\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n");

    private static final byte[] BODY = ascii("{\"view_duration\": ");

    private final List<byte[]> tokens;
    private final Pick pick;

    /** Picks who views what. */
    record Pick(Random random, boolean viral) {
        int user() {
            return 1 + random.nextInt(ViewsShop.VIEWERS);
        }

        int reel() {
            return viral && random.nextInt(10) > 0 ? 1 : 1 + random.nextInt(ViewsShop.REELS);
        }

        int seconds() {
            return random.nextInt(31);
        }
    }

    /**
     * Views with these tokens.
     *
     * @param tokens of those who view
     */
    Viewing(List<byte[]> tokens, Pick pick) {
        this.tokens = tokens;
        this.pick = pick;
    }

    @Override
    public void next(ByteBuffer into) {
        int seconds = pick.seconds();
        into.put(BEGIN)
                .put(ascii(Integer.toString(pick.reel())))
                .put(HOST)
                .put(tokens.get((pick.user() - 1) % tokens.size()))
                .put(TYPE)
                .put(BODY)
                .put((byte) (seconds < 10 ? ' ' : '0' + seconds / 10))
                .put((byte) ('0' + seconds % 10))
                .put((byte) '}');
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
