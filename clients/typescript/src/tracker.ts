import type { ReelsClient } from './client.js';
import { ApiError } from './errors.js';
import { MemoryStore, type KeyValueStore } from './storage.js';
import type { AnswerOf } from './types.js';
import { ViewQueue, type QueuedView } from './view-queue.js';
import { Stopwatch } from './watch.js';

export interface TrackerOptions {
  /** Whose views these are; null tracks nothing, since only views of users are recorded. */
  userId: number | null;
  /** Where views wait while they cannot be sent; without it they wait in memory. */
  store?: KeyValueStore;
  /** Told what went wrong; the tracker itself goes on. */
  onError?: (error: unknown) => void;
  /** Most views that wait; the oldest go first. */
  capacity?: number;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
  /** Milliseconds of the wall clock. */
  wallClock?: () => number;
  /** Where the page's events come from; null where there is no page. */
  page?: PageEvents | null;
}

/** What the tracker hears from the page that it runs in. */
export interface PageEvents {
  addEventListener(type: 'visibilitychange' | 'pagehide' | 'online', listener: () => void): void;
  removeEventListener(type: 'visibilitychange' | 'pagehide' | 'online', listener: () => void): void;
  isHidden(): boolean;
}

/** What there is to know about a reel to track it. */
export interface TrackedReel {
  reel_id: number;
  duration_seconds?: number;
}

/** The part of a media element that the tracker listens to. */
export type Player = Pick<
  HTMLMediaElement,
  'addEventListener' | 'removeEventListener' | 'currentTime' | 'duration' | 'paused'
>;

interface Showing {
  readonly reel: TrackedReel;
  readonly startedAt: string;
  readonly watch: Stopwatch;
  readonly player: Player | null;
  reported: boolean;
}

const MOST_IN_A_BATCH = 100;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/**
 * Reports how long reels were watched: one view per showing, when it is left or reaches its end, whichever comes first.
 * Read reels with `track_view=false` beside it.
 *
 * A showing bears the moment of its beginning, and the service records a user's reel and moment once. So nothing counts
 * twice, however often it is sent: after a lost answer, from a queue of yesterday, or by two pages at once. No method
 * throws, and no promise it returns rejects.
 */
export class ReelViewTracker {
  readonly #client: ReelsClient;
  readonly #options: TrackerOptions;
  readonly #queue: ViewQueue;
  readonly #page: PageEvents | null;
  #showing: Showing | null = null;
  #lastStamp = 0;
  #sending: Promise<void> | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #wait = FIRST_WAIT_MS;
  #detach: (() => void) | null = null;
  #isOpen = false;
  /** Under way in requests that outlive the page. */
  readonly #outliving = new Set<QueuedView>();

  constructor(client: ReelsClient, options: TrackerOptions) {
    this.#client = client;
    this.#options = options;
    const key = `reels.views.${options.userId ?? 'nobody'}`;
    this.#queue = new ViewQueue(options.store ?? new MemoryStore(), key, options.capacity ?? 500);
    this.#page = options.page === undefined ? browserPage() : options.page;
  }

  /** Begins to listen to the page, and sends what an earlier run left behind; the first showing does so by itself. */
  open(): void {
    if (!this.#isOpen) {
      this.#isOpen = true;
      this.#page?.addEventListener('visibilitychange', this.#onVisibility);
      this.#page?.addEventListener('pagehide', this.#onPageHide);
      this.#page?.addEventListener('online', this.#onOnline);
      void this.flush();
    }
  }

  /** How many views wait to be sent. */
  get pending(): number {
    return this.#queue.length;
  }

  /** A reel comes on screen; the one before it is left. Time counts once `play` is called, or its player plays. */
  startTracking(reel: TrackedReel | number, player?: Player): void {
    this.open();
    this.#leave();
    this.#showing = {
      reel: typeof reel === 'number' ? { reel_id: reel } : reel,
      startedAt: this.#stamp(),
      watch: new Stopwatch(this.#options.now ?? (() => performance.now())),
      player: player ?? null,
      reported: false,
    };
    if (player) {
      this.#listenTo(player);
    }
  }

