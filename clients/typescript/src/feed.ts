import type { ReelsClient } from './client.js';
import { ApiError, NetworkError, TimeoutError } from './errors.js';
import type { CallOptions } from './http.js';
import { KeptFeeds } from './kept-feeds.js';
import type { KeyValueStore } from './storage.js';
import { Switches } from './switches.js';
import type { Pagination, Reel, UserStats } from './types.js';

export type FeedName = 'trending' | 'recommended' | 'following';
export type TimeWindow = '24h' | '7d' | '30d';

/** One of the feeds, as far as it was read. */
export interface FeedPart {
  readonly reels: readonly Reel[];
  /** The last page read; 0 before the first. */
  readonly page: number;
  readonly loading: boolean;
  readonly hasMore: boolean;
  /** Why the last page could not be read. */
  readonly error: unknown;
}

/** Everything that a feed screen shows. */
export interface FeedState {
  readonly user: { readonly isAuthenticated: boolean; readonly stats: UserStats | null };
  /** The feed on screen; null until it is known where this user starts. */
  readonly active: FeedName | null;
  readonly feeds: Readonly<Record<FeedName, FeedPart>>;
  readonly timeWindow: TimeWindow;
  /** Whether the reel to start with does not exist any more. */
  readonly missing: boolean;
}

export interface FeedOptions {
  signedIn: boolean;
  /** Reels a page. */
  perPage?: number;
  timeWindow?: TimeWindow;
  /** Where to start, whoever it is. */
  startOn?: FeedName;
  /** A reel to show before all others, such as one that a link names; the trending feed follows. */
  startWith?: number;
  /** Where the reels are kept that were read last, to be shown again when there is no network; without it, none are. */
  store?: KeyValueStore;
  /** Whose they are, so that nobody is shown another's. */
  userId?: number | null;
}

const UNREAD: FeedPart = { reels: [], page: 0, loading: false, hasMore: true, error: null };

/**
 * The three feeds of a user, with a page at a time added at the end. Likes and follows show at once everywhere, and are
 * taken back when the service refuses them. Framework-free; `useReelFeed` binds it to React.
 */
export class ReelFeed {
  readonly #client: ReelsClient;
  readonly #options: FeedOptions;
  readonly #listeners = new Set<() => void>();
  readonly #switches = new Switches();
  readonly #kept: KeptFeeds;
  #ended = new AbortController();
  #start: FeedName = 'trending';
  #state: FeedState;

