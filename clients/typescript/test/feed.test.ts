import { describe, expect, it } from 'vitest';
import { ReelFeed, ReelsClient, type FeedOptions, type Reel } from '../src/index.js';
import { FakeNetwork, answer, offline, refusal, type Call } from './fake-service.js';

const reel = (id: number, more: Partial<Reel> = {}): Reel =>
  ({
    reel_id: id,
    merchant_id: 1,
    is_liked: false,
    likes_count: 3,
    merchant: { merchant_id: 1, business_name: 'Kiln', is_following: false },
    ...more,
  }) as Reel;

const page = (ids: number[], n: number, hasNext: boolean) =>
  answer({ status: 'success', data: ids.map((id) => reel(id)), pagination: { page: n, has_next: hasNext } });

const stats = (isNew: boolean) => answer({ status: 'success', data: { is_new_user: isNew } });

function feedWith(reply: (call: Call) => Response | Promise<Response>, options: Partial<FeedOptions> = {}) {
  const network = new FakeNetwork(reply);
  const client = new ReelsClient({ token: 't', fetch: network.fetch, retries: 0 });
  return { network, feed: new ReelFeed(client, { signedIn: true, ...options }) };
}

const ids = (feed: ReelFeed) => feed.state().feeds[feed.state().active!].reels.map((one) => one.reel_id);

describe('the first feed', () => {
  it('is trending for a newcomer', async () => {
    const { feed, network } = feedWith((call) => (call.url.includes('stats') ? stats(true) : page([1], 1, false)));
    await feed.start();
    expect(feed.state().active).toBe('trending');
    expect(network.calls[1]?.url).toBe('/api/reels/feed/trending?page=1&per_page=10&time_window=24h');
  });

  it('is recommended for everybody else', async () => {
    const { feed, network } = feedWith((call) => (call.url.includes('stats') ? stats(false) : page([1], 1, false)));
    await feed.start();
    expect(feed.state().active).toBe('recommended');
    expect(network.calls[1]?.url).toBe('/api/reels/feed/recommended?page=1&per_page=10');
  });

  it('is trending for strangers, who have no totals to ask for', async () => {
    const { feed, network } = feedWith(() => page([1], 1, false), { signedIn: false });
    await feed.start();
    expect(feed.state().active).toBe('trending');
    expect(network.calls).toHaveLength(1);
  });

  it('is trending when the totals cannot be had', async () => {
    const { feed } = feedWith((call) => (call.url.includes('stats') ? refusal(500, 'TRANSACTION_ERROR') : page([1], 1, false)));
    await feed.start();
    expect(feed.state().active).toBe('trending');
  });

  it('begins with the reel of a link, and does not repeat it', async () => {
    const { feed, network } = feedWith(
      (call) => (call.url.includes('/reels/9') ? answer({ status: 'success', data: reel(9) }) : page([8, 9, 7], 1, false)),
      { startWith: 9 },
    );
    await feed.start();
    expect(ids(feed)).toEqual([9, 8, 7]);
    expect(network.calls[0]?.url).toBe('/api/reels/9?track_view=false');
  });

  it('says when the reel of a link is gone, and goes on', async () => {
    const { feed } = feedWith((call) => (call.url.includes('/reels/9') ? refusal(404, 'NOT_FOUND_ERROR') : page([8], 1, false)), {
      startWith: 9,
    });
    await feed.start();
    expect(feed.state().missing).toBe(true);
    expect(ids(feed)).toEqual([8]);
  });
});

describe('more reels', () => {
  it('follow page by page, each reel once, until there are no more', async () => {
    const pages = [page([1, 2], 1, true), page([2, 3], 2, false)];
    const { feed, network } = feedWith(() => pages.shift()!, { startOn: 'trending' });
    await feed.start();
    await Promise.all([feed.loadMore(), feed.loadMore()]);
    await feed.loadMore();
    expect(ids(feed)).toEqual([1, 2, 3]);
    expect(network.calls).toHaveLength(2);
    expect(feed.state().feeds.trending).toMatchObject({ page: 2, hasMore: false, loading: false });
  });

  it('can be asked for again after a failure', async () => {
    const replies = [() => page([1], 1, true), offline, () => page([2], 2, false)];
    const { feed } = feedWith((call) => replies.shift()!(call), { startOn: 'trending' });
    await feed.start();
    await feed.loadMore();
    expect(feed.state().feeds.trending.error).not.toBeNull();
    expect(ids(feed)).toEqual([1]);
    await feed.loadMore();
    expect(feed.state().feeds.trending.error).toBeNull();
    expect(ids(feed)).toEqual([1, 2]);
  });

  it('of another feed leave this one as it is', async () => {
    const { feed } = feedWith((call) => page(call.url.includes('following') ? [5] : [1], 1, false), { startOn: 'trending' });
    await feed.start();
    await feed.open('following');
    expect(ids(feed)).toEqual([5]);
    await feed.open('trending');
    expect(ids(feed)).toEqual([1]);
  });

  it('that arrive after the end are not shown, and the feed can start again', async () => {
    let release: (response: Response) => void = () => {};
    const { feed } = feedWith(() => new Promise<Response>((resolve) => (release = resolve)), { startOn: 'trending' });
    const first = feed.start();
    await Promise.resolve();
    feed.stop();
    await first;
    const second = feed.start();
    await Promise.resolve();
    await Promise.resolve();
    release(page([1], 1, false));
    await second;
    expect(ids(feed)).toEqual([1]);
    expect(feed.state().feeds.trending.loading).toBe(false);
  });
});

