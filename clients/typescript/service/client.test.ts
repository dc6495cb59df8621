import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { ApiError, ReelFeed, ReelViewTracker, ReelsClient, ResumableUpload } from '../src/index.js';

/** The client against the real service, over a network that is worse than the real one. */
const url = inject('url');
const guest = new ReelsClient({ baseUrl: url });

async function as(userId: number, options: { fetch?: typeof fetch; retries?: number } = {}) {
  const { data } = await guest.demoLogin(userId);
  return new ReelsClient({ baseUrl: url, token: data.token, ...options });
}

/** Carries out every request, and loses the answer to the first few. */
function losesAnswers(times: number): typeof fetch {
  let left = times;
  return async (input, init) => {
    const response = await fetch(input, init);
    if (left-- > 0) {
      await response.arrayBuffer();
      throw new TypeError('Connection reset');
    }
    return response;
  };
}

/** Every third request does not get through. */
function isFlaky(): typeof fetch {
  let n = 0;
  return (input, init) => (++n % 3 === 0 ? Promise.reject(new TypeError('Connection refused')) : fetch(input, init));
}

describe('reading', () => {
  it('works for everyone and every role', async () => {
    const [shopper, merchant, admin] = await Promise.all([as(4), as(101), as(90)]);
    const answers = await Promise.all([
      guest.listTrendingReels({ time_window: '30d' }),
      guest.listPublicReels({ sort_by: 'likes' }),
      guest.listMerchantReels(1),
      guest.searchReels({ q: 'mug' }),
      guest.getReadiness(),
      guest.getLiveness(),
      shopper.listRecommendedReels(),
      shopper.listFollowedReels(),
      shopper.listRecentlyViewedReels(),
      shopper.listSharedReels(),
      shopper.listFollowedMerchants(),
      shopper.getMyStats(),
      merchant.listMyReels({ include_all: true }),
      merchant.listAvailableProducts(),
      merchant.getMyAnalytics({ sort_by: 'engagement' }),
      admin.listPendingReels(),
    ]);
    expect(answers.every(Boolean)).toBe(true);
    const [reel] = (await guest.listPublicReels({ per_page: 1 })).data;
    expect((await guest.getReel(reel!.reel_id, { track_view: false })).data.reel_id).toBe(reel!.reel_id);
    expect((await guest.getMedia(reel!.video_url)).size).toBeGreaterThan(1000);
    expect((await admin.listModerations(reel!.reel_id)).data).toBeDefined();
  });

  it('is refused in the service’s own words', async () => {
    await expect(guest.getReel(999_999)).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND_ERROR', message: 'Reel not found' });
    await expect(guest.getMyStats()).rejects.toMatchObject({ status: 401 });
    const error = await guest.listPublicReels({ per_page: 1000 }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ field: 'per_page' });
    expect((error as ApiError).requestId).toBeTruthy();
  });
});

describe('views', () => {
  let reelId: number;
  const views = async () => (await guest.getReel(reelId, { track_view: false })).data.views_count;

  beforeAll(async () => {
    reelId = (await guest.searchReels({ q: 'turntable' })).data[0]!.reel_id;
  });

  it('count once, however often their answer is lost', async () => {
    const before = await views();
    let now = 0;
    const client = await as(5, { fetch: losesAnswers(3), retries: 3 });
    const tracker = new ReelViewTracker(client, { userId: 5, page: null, now: () => now });
    tracker.startTracking({ reel_id: reelId, duration_seconds: 5 });
    tracker.play();
    now += 4_000;
    await tracker.cleanup();
    await tracker.flush();
    expect(tracker.pending).toBe(0);
    expect(await views()).toBe(before + 1);
    const [viewed] = (await (await as(5)).listRecentlyViewedReels()).data.reels;
    expect(viewed).toMatchObject({ reel_id: reelId, view_duration: 4 });
  });

  it('of many reels go out together, and what cannot be recorded holds up nothing', async () => {
    const client = await as(6);
    const tracker = new ReelViewTracker(client, { userId: 6, page: null });
    const ids = (await guest.listPublicReels({ per_page: 5 })).data.map((reel) => reel.reel_id);
    void tracker.trackView(999_999, 3);
    await Promise.all(ids.map((id) => tracker.trackView(id, 3)));
    await tracker.flush();
    expect(tracker.pending).toBe(0);
    expect((await client.getMyStats()).data.views_count).toBe(ids.length);
  });
});

it('a feed likes, follows and pages', async () => {
  const client = await as(7);
  const feed = new ReelFeed(client, { signedIn: true, perPage: 5, timeWindow: '30d' });
  await feed.start();
  expect(feed.state().active).toBe('trending');
  await feed.loadMore();
  const reels = feed.state().feeds.trending.reels;
  expect(new Set(reels.map((reel) => reel.reel_id)).size).toBe(10);
  const [first] = reels;
  await feed.toggleLike(first!);
  await feed.toggleFollow(first!);
  const { data } = await client.getReel(first!.reel_id, { track_view: false });
  expect(data).toMatchObject({ is_liked: true, likes_count: first!.likes_count + 1, merchant: { is_following: true } });
  await feed.open('following');
  expect(feed.state().feeds.following.reels.every((reel) => reel.merchant_id === first!.merchant_id)).toBe(true);
});

it('an upload gets through a bad network, once', async () => {
  const client = await as(101, { fetch: isFlaky(), retries: 0 });
  const before = (await (await as(101)).listMyReels()).pagination.total;
  const video = new Blob([await readFile(inject('sample'))]);
  const description = 'Über Umwege ☕ '.repeat(100).trim();
  const progress: number[] = [];
  const upload = new ResumableUpload(client, {
    video,
    fileName: 'clip.mp4',
    productId: 2,
    description,
    chunkBytes: 200_000,
    onProgress: (sent) => progress.push(sent),
  });
  const reel = await upload.start();
  expect(reel).toMatchObject({ product_id: 2, description, is_visible: true, duration_seconds: 5 });
  expect(progress.at(-1)).toBe(video.size);
  expect((await (await as(101)).listMyReels()).pagination.total).toBe(before + 1);
});

it('an upload that is refused says which field is at fault', async () => {
  const client = await as(102);
  const upload = (productId: number, content: string) =>
    new ResumableUpload(client, { video: new Blob([content]), fileName: 'clip.mp4', productId, description: 'x' }).start();
  await expect(upload(1, 'x'.repeat(100))).rejects.toMatchObject({ status: 400, field: 'product_id' });
  await expect(upload(7, 'x'.repeat(100))).rejects.toMatchObject({ status: 400, field: 'video', code: 'FILE_VALIDATION_ERROR' });
});
