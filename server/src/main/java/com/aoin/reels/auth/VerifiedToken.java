package com.aoin.reels.auth;

/**
 * What a verified token says about its bearer.
 *
 * @param userId the shop's user id, 1 to 2147483647; a row for it need not exist
 * @param admin whether the token itself claims {@code "role":"admin"}
 */
public record VerifiedToken(int userId, boolean admin) {
    public VerifiedToken {
        if (userId < 1) {
            throw new IllegalArgumentException("A user id is at least 1, not " + userId);
        }
    }
}
