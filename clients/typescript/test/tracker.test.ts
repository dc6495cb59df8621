import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryStore, ReelViewTracker, ReelsClient, type KeyValueStore, type PageEvents, type Player } from '../src/index.js';
import { FakeNetwork, answer, offline, refusal } from './fake-service.js';

const accepted = () => answer({ status: 'success', message: 'ok', data: { results: [], summary: {} } });

class FakePage implements PageEvents {
  hidden = false;
  readonly #listeners = new Map<string, Set<() => void>>();

  addEventListener(type: string, listener: () => void): void {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
  }

  removeEventListener(type: string, listener: () => void): void {
    this.#listeners.get(type)?.delete(listener);
  }

  isHidden(): boolean {
    return this.hidden;
  }

  tell(type: string): void {
    this.#listeners.get(type)?.forEach((listener) => listener());
  }

  hide(): void {
    this.hidden = true;
    this.tell('visibilitychange');
  }

  show(): void {
    this.hidden = false;
    this.tell('visibilitychange');
  }

  listeners(): number {
    return [...this.#listeners.values()].reduce((sum, set) => sum + set.size, 0);
  }
}

class FakePlayer extends EventTarget {
  currentTime = 0;
  duration = 10;
  paused = true;

  is(type: string, at: number): void {
    this.currentTime = at;
    this.paused = type === 'pause' || type === 'ended';
    this.dispatchEvent(new Event(type));
  }
}

let page: FakePage;
let store: KeyValueStore;
let errors: unknown[];

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-01-31T09:30:00Z') });
  page = new FakePage();
  store = new MemoryStore();
  errors = [];
});
afterEach(() => {
  vi.useRealTimers();
});

const seconds = (n: number) => vi.advanceTimersByTimeAsync(n * 1000);
const asPlayer = (player: FakePlayer) => player as unknown as Player;

function tracker(network: FakeNetwork, userId: number | null = 7) {
  const client = new ReelsClient({ token: 't', fetch: network.fetch, retries: 0 });
  return new ReelViewTracker(client, { userId, store, page, onError: (error) => errors.push(error) });
}

function sent(network: FakeNetwork) {
  return network.calls.flatMap((call) => (call.body as { views: object[] }).views);
}

describe('a showing', () => {
  it('is one call, made when the next reel comes', async () => {
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    views.startTracking(1);
    views.play();
    await seconds(15.9);
    expect(network.calls).toHaveLength(0);
    views.startTracking(2);
    await seconds(60);
    expect(network.calls).toHaveLength(1);
    expect(network.calls[0]?.url).toBe('/api/reels/views');
    expect(sent(network)).toEqual([{ reel_id: 1, view_duration: 15, viewed_at: '2026-01-31T09:30:00.000Z' }]);
  });

  it('lasts as long as it plays, not as long as it is on screen', async () => {
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    views.startTracking(1);
    await seconds(5);
    views.play();
    await seconds(3);
    views.pause();
    await seconds(100);
    views.play();
    views.play();
    await seconds(2);
    await views.sendViewData();
    expect(sent(network)).toMatchObject([{ view_duration: 5 }]);
  });

  it('is none when nothing of it played', async () => {
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    views.startTracking(1);
    await seconds(5);
    await views.cleanup();
    expect(network.calls).toHaveLength(0);
  });

  it('is never longer than the reel', async () => {
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    views.startTracking({ reel_id: 1, duration_seconds: 5 });
    views.play();
    await seconds(31);
    await views.sendViewData();
    expect(sent(network)).toMatchObject([{ view_duration: 5 }]);
  });

  it('is reported at its end and not again when it is left', async () => {
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    views.startTracking({ reel_id: 1, duration_seconds: 5 });
    views.play();
    await seconds(4.9);
    views.ended();
    await seconds(30);
    views.ended();
    views.startTracking(2);
    await views.cleanup();
    expect(sent(network)).toMatchObject([{ reel_id: 1, view_duration: 5 }]);
  });

  it('of the same reel again is another one, later than the first whatever the clock says', async () => {
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    views.startTracking(1);
    views.play();
    await seconds(3);
    vi.setSystemTime(new Date('2020-01-01T00:00:00Z'));
    views.startTracking(1);
    views.play();
    await seconds(4);
    await views.sendViewData();
    expect(sent(network)).toEqual([
      { reel_id: 1, view_duration: 3, viewed_at: '2026-01-31T09:30:00.000Z' },
      { reel_id: 1, view_duration: 4, viewed_at: '2026-01-31T09:30:00.001Z' },
    ]);
  });

  it('is not stretched by a jump of the wall clock', async () => {
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    views.startTracking(1);
    views.play();
    await seconds(2);
    vi.setSystemTime(new Date('2027-01-01T00:00:00Z'));
    await seconds(1);
    await views.sendViewData();
    expect(sent(network)).toMatchObject([{ view_duration: 3 }]);
  });

  it('of nobody is not recorded', async () => {
    const network = new FakeNetwork(accepted);
    const views = tracker(network, null);
    views.startTracking(1);
    views.play();
    await seconds(3);
    page.hide();
    await views.cleanup();
    await views.trackView(1, 3);
    expect(network.calls).toHaveLength(0);
    expect(views.pending).toBe(0);
  });

  it('can be measured elsewhere', async () => {
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    views.startTracking(1);
    views.play();
    await seconds(3);
    await views.trackView(1, 2.9);
    await views.cleanup();
    expect(sent(network)).toMatchObject([{ reel_id: 1, view_duration: 2 }]);
  });
});

