package com.aoin.reels.http;

import com.aoin.reels.db.Outage;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.ServerConnectionException;
import java.net.SocketException;

/** Tells a client that hung up, which is nobody's fault and cannot be answered, from a failure. */
final class ClientGone {
    private ClientGone() {}

    static boolean is(Throwable failure) {
        if (Outage.sqlCause(failure) != null) {
            return false;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException
                    || cause instanceof ServerConnectionException
                    || cause instanceof DataReader.InsufficientDataAvailableException) {
                return true;
            }
        }
        return false;
    }
}
