package com.aoin.reels.reel;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.db.Database;
import org.jspecify.annotations.Nullable;

/** Whether a caller may have a media file: it follows its reel, which moderation hides from all but owner and admins. */
final class MediaAccess {
    private final Database database;

    MediaAccess(Database database) {
        this.database = database;
    }

    enum Verdict {
        /** Anyone may have it, and keep it. */
        PUBLIC,
        /** For the owner's and admins' eyes. */
        PRIVATE,
        NONE
    }

    private record File(boolean moderated, @Nullable Integer ownerId) {}

    Verdict of(String key, Caller caller) {
        return database.read(handle -> handle.createQuery("""
                        SELECT NOT (r.is_active AND r.approval_status = 'approved') AS moderated, m.user_id
                        FROM media_files f
                        JOIN reels r ON r.reel_id = f.reel_id AND r.deleted_at IS NULL
                        LEFT JOIN merchant_profiles m ON m.merchant_id = r.merchant_id
                        WHERE f.storage_key = :key
                        """)
                .bind("key", key)
                .map((row, context) -> new File(row.getBoolean("moderated"), row.getObject("user_id", Integer.class)))
                .findOne()
                .map(file -> verdict(file, caller))
                .orElse(Verdict.NONE));
    }

    private static Verdict verdict(File file, Caller caller) {
        if (!file.moderated()) {
            return Verdict.PUBLIC;
        }
        Integer user = caller.user();
        boolean owner = user != null && user.equals(file.ownerId());
        return owner || caller.isAdmin() ? Verdict.PRIVATE : Verdict.NONE;
    }
}
