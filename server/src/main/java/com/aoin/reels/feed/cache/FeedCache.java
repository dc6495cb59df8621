package com.aoin.reels.feed.cache;

import com.aoin.reels.feed.ranking.Preference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what was made for a user. A failure is never the caller's: nothing is found, and everything is made anew. */
public interface FeedCache {
    /**
     * What is kept of a user.
     *
     * @param generation  the one that the user's last page 1 served, not older than half an hour
     * @param current     whether nothing that all users see has changed since it was made
     * @param cuts        of that generation
     * @param preferences as of their version
     * @param version     of what all users see; to be handed to {@link #keep} with what is made from here on
     */
    record Found(
            @Nullable Generation generation,
            boolean current,
            Cuts cuts,
            @Nullable Preferences preferences,
            Version version) {}

    /**
     * Of what all users see.
     *
     * @param here   as this node counts
     * @param shared as all nodes count; {@link #UNKNOWN} where they do not, or this node has not followed
     */
    record Version(long here, long shared) {
        static final long UNKNOWN = -1;
    }

    /**
     * A user's preferences, not decayed.
     *
     * @param userVersion of what the user had done
     */
    record Preferences(long userVersion, List<Preference> list) {}

    Found find(int userId);

    /**
     * Keeps a feed whose page 1 is served, for half an hour.
     *
     * @param version what {@link #find} told before the feed was made
     */
    void keep(Generation generation, Version version);

    /** Keeps a feed whose page 1 is served again for another half hour. */
    void keepLonger(Generation generation, Version version);

    /** Keeps where a user's pages have been cut. */
    void keep(int userId, Cuts cuts);

    /** Keeps preferences for an hour. */
    void keep(int userId, Preferences preferences);
}
