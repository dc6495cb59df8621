package com.aoin.reels.http;

import com.aoin.reels.auth.InvalidTokenException;
import com.aoin.reels.auth.KeysUnavailableException;
import com.aoin.reels.db.Outage;
import io.helidon.http.HttpException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that turns whatever went wrong into a refusal in the API's shape. */
final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
    private static final int RETRY_SECONDS = 2;

    private Errors() {}

    static ApiException refusal(Throwable failure) {
        return switch (failure) {
            case ApiException refusal -> refusal;
            case KeysUnavailableException unavailable ->
                ApiException.unavailable("Sign-in cannot be checked right now, please try again", RETRY_SECONDS);
            case InvalidTokenException invalid -> unauthenticated(invalid.getMessage());
            case HttpException http
            when http.status().code() < 500 -> ofTransport(http.status().code()).closing();
            default -> fault(failure);
        };
    }

    /** What the HTTP engine found wrong with a request, by the status that it chose. */
    static ApiException ofTransport(int status) {
        String message = switch (status) {
            case 404 -> "There is nothing at this path";
            case 408 -> "The request arrives too slowly";
            case 413 -> "The body is too large";
            case 414 -> "The request line is too long";
            case 431 -> "The headers are too large";
            default -> status < 500 ? "The request is malformed" : "Something went wrong on our side, please try again";
        };
        ErrorCode code = status == 404
                ? ErrorCode.NOT_FOUND_ERROR
                : status < 500 ? ErrorCode.VALIDATION_ERROR : ErrorCode.TRANSACTION_ERROR;
        return ApiException.withStatus(status, code, message);
    }

    static ApiException unauthenticated(@Nullable String message) {
        return ApiException.of(ErrorCode.AUTHENTICATION_ERROR, message == null ? "Authentication required" : message)
                .header("WWW-Authenticate", "Bearer");
    }

    private static ApiException fault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return ApiException.unavailable("The service is stopping, please try again", RETRY_SECONDS)
                        .closing();
            }
        }
        SQLException sql = Outage.sqlCause(failure);
        if (sql != null && (Outage.isUnreachable(failure) || Outage.isConflict(failure))) {
            LOG.warn("The database cannot do this now: {}", sql.getMessage());
            return ApiException.unavailable("The service is busy right now, please try again", RETRY_SECONDS);
        }
        LOG.error("Unexpected failure", failure);
        return ApiException.of(ErrorCode.TRANSACTION_ERROR, "Something went wrong on our side, please try again");
    }
}
