package com.aoin.reels.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A piece of a file that is read from disk as it is sent, as often as it takes, and never held in memory. */
record FileSlice(Path file, long first, long length) {

    static FileSlice whole(Path file) throws IOException {
        return new FileSlice(file, 0, Files.size(file));
    }

    /** The slices of a file, all of one length but the last. */
    static List<FileSlice> of(Path file, long length) throws IOException {
        long size = Files.size(file);
        List<FileSlice> slices = new ArrayList<>();
        for (long first = 0; first < size; first += length) {
            slices.add(new FileSlice(file, first, Math.min(length, size - first)));
        }
        return slices;
    }

    long last() {
        return first + length - 1;
    }

    InputStream open() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        channel.position(first);
        return Channels.newInputStream(new Bounded(channel, length));
    }

    /** The channel up to the slice's end. */
    private static final class Bounded implements java.nio.channels.ReadableByteChannel {
        private final SeekableByteChannel channel;
        private long left;

        Bounded(SeekableByteChannel channel, long left) {
            this.channel = channel;
            this.left = left;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (left == 0) {
                return -1;
            }
            int limit = target.limit();
            target.limit(target.position() + (int) Math.min(target.remaining(), left));
            int n = channel.read(target);
            target.limit(limit);
            left -= Math.max(n, 0);
            return n;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
