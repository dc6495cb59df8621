package com.aoin.reels.http;

/** The machine-readable codes of refusals, each with its usual HTTP status. */
public enum ErrorCode {
    VALIDATION_ERROR(400),
    PRODUCT_VALIDATION_ERROR(400),
    FILE_VALIDATION_ERROR(400),
    AUTHENTICATION_ERROR(401),
    AUTHORIZATION_ERROR(403),
    NOT_FOUND_ERROR(404),
    RATE_LIMIT_ERROR(429),
    REEL_UPLOAD_FAILED(500),
    STORAGE_ERROR(500),
    TRANSACTION_ERROR(500);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
