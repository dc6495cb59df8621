package com.aoin.reels.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.HelidonSocket;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** How large the pieces are in which a connection is read, from a client that fills every one of them. */
class IncomingTest {
    private static final int SMALL = 8 * 1024;
    private static final int LARGE = 256 * 1024;

    private final Semaphore large = new Semaphore(1);
    private final Incoming incoming = incoming();

    private Incoming incoming() {
        return new Incoming(socket(), new Socket(), Patience.USUAL, large);
    }

    private static HelidonSocket socket() {
        return (HelidonSocket) Proxy.newProxyInstance(
                IncomingTest.class.getClassLoader(), new Class<?>[] {HelidonSocket.class}, (_, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("read");
                    BufferData into = (BufferData) arguments[0];
                    int n = into.capacity();
                    into.write(new byte[n]);
                    return n;
                });
    }

    private static int next(Incoming incoming) {
        return incoming.get().length;
    }

    @Test
    void aBodyThatComesFastIsReadInLargePieces() {
        incoming.headEnded();
        assertThat(next(incoming)).isEqualTo(SMALL);
        assertThat(next(incoming)).isEqualTo(LARGE);
        assertThat(next(incoming)).isEqualTo(LARGE);
    }

    @Test
    void whoIsToSendAHeadHasNoLargePiece() {
        incoming.headEnded();
        next(incoming);
        incoming.expectHead();
        assertThat(large.availablePermits()).isOne();
        // What an endpoint has left of its body comes after the answer, and is dropped.
        assertThat(next(incoming)).isEqualTo(SMALL);
        assertThat(next(incoming)).isEqualTo(SMALL);
        assertThat(large.availablePermits()).isOne();
    }

    @Test
    void onlySoManyHaveLargePieces() {
        Incoming other = incoming();
        incoming.headEnded();
        other.headEnded();
        next(incoming);
        next(other);
        assertThat(next(incoming)).isEqualTo(LARGE);
        assertThat(next(other)).isEqualTo(SMALL);
        incoming.shrink();
        incoming.shrink();
        assertThat(large.availablePermits()).isOne();
        assertThat(next(other)).isEqualTo(SMALL);
        assertThat(next(other)).isEqualTo(LARGE);
    }
}