describe('a like', () => {
  it('shows at once in every feed, then as the service counts', async () => {
    let release: (response: Response) => void = () => {};
    const { feed } = feedWith(
      (call) => (call.method === 'POST' ? new Promise<Response>((resolve) => (release = resolve)) : page([1], 1, false)),
      { startOn: 'trending' },
    );
    await feed.start();
    await feed.open('following');
    const liked = feed.toggleLike(reel(1));
    await Promise.resolve();
    for (const part of [feed.state().feeds.trending, feed.state().feeds.following]) {
      expect(part.reels[0]).toMatchObject({ is_liked: true, likes_count: 4 });
    }
    await new Promise((resolve) => setTimeout(resolve));
    release(answer({ status: 'success', data: { likes_count: 12 } }));
    await liked;
    expect(feed.state().feeds.trending.reels[0]).toMatchObject({ is_liked: true, likes_count: 12 });
  });

  it('is taken back when the service refuses it', async () => {
    const { feed } = feedWith((call) => (call.method === 'POST' ? refusal(400, 'VALIDATION_ERROR') : page([1], 1, false)), {
      startOn: 'trending',
    });
    await feed.start();
    await expect(feed.toggleLike(reel(1))).rejects.toMatchObject({ status: 400 });
    expect(feed.state().feeds.trending.reels[0]).toMatchObject({ is_liked: false, likes_count: 3 });
  });

  it('is sent once however often it is tapped meanwhile', async () => {
    const { feed, network } = feedWith(
      (call) => (call.method === 'POST' ? answer({ status: 'success', data: { likes_count: 4 } }) : page([1], 1, false)),
      { startOn: 'trending' },
    );
    await feed.start();
    await Promise.all([feed.toggleLike(reel(1)), feed.toggleLike(reel(1)), feed.toggleLike(reel(1))]);
    expect(network.calls.filter((call) => call.method === 'POST')).toHaveLength(1);
  });

  it('is what was tapped last, however slow the service', async () => {
    const waiting: ((response: Response) => void)[] = [];
    const { feed, network } = feedWith(
      (call) => (call.method === 'POST' ? new Promise((resolve) => waiting.push(resolve)) : page([1], 1, false)),
      { startOn: 'trending' },
    );
    await feed.start();
    const shown = () => feed.state().feeds.trending.reels[0]!;
    const posts = () => network.calls.filter((call) => call.method === 'POST').map((call) => call.url);
    const first = feed.toggleLike(shown());
    const second = feed.toggleLike(shown());
    expect(shown()).toMatchObject({ is_liked: false, likes_count: 3 });
    await expect.poll(() => waiting.length).toBe(1);
    waiting.shift()!(answer({ status: 'success', data: { likes_count: 4 } }));
    await expect.poll(() => waiting.length).toBe(1);
    expect(shown()).toMatchObject({ is_liked: false, likes_count: 3 });
    waiting.shift()!(answer({ status: 'success', data: { likes_count: 3 } }));
    await Promise.all([first, second]);
    expect(posts()).toEqual(['/api/reels/1/like', '/api/reels/1/unlike']);
    expect(shown()).toMatchObject({ is_liked: false, likes_count: 3 });
  });

  it('asks for nothing more when taps have come back to what is known', async () => {
    let release: (response: Response) => void = () => {};
    const { feed, network } = feedWith(
      (call) => (call.method === 'POST' ? new Promise((resolve) => (release = resolve)) : page([1], 1, false)),
      { startOn: 'trending' },
    );
    await feed.start();
    const shown = () => feed.state().feeds.trending.reels[0]!;
    const taps = [feed.toggleLike(shown()), feed.toggleLike(shown()), feed.toggleLike(shown())];
    await expect.poll(() => network.calls.length).toBe(2);
    release(answer({ status: 'success', data: { likes_count: 4 } }));
    await Promise.all(taps);
    expect(network.calls).toHaveLength(2);
    expect(shown()).toMatchObject({ is_liked: true, likes_count: 4 });
  });
});

it('following a merchant shows on all their reels, and reads the following feed anew', async () => {
  const { feed } = feedWith((call) => (call.method === 'POST' ? answer({ status: 'success', data: {} }) : page([1, 2], 1, false)), {
    startOn: 'following',
  });
  await feed.start();
  await feed.open('trending');
  await feed.toggleFollow(reel(1));
  expect(feed.state().feeds.trending.reels.every((one) => one.merchant?.is_following)).toBe(true);
  expect(feed.state().feeds.following.page).toBe(0);
});
