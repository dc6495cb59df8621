package com.aoin.reels.demo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A few seconds of soft music: four chords, and a plucked tune over them that differs from clip to clip. */
final class Jingle {
    static final int RATE = 44_100;
    private static final int SAMPLES = RATE * Film.SECONDS;
    private static final int CHORD = SAMPLES / 4;
    private static final int BEAT = SAMPLES / 16;
    /** In semitones over the key: I, vi, IV, V. */
    private static final int[][] CHORDS = {{0, 4, 7}, {-3, 0, 4}, {-7, -3, 0}, {-5, -1, 2}};

    private static final int[] PENTATONIC = {0, 2, 4, 7, 9, 12, 14};

    private final float[] sound = new float[SAMPLES];

    private Jingle() {}

    /** Signed 16-bit samples of one channel, little endian, {@link #RATE} a second. */
    static byte[] compose(long seed) {
        Jingle jingle = new Jingle();
        RandomGenerator chance = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int key = 55 + chance.nextInt(9);
        for (int chord = 0; chord < CHORDS.length; chord++) {
            for (int note : CHORDS[chord]) {
                jingle.pad(chord * CHORD, frequency(key + note));
            }
        }
        for (int beat = 0; beat < 16; beat++) {
            if (beat % 4 == 0 || chance.nextInt(3) > 0) {
                int note = PENTATONIC[chance.nextInt(PENTATONIC.length)];
                jingle.pluck(beat * BEAT, frequency(key + 12 + note));
            }
        }
        return jingle.samples();
    }

    private static double frequency(int note) {
        return 440 * Math.pow(2, (note - 69) / 12.0);
    }

    /** Swells and fades within its chord. */
    private void pad(int start, double frequency) {
        double step = 2 * Math.PI * frequency / RATE;
        for (int i = 0; i < CHORD; i++) {
            double swell = Math.sin(Math.PI * i / CHORD);
            sound[start + i] += (float) (0.06 * swell * (Math.sin(step * i) + 0.3 * Math.sin(2.003 * step * i)));
        }
    }

    private void pluck(int start, double frequency) {
        double step = 2 * Math.PI * frequency / RATE;
        int end = Math.min(SAMPLES, start + RATE);
        for (int i = start; i < end; i++) {
            int age = i - start;
            double level = Math.min(1, age / 120.0) * Math.exp(-age / 9000.0);
            sound[i] += (float) (0.14 * level * (Math.sin(step * age) + 0.25 * Math.sin(2 * step * age)));
        }
    }

    private byte[] samples() {
        ByteBuffer bytes = ByteBuffer.allocate(2 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
        int fade = RATE / 2;
        for (int i = 0; i < SAMPLES; i++) {
            double level = Math.min(1, (double) (SAMPLES - i) / fade);
            bytes.putShort((short) Math.round(Math.clamp(sound[i] * level, -1.0, 1.0) * Short.MAX_VALUE));
        }
        return bytes.array();
    }
}
