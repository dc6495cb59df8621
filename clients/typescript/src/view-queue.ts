import type { KeyValueStore } from './storage.js';
import type { ViewReport } from './types.js';

/** A view to report. Reel and time together name it: whatever is sent twice under both is recorded once. */
export interface QueuedView extends ViewReport {
  reel_id: number;
  view_duration: number;
  viewed_at: string;
}

const sameView = (a: QueuedView, b: QueuedView) => a.reel_id === b.reel_id && a.viewed_at === b.viewed_at;

/** Views that wait to be sent, also across restarts: the oldest first, and the oldest dropped when there are too many. */
export class ViewQueue {
  readonly #store: KeyValueStore;
  readonly #key: string;
  readonly #capacity: number;
  readonly #loaded: Promise<void>;
  #views: QueuedView[] = [];
  /** Being watched while the page is hidden: sent by the next start, should this page never come back. */
  #unfinished: QueuedView | null = null;

  constructor(store: KeyValueStore, key: string, capacity: number) {
    this.#store = store;
    this.#key = key;
    this.#capacity = capacity;
    this.#loaded = this.#load();
  }

  get length(): number {
    return this.#views.length;
  }

  /** Resolves when what an earlier run left behind is here. */
  ready(): Promise<void> {
    return this.#loaded;
  }

  add(view: QueuedView): void {
    this.#unfinished = null;
    this.#views.push(view);
    this.#save();
  }

  keepUnfinished(view: QueuedView | null): void {
    this.#unfinished = view;
    this.#save();
  }

  /** The next views to send: at most so many, each of another reel, since the service takes a reel once a batch. */
  batch(most: number): QueuedView[] {
    const reels = new Set<number>();
    const batch: QueuedView[] = [];
    for (const view of this.#views) {
      if (batch.length < most && !reels.has(view.reel_id)) {
        reels.add(view.reel_id);
        batch.push(view);
      }
    }
    return batch;
  }

  remove(views: readonly QueuedView[]): void {
    this.#views = this.#views.filter((view) => !views.some((gone) => sameView(view, gone)));
    this.#save();
  }

  clear(): void {
    this.#views = [];
    this.#unfinished = null;
    this.#save();
  }

  async #load(): Promise<void> {
    try {
      const text = await this.#store.getItem(this.#key);
      const stored: unknown = text === null ? [] : JSON.parse(text);
      const known = Array.isArray(stored) ? stored.filter(isView) : [];
      this.#views = [...known.filter((view) => !this.#views.some((mine) => sameView(mine, view))), ...this.#views];
    } catch {
      // Nothing that can be read was kept.
    }
  }

  #save(): void {
    this.#views.splice(0, this.#views.length - this.#capacity);
    const views = this.#unfinished === null ? this.#views : [...this.#views, this.#unfinished];
    try {
      const done =
        views.length === 0 ? this.#store.removeItem(this.#key) : this.#store.setItem(this.#key, JSON.stringify(views));
      // A store that is full or forbidden costs at most what this run does not get to send.
      done?.catch(() => {});
    } catch {
      // As above, for stores that answer at once.
    }
  }
}

function isView(value: unknown): value is QueuedView {
  const view = value as Partial<QueuedView> | null;
  return (
    Number.isInteger(view?.reel_id) && Number.isInteger(view?.view_duration) && typeof view?.viewed_at === 'string'
  );
}