  /** The reel on screen plays. */
  play(): void {
    if (this.#showing && !this.#page?.isHidden()) {
      this.#showing.watch.start();
    }
  }

  /** The reel on screen stands still, whether paused or waiting for data. */
  pause(): void {
    this.#showing?.watch.stop();
  }

  /** The reel on screen reached its end: it is reported now, and not again when it is left. */
  ended(): void {
    this.#report(Math.round);
  }

  /** Reports a view that was measured elsewhere. */
  trackView(reelId: number, seconds: number): Promise<void> {
    if (this.#showing?.reel.reel_id === reelId) {
      this.#showing.reported = true;
    }
    this.#enqueue({ reel_id: reelId, view_duration: Math.max(0, Math.floor(seconds)), viewed_at: this.#stamp() });
    return this.flush();
  }

  /** The reel on screen is left: reports it, unless it reached its end before. */
  sendViewData(): Promise<void> {
    this.#leave();
    return this.#sending ?? Promise.resolve();
  }

  /** Sends what waits. Called by itself after each view, when the network is back, and when the page hides. */
  flush(): Promise<void> {
    clearTimeout(this.#retry);
    this.#sending ??= this.#send();
    return this.#sending;
  }

  /** The feed is left: reports the reel on screen and listens no more. Another showing opens it again. */
  async cleanup(): Promise<void> {
    this.#leave();
    this.#isOpen = false;
    this.#page?.removeEventListener('visibilitychange', this.#onVisibility);
    this.#page?.removeEventListener('pagehide', this.#onPageHide);
    this.#page?.removeEventListener('online', this.#onOnline);
    await this.flush();
    clearTimeout(this.#retry);
  }

  readonly #onOnline = (): void => {
    this.#wait = FIRST_WAIT_MS;
    void this.flush();
  };

  /** A hidden page may come back, and the showing with it; or it is never heard of again. */
  readonly #onVisibility = (): void => {
    if (!this.#page?.isHidden()) {
      this.#queue.keepUnfinished(null);
      if (this.#showing?.player?.paused === false) {
        this.play();
      }
      return;
    }
    this.pause();
    this.#queue.keepUnfinished(this.#unreported());
    this.#sendKeepalive();
  };

