import type { FeedName } from './feed.js';
import type { KeyValueStore } from './storage.js';
import type { Reel } from './types.js';

interface Kept {
  start: FeedName;
  feeds: Partial<Record<FeedName, Reel[]>>;
}

/** Of each feed; about a kilobyte a reel. */
const MOST_KEPT = 50;

/** What a user was shown last, for when there is no network. A store that fails is an empty one. */
export class KeptFeeds {
  readonly #store: KeyValueStore | undefined;
  readonly #key: string;

  constructor(store: KeyValueStore | undefined, userId: number | null) {
    this.#store = store;
    this.#key = `reels.feeds.${userId ?? 'nobody'}`;
  }

  /** The feed that the user started on. */
  async start(): Promise<FeedName | null> {
    return (await this.#read())?.start ?? null;
  }

  async reels(name: FeedName): Promise<Reel[]> {
    return (await this.#read())?.feeds[name] ?? [];
  }

  async reel(reelId: number): Promise<Reel | null> {
    const feeds = (await this.#read())?.feeds ?? {};
    return Object.values(feeds).flat().find((reel) => reel.reel_id === reelId) ?? null;
  }

  async keep(start: FeedName, name: FeedName, reels: readonly Reel[]): Promise<void> {
    const before = await this.#read();
    const kept: Kept = { start, feeds: { ...before?.feeds, [name]: reels.slice(0, MOST_KEPT) } };
    try {
      await this.#store?.setItem(this.#key, JSON.stringify(kept));
    } catch {
      // Full or forbidden: then there is nothing without a network.
    }
  }

  async #read(): Promise<Kept | null> {
    try {
      const text = await this.#store?.getItem(this.#key);
      const kept = text == null ? null : (JSON.parse(text) as Partial<Kept>);
      return kept?.feeds && kept.start ? { start: kept.start, feeds: kept.feeds } : null;
    } catch {
      return null;
    }
  }
}
