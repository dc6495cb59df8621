import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ReelsClient } from '../client.js';
import { ReelFeed, type FeedOptions, type FeedPart, type FeedState } from '../feed.js';

export interface UseReelFeed extends FeedPart {
  readonly state: FeedState;
  readonly feed: ReelFeed;
}

const NOTHING_YET: FeedPart = { reels: [], page: 0, loading: true, hasMore: true, error: null };

/** The feeds of a user, starting where the user should; another client or user begins anew. */
export function useReelFeed(client: ReelsClient, options: FeedOptions): UseReelFeed {
  const { signedIn, perPage, timeWindow, startOn, startWith, store, userId } = options;
  const feed = useMemo(
    () =>
      new ReelFeed(client, {
        signedIn,
        ...(perPage === undefined ? {} : { perPage }),
        ...(timeWindow === undefined ? {} : { timeWindow }),
        ...(startOn === undefined ? {} : { startOn }),
        ...(startWith === undefined ? {} : { startWith }),
        ...(store === undefined ? {} : { store }),
        ...(userId === undefined ? {} : { userId }),
      }),
    [client, signedIn, perPage, timeWindow, startOn, startWith, store, userId],
  );
  useEffect(() => {
    void feed.start();
    return () => feed.stop();
  }, [feed]);
  const state = useSyncExternalStore(feed.subscribe, feed.state, feed.state);
  return { ...(state.active === null ? NOTHING_YET : state.feeds[state.active]), state, feed };
}
