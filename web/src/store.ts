import { MemoryStore, type KeyValueStore } from '@aoin/reels-client';

/** What survives a reload: the browser's storage where it may be used. */
export const store: KeyValueStore = find();

function find(): KeyValueStore {
  try {
    localStorage.setItem('reels.probe', '1');
    localStorage.removeItem('reels.probe');
    return localStorage;
  } catch {
    return new MemoryStore();
  }
}
