import { useEffect, useMemo } from 'react';
import type { ReelsClient } from '../client.js';
import type { KeyValueStore } from '../storage.js';
import { ReelViewTracker } from '../tracker.js';

/** A tracker for a user's views; what is on screen is reported when the component goes. */
export function useReelViewTracker(
  client: ReelsClient,
  userId: number | null,
  store?: KeyValueStore,
): ReelViewTracker {
  const tracker = useMemo(
    () => new ReelViewTracker(client, { userId, ...(store === undefined ? {} : { store }) }),
    [client, userId, store],
  );
  useEffect(() => {
    tracker.open();
    return () => void tracker.cleanup();
  }, [tracker]);
  return tracker;
}