  readonly #onPageHide = (): void => {
    this.pause();
    const view = this.#unreported();
    if (this.#showing && view) {
      this.#showing.reported = true;
      this.#enqueue(view);
    }
    this.#sendKeepalive();
  };

  #leave(): void {
    this.#detach?.();
    this.#detach = null;
    this.#report();
    this.#showing = null;
  }

  #report(toSeconds = Math.floor): void {
    const view = this.#unreported(toSeconds);
    if (this.#showing && view) {
      this.#showing.reported = true;
      this.#enqueue(view);
      void this.flush();
    }
  }

  /** The view that the reel on screen makes so far; none when nothing of it played, or it is reported. */
  #unreported(toSeconds = Math.floor): QueuedView | null {
    const showing = this.#showing;
    const nobody = this.#options.userId === null;
    if (!showing || nobody || showing.reported || showing.watch.milliseconds() === 0) {
      return null;
    }
    const seconds = toSeconds(showing.watch.milliseconds() / 1000);
    const most = showing.reel.duration_seconds ?? Infinity;
    return {
      reel_id: showing.reel.reel_id,
      view_duration: Math.min(seconds, most),
      viewed_at: showing.startedAt,
    };
  }

  #enqueue(view: QueuedView): void {
    if (this.#options.userId !== null) {
      this.#queue.add(view);
    }
  }

  /** The wall clock, kept from standing still or going back, so that a later showing is later for the service too. */
  #stamp(): string {
    this.#lastStamp = Math.max(this.#lastStamp + 1, (this.#options.wallClock ?? Date.now)());
    return new Date(this.#lastStamp).toISOString();
  }

  async #send(): Promise<void> {
    try {
      await this.#queue.ready();
      let batch = this.#queue.batch(MOST_IN_A_BATCH);
      while (batch.length > 0 && (await this.#sendBatch(batch))) {
        batch = this.#queue.batch(MOST_IN_A_BATCH);
      }
    } finally {
      // In one step with the last look at the queue: whatever is added later begins anew.
      this.#sending = null;
    }
  }

  /** Whether the batch is off the queue, and the next may go. */
  async #sendBatch(batch: QueuedView[]): Promise<boolean> {
    try {
      const answer = await this.#client.viewReels(batch);
      const settled = settledOf(batch, answer);
      if (settled.length < batch.length) {
        this.#queue.remove(settled);
        this.#retryLater();
        return false;
      }
      this.#wait = FIRST_WAIT_MS;
    } catch (error) {
      this.#tell(error);
      if (!isRefusal(error)) {
        this.#retryLater();
        return false;
      }
    }
    this.#queue.remove(batch);
    return true;
  }

  /** The page may end any moment: what waits goes out in one request that outlives it, and stays until it is answered. */
  #sendKeepalive(): void {
    const batch = this.#queue.batch(MOST_IN_A_BATCH).filter((view) => !this.#outliving.has(view));
    if (batch.length > 0) {
      // A page that goes is left and hidden, one event after the other.
      batch.forEach((view) => this.#outliving.add(view));
      this.#client
        .viewReels(batch, { keepalive: true })
        .then(
          (answer) => this.#queue.remove(settledOf(batch, answer)),
          (error: unknown) => this.#tell(error),
        )
        .finally(() => batch.forEach((view) => this.#outliving.delete(view)));
    }
  }

  #retryLater(): void {
    if (this.#isOpen) {
      this.#retry = setTimeout(() => void this.flush(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    }
  }

  #tell(error: unknown): void {
    try {
      this.#options.onError?.(error);
    } catch {
      // An app's fault in hearing of a fault is not passed back to it.
    }
  }

  #listenTo(player: Player): void {
    let position = player.currentTime;
    const play = () => this.play();
    const pause = () => this.pause();
    const end = () => this.ended();
    // A player that loops tells of no end: it is where the position falls from there back to the beginning.
    const move = () => {
      if (position > player.duration - 1 && player.currentTime < Math.min(1, player.duration / 2)) {
        this.ended();
      }
      position = player.currentTime;
    };
    const listeners = { playing: play, pause, waiting: pause, emptied: pause, ended: end, timeupdate: move };
    for (const [type, listener] of Object.entries(listeners)) {
      player.addEventListener(type, listener);
    }
    this.#detach = () => {
      for (const [type, listener] of Object.entries(listeners)) {
        player.removeEventListener(type, listener);
      }
    };
    if (!player.paused && player.currentTime > 0) {
      this.play();
    }
  }
}

/** Whether the service will never take this batch, as opposed to not now, or not from this token. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && [400, 403, 404, 413, 415].includes(error.status);
}

/** The events of the browser's page; null outside one. */
function browserPage(): PageEvents | null {
  if (typeof document === 'undefined' || typeof window === 'undefined') {
    return null;
  }
  const target = (type: string) => (type === 'visibilitychange' ? document : window);
  return {
    addEventListener: (type, listener) => target(type).addEventListener(type, listener),
    removeEventListener: (type, listener) => target(type).removeEventListener(type, listener),
    isHidden: () => document.visibilityState === 'hidden',
  };
}

/** The views that need not be sent again: recorded, or failed for good, since their reels are gone. */
function settledOf(batch: QueuedView[], answer: AnswerOf<'viewReels'>): QueuedView[] {
  const waiting = new Set(
    answer.data.results.filter((result) => result.code === 'TRANSACTION_ERROR').map((result) => result.reel_id),
  );
  return batch.filter((view) => !waiting.has(view.reel_id));
}
