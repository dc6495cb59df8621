package com.aoin.reels.reel;

import com.aoin.reels.storage.MediaFiles;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Marks reels as deleted, with what hangs on them. */
final class ReelRemoval {
    private ReelRemoval() {}

    /** How many of these reels were not deleted before; their media are removed from storage afterwards. */
    static int remove(Handle handle, List<Integer> reelIds) {
        int removed = handle.createUpdate("""
                        UPDATE reels SET deleted_at = UTC_TIMESTAMP(6), updated_at = UTC_TIMESTAMP(6)
                        WHERE reel_id IN (<reels>) AND deleted_at IS NULL
                        """).bindList("reels", reelIds).execute();
        if (removed > 0) {
            handle.createUpdate("DELETE FROM transcodes WHERE reel_id IN (<reels>)")
                    .bindList("reels", reelIds)
                    .execute();
            MediaFiles.removeOfReels(handle, reelIds);
        }
        return removed;
    }
}
