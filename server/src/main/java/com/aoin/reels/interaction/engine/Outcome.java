package com.aoin.reels.interaction.engine;

/** What came of a command. */
public sealed interface Outcome {
    /**
     * It is done and durable.
     *
     * @param count the reel's likes after a like or unlike, its shares after a share; 1 when a view was counted, else 0
     */
    record Done(int count) implements Outcome {}

    /** It was not done, and nothing has changed. */
    record Refused(Refusal refusal) implements Outcome {}

    /** It failed; where the connection broke while it was committed, it may have been done all the same. */
    record Failed(RuntimeException cause) implements Outcome {}

    /** Why a command is not done. */
    enum Refusal {
        USER_NOT_FOUND,
        REEL_NOT_FOUND,
        REEL_NOT_AVAILABLE,
        ALREADY_LIKED,
        NOT_LIKED,
        MERCHANT_NOT_FOUND,
        ALREADY_FOLLOWING,
        NOT_FOLLOWING
    }
}
