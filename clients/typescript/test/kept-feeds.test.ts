import { expect, it } from 'vitest';
import { MemoryStore, ReelFeed, ReelsClient, type FeedOptions, type KeyValueStore, type Reel } from '../src/index.js';
import { FakeNetwork, answer, offline, refusal, type Call } from './fake-service.js';

const reel = (id: number, stock = 5) => ({ reel_id: id, merchant_id: 1, product: { stock_qty: stock } }) as unknown as Reel;
const page = (reels: Reel[]) => answer({ status: 'success', data: reels, pagination: { page: 1, has_next: false } });

/** A service with one page of reels, for somebody who is no newcomer. */
const service = (reels: Reel[]) => (call: Call) =>
  call.url.includes('stats') ? answer({ status: 'success', data: { is_new_user: false } }) : page(reels);

function feedOf(store: KeyValueStore, userId: number | null, reply: (call: Call) => Response | Promise<Response>, more: Partial<FeedOptions> = {}) {
  const network = new FakeNetwork(reply);
  const client = new ReelsClient({ fetch: network.fetch, retries: 0 });
  return { network, feed: new ReelFeed(client, { signedIn: userId !== null, store, userId, ...more }) };
}

const shown = (feed: ReelFeed) => feed.state().feeds[feed.state().active!].reels.map((one) => one.reel_id);

it('shows what was read last where there is no network, and says that there is none', async () => {
  const store = new MemoryStore();
  await feedOf(store, 7, service([reel(1), reel(2)])).feed.start();
  const { feed } = feedOf(store, 7, offline);
  await feed.start();
  expect(feed.state().active).toBe('recommended');
  expect(shown(feed)).toEqual([1, 2]);
  expect(feed.state().feeds.recommended).toMatchObject({ loading: false, hasMore: true, error: { name: 'NetworkError' } });
});

it('starts where the user started last, whatever else they opened', async () => {
  const store = new MemoryStore();
  const { feed: there } = feedOf(store, 7, service([reel(1)]));
  await there.start();
  await there.open('following');
  const { feed } = feedOf(store, 7, offline);
  await feed.start();
  expect(feed.state().active).toBe('recommended');
  await feed.open('following');
  expect(shown(feed)).toEqual([1]);
});

it('goes on with the service when it is back, and takes its word for what is known already', async () => {
  const store = new MemoryStore();
  await feedOf(store, 7, service([reel(1), reel(2)])).feed.start();
  const { feed, network } = feedOf(store, 7, offline);
  await feed.start();
  network.replies = [service([reel(2, 0), reel(3)])];
  await feed.loadMore();
  expect(shown(feed)).toEqual([1, 2, 3]);
  expect(feed.state().feeds.recommended.reels[1]?.product?.stock_qty).toBe(0);
  expect(feed.state().feeds.recommended.error).toBeNull();
});

it('shows nobody what was another’s', async () => {
  const store = new MemoryStore();
  await feedOf(store, 7, service([reel(1)])).feed.start();
  for (const other of [8, null]) {
    const { feed } = feedOf(store, other, offline);
    await feed.start();
    expect(shown(feed)).toEqual([]);
  }
});

it('finds the reel of a link among what it kept', async () => {
  const store = new MemoryStore();
  await feedOf(store, null, service([reel(1), reel(2), reel(3)])).feed.start();
  const { feed } = feedOf(store, null, offline, { startWith: 2 });
  await feed.start();
  expect(shown(feed)).toEqual([2, 1, 3]);
  expect(feed.state().missing).toBe(false);
});

it('shows nothing old when the service is there and refuses', async () => {
  const store = new MemoryStore();
  await feedOf(store, null, service([reel(1)])).feed.start();
  const { feed } = feedOf(store, null, () => refusal(500, 'TRANSACTION_ERROR'));
  await feed.start();
  expect(shown(feed)).toEqual([]);
});

it.each([
  ['fails', { getItem: () => Promise.reject(new Error('full')), setItem: () => Promise.reject(new Error('full')), removeItem: () => {} }],
  ['holds nonsense', { getItem: () => '{"feeds":', setItem: () => {}, removeItem: () => {} }],
  ['holds something else', { getItem: () => '[]', setItem: () => {}, removeItem: () => {} }],
])('does without a store that %s', async (_, store) => {
  const there = feedOf(store, 7, service([reel(1)])).feed;
  await there.start();
  expect(shown(there)).toEqual([1]);
  const away = feedOf(store, 7, offline).feed;
  await away.start();
  expect(shown(away)).toEqual([]);
});

it('keeps the first fifty of a feed', async () => {
  const store = new MemoryStore();
  await feedOf(store, null, service(Array.from({ length: 80 }, (_, i) => reel(i + 1)))).feed.start();
  const { feed } = feedOf(store, null, offline);
  await feed.start();
  expect(shown(feed)).toHaveLength(50);
});