describe('a player', () => {
  it('is followed: stalls do not count, and a loop is an end', async () => {
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    const player = new FakePlayer();
    views.startTracking({ reel_id: 1, duration_seconds: 10 }, asPlayer(player));
    player.is('playing', 0);
    await seconds(4);
    player.is('waiting', 4);
    await seconds(20);
    player.is('playing', 4);
    await seconds(5.8);
    player.is('timeupdate', 9.8);
    expect(network.calls).toHaveLength(0);
    player.is('timeupdate', 0.1);
    await seconds(8);
    views.startTracking(2);
    await seconds(1);
    expect(sent(network)).toEqual([expect.objectContaining({ reel_id: 1, view_duration: 10 })]);
  });

  it('that the user winds back has not ended', async () => {
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    const player = new FakePlayer();
    views.startTracking(1, asPlayer(player));
    player.is('playing', 0);
    await seconds(5);
    player.is('timeupdate', 5);
    player.is('timeupdate', 0);
    await seconds(1);
    expect(network.calls).toHaveLength(0);
  });

  it('that is left is heard no more', async () => {
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    const player = new FakePlayer();
    views.startTracking(1, asPlayer(player));
    views.startTracking(2);
    player.is('playing', 0);
    await seconds(5);
    await views.cleanup();
    expect(network.calls).toHaveLength(0);
  });
});

describe('a page that hides', () => {
  it('keeps the showing, which goes on when the page is back', async () => {
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    const player = new FakePlayer();
    views.startTracking(1, asPlayer(player));
    player.is('playing', 0);
    await seconds(3);
    page.hide();
    await seconds(600);
    page.show();
    await seconds(2);
    await views.sendViewData();
    expect(sent(network)).toMatchObject([{ reel_id: 1, view_duration: 5 }]);
  });

  it('and never comes back has its showing sent by the next start, under the same moment', async () => {
    const network = new FakeNetwork(accepted);
    const gone = tracker(network);
    gone.startTracking(1);
    gone.play();
    await seconds(3);
    page.hide();
    page = new FakePage();
    tracker(network).open();
    await seconds(1);
    expect(sent(network)).toEqual([{ reel_id: 1, view_duration: 3, viewed_at: '2026-01-31T09:30:00.000Z' }]);
  });

  it('for good sends everything in one request that outlives it', async () => {
    const network = new FakeNetwork(offline, accepted);
    const views = tracker(network);
    views.startTracking(1);
    views.play();
    await seconds(1);
    views.startTracking(2);
    views.play();
    await seconds(1);
    page.tell('pagehide');
    page.hide();
    expect(network.calls).toHaveLength(2);
    expect(network.calls[1]).toMatchObject({ keepalive: true });
    expect((network.calls[1]!.body as { views: object[] }).views).toMatchObject([{ reel_id: 1 }, { reel_id: 2 }]);
    await seconds(0.1);
    expect(views.pending).toBe(0);
  });

  it('and is restored does not report the showing again', async () => {
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    views.startTracking(1);
    views.play();
    await seconds(3);
    page.tell('pagehide');
    views.play();
    await seconds(9);
    await views.cleanup();
    expect(sent(network)).toMatchObject([{ view_duration: 3 }]);
  });
});

