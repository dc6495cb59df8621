package com.aoin.reels.auth;

import org.jspecify.annotations.Nullable;

/** Who makes a request. */
public sealed interface Caller {
    /** Nobody known: the request carried no token. */
    record Anonymous() implements Caller {}

    /**
     * Whom a good token names, and nobody has asked the shop about yet, neither whether it knows the user nor for a role
     * or a merchant profile: only where {@code Access.TOKEN} lets in.
     */
    record Named(int userId, boolean admin) implements Caller {}

    /** A user of the shop. */
    record Shopper(int userId) implements Caller {}

    /** A user with an active merchant profile. */
    record Merchant(int userId, int ownMerchantId) implements Caller {}

    /**
     * An admin by token or by role.
     *
     * @param registered    whether the shop knows this user; an admin by token alone may be unknown to it
     * @param ownMerchantId set when the admin is a merchant too
     */
    record Admin(int userId, boolean registered, @Nullable Integer ownMerchantId) implements Caller {}

    /**
     * The user as the shop, or so far only the token, knows it; null for anonymous callers, and for admins of whom the
     * shop was asked and knows nothing.
     */
    default @Nullable Integer user() {
        return switch (this) {
            case Anonymous() -> null;
            case Named(int userId, boolean _) -> userId;
            case Shopper(int userId) -> userId;
            case Merchant(int userId, int _) -> userId;
            case Admin(int userId, boolean registered, var _) -> registered ? userId : null;
        };
    }

    /** The active merchant profile of this caller, if there is one. */
    default @Nullable Integer merchant() {
        return switch (this) {
            case Anonymous() -> null;
            case Named(int _, boolean _) -> null;
            case Shopper(int _) -> null;
            case Merchant(int _, int merchantId) -> merchantId;
            case Admin(int _, boolean _, Integer merchantId) -> merchantId;
        };
    }

    default boolean isAdmin() {
        return this instanceof Admin || (this instanceof Named(int _, boolean admin) && admin);
    }
}