  constructor(client: ReelsClient, options: FeedOptions) {
    this.#client = client;
    this.#options = options;
    this.#kept = new KeptFeeds(options.store, options.userId ?? null);
    this.#state = {
      user: { isAuthenticated: options.signedIn, stats: null },
      active: null,
      feeds: { trending: UNREAD, recommended: UNREAD, following: UNREAD },
      timeWindow: options.timeWindow ?? '24h',
      missing: false,
    };
  }

  readonly state = (): FeedState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Opens the feed where this user starts: trending for newcomers and strangers, recommended for all others. */
  async start(): Promise<void> {
    this.#ended = new AbortController();
    const { signal } = this.#ended;
    const first = this.#state.active ?? this.#options.startOn ?? (await this.#firstFeed(signal));
    this.#start = first;
    await this.#readFirst(signal);
    if (!signal.aborted) {
      await this.open(first);
    }
  }

  /** Nothing that is still on its way arrives any more. */
  stop(): void {
    this.#ended.abort();
    for (const [name, part] of Object.entries(this.#state.feeds) as [FeedName, FeedPart][]) {
      this.#setPart(name, { ...part, loading: false });
    }
  }

  /** Shows a feed, reading its first page where that has not been done. */
  async open(name: FeedName): Promise<void> {
    this.#set({ active: name });
    if (this.#state.feeds[name].page === 0) {
      await this.#read(name);
    }
  }

  /** Adds the next page to the feed on screen, unless there is none or one is on its way. */
  async loadMore(): Promise<void> {
    const { active } = this.#state;
    if (active !== null && this.#state.feeds[active].hasMore) {
      await this.#read(active);
    }
  }

  /** Reads the feed on screen anew from its first page. */
  async reload(): Promise<void> {
    const { active } = this.#state;
    if (active !== null) {
      this.#setPart(active, UNREAD);
      await this.#read(active);
    }
  }

  /** The age of the reels that trending takes; reads it anew. */
  async setTimeWindow(timeWindow: TimeWindow): Promise<void> {
    this.#set({ timeWindow });
    this.#setPart('trending', UNREAD);
    if (this.#state.active === 'trending') {
      await this.#read('trending');
    }
  }

  /** Likes a reel, or takes the like back. Rejects when that failed; what is shown is right by then. */
  toggleLike(reel: Reel): Promise<void> {
    const id = reel.reel_id;
    const what = `like ${id}`;
    const send = async (on: boolean) => {
      const { data } = await (on ? this.#client.likeReel(id) : this.#client.unlikeReel(id));
      if (this.#switches.isStillWanted(what, on)) {
        this.update(id, { is_liked: on, likes_count: data.likes_count });
      }
    };
    return this.#switches.set(what, !reel.is_liked, send, (on) => this.#showLike(id, on));
  }

  /** Follows the merchant of a reel, or no longer. Rejects when that failed; what is shown is right by then. */
  toggleFollow(reel: Reel): Promise<void> {
    const id = reel.merchant_id;
    const send = async (on: boolean) => {
      await (on ? this.#client.followMerchant(id) : this.#client.unfollowMerchant(id));
      if (this.#state.active !== 'following') {
        this.#setPart('following', UNREAD);
      }
    };
    return this.#switches.set(`follow ${id}`, !reel.merchant?.is_following, send, (on) => this.#showFollow(id, on));
  }

  /** Changes what is known of a reel, in every feed that shows it. */
  update(reelId: number, change: Partial<Reel>): void {
    this.#mapReels((reel) => (reel.reel_id === reelId ? { ...reel, ...change } : reel));
  }

  #showLike(reelId: number, on: boolean): void {
    this.#mapReels((reel) =>
      reel.reel_id === reelId && reel.is_liked !== on
        ? { ...reel, is_liked: on, likes_count: Math.max(0, reel.likes_count + (on ? 1 : -1)) }
        : reel,
    );
  }

  #showFollow(merchantId: number, isFollowing: boolean): void {
    this.#mapReels((reel) =>
      reel.merchant_id === merchantId && reel.merchant
        ? { ...reel, merchant: { ...reel.merchant, is_following: isFollowing } }
        : reel,
    );
  }

  #mapReels(change: (reel: Reel) => Reel): void {
    const feeds = { ...this.#state.feeds };
    for (const name of Object.keys(feeds) as FeedName[]) {
      feeds[name] = { ...feeds[name], reels: feeds[name].reels.map(change) };
    }
    this.#set({ feeds });
  }

  async #firstFeed(signal: AbortSignal): Promise<FeedName> {
    if (!this.#options.signedIn || this.#options.startWith !== undefined) {
      return 'trending';
    }
    try {
      const { data: stats } = await this.#client.getMyStats({ signal });
      this.#set({ user: { isAuthenticated: true, stats } });
      return stats.is_new_user ? 'trending' : 'recommended';
    } catch (error) {
      // Without the totals, what everybody sees is better than nothing.
      return (isAway(error) ? await this.#kept.start() : null) ?? 'trending';
    }
  }

  /** The reel to start with stands at the head of the trending feed; there it is not repeated. */
  async #readFirst(signal: AbortSignal): Promise<void> {
    const { startWith } = this.#options;
    if (startWith === undefined || this.#state.feeds.trending.reels.length > 0) {
      return;
    }
    try {
      const { data } = await this.#client.getReel(startWith, { track_view: false }, { signal });
      this.#setFirst(data, signal);
    } catch (error) {
      const kept = isAway(error) ? await this.#kept.reel(startWith) : null;
      if (kept !== null) {
        this.#setFirst(kept, signal);
      } else if (!signal.aborted) {
        this.#set({ missing: error instanceof ApiError && error.status === 404 });
      }
    }
  }

  #setFirst(reel: Reel, signal: AbortSignal): void {
    if (!signal.aborted) {
      this.#setPart('trending', { ...this.#state.feeds.trending, reels: [reel] });
    }
  }

  async #read(name: FeedName): Promise<void> {
    const part = this.#state.feeds[name];
    if (part.loading) {
      return;
    }
    const { signal } = this.#ended;
    this.#setPart(name, { ...part, loading: true, error: null });
    try {
      const { data, pagination } = await this.#page(name, part.page + 1, { signal });
      if (signal.aborted) {
        return;
      }
      const reels = merged(this.#state.feeds[name].reels, data);
      this.#setPart(name, { reels, page: pagination.page, loading: false, hasMore: pagination.has_next, error: null });
      void this.#kept.keep(this.#start, name, reels);
    } catch (error) {
      const kept = part.page === 0 && isAway(error) ? await this.#kept.reels(name) : [];
      if (!signal.aborted) {
        const { reels } = this.#state.feeds[name];
        this.#setPart(name, { ...this.#state.feeds[name], reels: merged(reels, kept), loading: false, error });
      }
    }
  }

  #page(name: FeedName, page: number, options: CallOptions): Promise<{ data: Reel[]; pagination: Pagination }> {
    const query = { page, per_page: this.#options.perPage ?? 10 };
    switch (name) {
      case 'trending':
        return this.#client.listTrendingReels({ ...query, time_window: this.#state.timeWindow }, options);
      case 'recommended':
        return this.#client.listRecommendedReels(query, options);
      case 'following':
        return this.#client.listFollowedReels(query, options);
    }
  }

  #setPart(name: FeedName, part: FeedPart): void {
    this.#set({ feeds: { ...this.#state.feeds, [name]: part } });
  }

  #set(change: Partial<FeedState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.forEach((listener) => listener());
  }
}

/** What is new at the end, what is known as it is by now. */
function merged(before: readonly Reel[], data: readonly Reel[]): Reel[] {
  const fresh = new Map(data.map((reel) => [reel.reel_id, reel]));
  const known = new Set(before.map((reel) => reel.reel_id));
  return [...before.map((reel) => fresh.get(reel.reel_id) ?? reel), ...data.filter((reel) => !known.has(reel.reel_id))];
}

/** Whether the service was not reached, as opposed to having refused. */
function isAway(error: unknown): boolean {
  return error instanceof NetworkError || error instanceof TimeoutError;
}