describe('a bad network', () => {
  it('delays views, in ever longer steps, and loses none', async () => {
    const network = new FakeNetwork(offline);
    const views = tracker(network);
    for (const reel of [1, 2, 3]) {
      views.startTracking(reel);
      views.play();
      await seconds(0.1);
    }
    await views.sendViewData();
    expect(views.pending).toBe(3);
    const before = network.calls.length;
    await seconds(2 + 4 + 8 + 16 + 1);
    expect(network.calls.length - before).toBeLessThanOrEqual(5);
    network.replies = [accepted];
    page.tell('online');
    await seconds(0.1);
    expect(views.pending).toBe(0);
    expect(network.calls.at(-1)?.body).toMatchObject({ views: [{ reel_id: 1 }, { reel_id: 2 }, { reel_id: 3 }] });
  });

  it('keeps views for the next start', async () => {
    const network = new FakeNetwork(offline);
    const gone = tracker(network);
    await gone.trackView(1, 3);
    await gone.trackView(2, 4);
    await gone.cleanup();
    network.replies = [accepted];
    const calls = network.calls.length;
    const next = tracker(network);
    next.open();
    await seconds(1);
    expect(network.calls.slice(calls).map((call) => call.body)).toMatchObject([{ views: [{ reel_id: 1 }, { reel_id: 2 }] }]);
    expect(await store.getItem('reels.views.7')).toBeNull();
  });

  it('that loses the answer makes the same view be sent again, which the service records once', async () => {
    const network = new FakeNetwork(() => {
      throw new TypeError('Connection reset');
    }, accepted);
    const views = tracker(network);
    views.startTracking(1);
    views.play();
    await seconds(1);
    views.startTracking(2);
    await seconds(3);
    expect(network.calls).toHaveLength(2);
    expect(network.calls[0]?.body).toEqual(network.calls[1]?.body);
  });

  it('does not mix up users', async () => {
    const network = new FakeNetwork(offline);
    await tracker(network, 7).trackView(1, 3);
    network.replies = [accepted];
    const calls = network.calls.length;
    const other = tracker(network, 8);
    other.open();
    await seconds(1);
    expect(network.calls.length).toBe(calls);
  });

  it('never sends a reel twice in one batch, nor more than a hundred views', async () => {
    const network = new FakeNetwork(offline);
    const views = tracker(network);
    for (let i = 0; i < 130; i++) {
      void views.trackView((i % 120) + 1, 1);
    }
    await seconds(0.1);
    network.replies = [accepted];
    const calls = network.calls.length;
    await views.flush();
    const batches = network.calls.slice(calls).map((call) => (call.body as { views: { reel_id: number }[] }).views);
    expect(batches.map((batch) => batch.length)).toEqual([100, 30]);
    for (const batch of batches) {
      expect(new Set(batch.map((view) => view.reel_id)).size).toBe(batch.length);
    }
  });

  it('never fills the store without end', async () => {
    const network = new FakeNetwork(offline);
    const views = tracker(network);
    for (let i = 1; i <= 600; i++) {
      void views.trackView(i, 1);
    }
    await seconds(0.1);
    expect(views.pending).toBe(500);
  });
});

describe('nothing reaches the app', () => {
  it('when the service refuses: what it will never take is dropped, what it may take later waits', async () => {
    const network = new FakeNetwork(() => refusal(400, 'VALIDATION_ERROR'));
    const views = tracker(network);
    await views.trackView(1, 3);
    expect(views.pending).toBe(0);
    network.replies = [() => refusal(401, 'AUTHENTICATION_ERROR')];
    await views.trackView(1, 3);
    expect(views.pending).toBe(1);
    expect(errors).toHaveLength(2);
    await views.cleanup();
  });

  it('when the service takes a part of a batch: what it could not record now waits, what it never can is dropped', async () => {
    let isBusy = true;
    const network = new FakeNetwork((call) => {
      const { views } = call.body as { views: { reel_id: number }[] };
      const results = views.map(({ reel_id }) => {
        const code = reel_id === 2 && isBusy ? 'TRANSACTION_ERROR' : reel_id === 3 ? 'NOT_FOUND_ERROR' : null;
        return code === null ? { reel_id, status: 'success', message: 'ok' } : { reel_id, status: 'error', message: 'no', code };
      });
      return answer({ status: 'success', message: 'ok', data: { results, summary: {} } });
    });
    const views = tracker(network);
    views.startTracking(9);
    for (const reel of [1, 2, 3]) {
      await views.trackView(reel, 3);
    }
    await seconds(1);
    expect(views.pending).toBe(1);
    isBusy = false;
    await seconds(60);
    expect(views.pending).toBe(0);
    expect((network.calls.at(-1)!.body as { views: { reel_id: number }[] }).views.map((view) => view.reel_id)).toEqual([2]);
    await views.cleanup();
  });

  it('when the store is broken', async () => {
    const broken = () => {
      throw new Error('Quota');
    };
    store = { getItem: broken, setItem: broken, removeItem: () => Promise.reject(new Error('Gone')) };
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    await views.trackView(1, 3);
    expect(sent(network)).toHaveLength(1);
  });

  it('when the store holds rubbish', async () => {
    store.setItem('reels.views.7', '[{"reel_id":"x"},null,3]');
    const network = new FakeNetwork(accepted);
    const views = tracker(network);
    views.open();
    await seconds(1);
    expect(network.calls).toHaveLength(0);
  });

  it('when the listener to errors throws', async () => {
    const network = new FakeNetwork(offline);
    const client = new ReelsClient({ fetch: network.fetch, retries: 0 });
    const views = new ReelViewTracker(client, {
      userId: 1,
      page: null,
      onError: () => {
        throw new Error('app');
      },
    });
    await expect(views.trackView(1, 3)).resolves.toBeUndefined();
  });

  it('after cleanup: no listener, no timer is left', async () => {
    const network = new FakeNetwork(offline);
    const views = tracker(network);
    views.startTracking(1);
    views.play();
    await seconds(1);
    await views.cleanup();
    expect(page.listeners()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
