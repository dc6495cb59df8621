package com.aoin.reels.upload;

import com.aoin.reels.db.Outage;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes wrong on our side in an upload: logged whole, told as REEL_UPLOAD_FAILED. */
final class UploadFault {
    private static final Logger LOG = LoggerFactory.getLogger(UploadFault.class);

    private UploadFault() {}

    /** The failure to answer with; a refusal and a database out of reach stay what they are. */
    static RuntimeException of(Exception failure) {
        if (failure instanceof ApiException refusal) {
            return refusal;
        }
        if (failure instanceof RuntimeException outage
                && (Outage.isUnreachable(failure) || Outage.isConflict(failure))) {
            return outage;
        }
        LOG.error("An upload failed", failure);
        return ApiException.of(ErrorCode.REEL_UPLOAD_FAILED, "The upload failed on our side, please try again");
    }
}
