package com.aoin.reels.interaction;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.interaction.engine.Outcome;
import com.aoin.reels.interaction.engine.Outcome.Done;
import com.aoin.reels.interaction.engine.Outcome.Failed;
import com.aoin.reels.interaction.engine.Outcome.Refusal;
import com.aoin.reels.interaction.engine.Outcome.Refused;
import org.jspecify.annotations.Nullable;

/** How refused commands are told to people. */
public final class Refusals {
    private Refusals() {}

    /**
     * The count of a command that was done.
     *
     * @throws ApiException     the refusal of one that was not
     * @throws RuntimeException why it failed
     */
    public static int requireDone(Outcome outcome) {
        return switch (outcome) {
            case Done(int count) -> count;
            case Refused(Refusal refusal) -> throw exception(refusal);
            case Failed(RuntimeException cause) -> throw cause;
        };
    }

    static String message(Refusal refusal) {
        return switch (refusal) {
            case USER_NOT_FOUND -> "User not found";
            case REEL_NOT_FOUND -> "Reel not found";
            case REEL_NOT_AVAILABLE -> "Reel is not available";
            case ALREADY_LIKED -> "You have already liked this reel";
            case NOT_LIKED -> "You have not liked this reel";
            case MERCHANT_NOT_FOUND -> "Merchant not found";
            case ALREADY_FOLLOWING -> "You already follow this merchant";
            case NOT_FOLLOWING -> "You do not follow this merchant";
        };
    }

    /** How a command that was not done is to be understood; null for one that was. */
    static @Nullable ErrorCode code(Outcome outcome) {
        return switch (outcome) {
            case Done _ -> null;
            case Refused(Refusal refusal) -> code(refusal);
            // It may be tried again.
            case Failed _ -> ErrorCode.TRANSACTION_ERROR;
        };
    }

    private static ErrorCode code(Refusal refusal) {
        return switch (refusal) {
            case USER_NOT_FOUND, REEL_NOT_FOUND, MERCHANT_NOT_FOUND -> ErrorCode.NOT_FOUND_ERROR;
            case REEL_NOT_AVAILABLE, ALREADY_LIKED, NOT_LIKED, ALREADY_FOLLOWING, NOT_FOLLOWING ->
                ErrorCode.VALIDATION_ERROR;
        };
    }

    private static ApiException exception(Refusal refusal) {
        return ApiException.of(code(refusal), message(refusal));
    }
}
