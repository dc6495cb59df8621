package com.aoin.reels.upload;

import com.aoin.reels.db.Outage;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ClientGoneException;
import com.aoin.reels.http.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes wrong on our side in an upload: logged whole, told as REEL_UPLOAD_FAILED. */
final class UploadFault {
    private static final Logger LOG = LoggerFactory.getLogger(UploadFault.class);

    private UploadFault() {}

    /**
     * The failure to answer with. A refusal, a database out of reach, a client that hung up and the end of the service
     * stay what they are.
     */
    static RuntimeException of(Exception failure) {
        if (failure instanceof ApiException refusal) {
            return refusal;
        }
        if (failure instanceof RuntimeException passing && passes(failure)) {
            return passing;
        }
        LOG.error("An upload failed", failure);
        return ApiException.of(ErrorCode.REEL_UPLOAD_FAILED, "The upload failed on our side, please try again");
    }

    private static boolean passes(Exception failure) {
        return Outage.isUnreachable(failure)
                || Outage.isConflict(failure)
                || ClientGoneException.caused(failure)
                || isInterrupted(failure);
    }

    private static boolean isInterrupted(Throwable failure) {
        return failure instanceof InterruptedException
                || (failure.getCause() != null && isInterrupted(failure.getCause()));
    }
}
