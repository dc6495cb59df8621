import { MemoryStore, type KeyValueStore } from '@aoin/reels-client';

/** What survives a reload and the tab: the browser's storage where it may be used. */
export const store: KeyValueStore = find(() => localStorage);
/** What survives a reload, and ends with the tab, as a session does. */
export const tabStore: KeyValueStore = find(() => sessionStorage);

function find(storage: () => Storage): KeyValueStore {
  try {
    storage().setItem('reels.probe', '1');
    storage().removeItem('reels.probe');
    return storage();
  } catch {
    return new MemoryStore();
  }
}
