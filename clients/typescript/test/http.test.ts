import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, NetworkError, ReelsClient, TimeoutError } from '../src/index.js';
import { FakeNetwork, answer, offline, refusal, silence } from './fake-service.js';

const stats = () => answer({ status: 'success', data: { likes_count: 1 } });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function client(network: FakeNetwork, token: string | null = 'secret') {
  return new ReelsClient({ baseUrl: 'http://shop', token, fetch: network.fetch });
}

describe('requests', () => {
  it('carry the token in a header, never in the address', async () => {
    const network = new FakeNetwork(stats);
    await client(network).getMyStats();
    expect(network.calls[0]).toMatchObject({ method: 'GET', url: 'http://shop/api/reels/user/stats' });
    expect(network.calls[0]?.headers).toEqual({ Authorization: 'Bearer secret' });
  });

  it('ask for the token of the moment', async () => {
    const network = new FakeNetwork(stats);
    const tokens = ['first', 'second'];
    const reels = new ReelsClient({ token: () => Promise.resolve(tokens.shift() ?? null), fetch: network.fetch });
    await reels.getMyStats();
    await reels.getMyStats();
    expect(network.calls.map((call) => call.headers['Authorization'])).toEqual(['Bearer first', 'Bearer second']);
  });

  it('leave out what was not given, and escape what was', async () => {
    const network = new FakeNetwork(stats);
    await client(network, null).listPublicReels({ page: 2, start_date: '2026-01-01T00:00:00+02:00' });
    expect(network.calls[0]?.url).toBe('http://shop/api/reels/public?page=2&start_date=2026-01-01T00%3A00%3A00%2B02%3A00');
    expect(network.calls[0]?.headers).toEqual({});
  });
});

describe('errors', () => {
  it('tell status, code, field, delay and request id of a refusal', async () => {
    const network = new FakeNetwork(() =>
      refusal(429, 'RATE_LIMIT_ERROR', 'Too many', { 'Retry-After': '30', 'X-Request-Id': 'r1' }),
    );
    const error = await client(network).likeReel(1).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 429,
      code: 'RATE_LIMIT_ERROR',
      message: 'Too many',
      field: 'x',
      retryAfter: 30,
      requestId: 'r1',
    });
  });

  it('survive a proxy that answers in HTML', async () => {
    const network = new FakeNetwork(() => new Response('<h1>Bad gateway</h1>', { status: 500 }));
    await expect(client(network).likeReel(1)).rejects.toMatchObject({ status: 500, code: 'UNKNOWN_ERROR' });
  });

  it('name a time limit, which covers the body too', async () => {
    const network = new FakeNetwork(silence);
    const failed = expect(client(network).likeReel(1, { timeoutMs: 5_000 })).rejects.toBeInstanceOf(TimeoutError);
    await vi.advanceTimersByTimeAsync(5_000);
    await failed;
  });

  it('pass on the reason of the signal that ended the call', async () => {
    const network = new FakeNetwork(silence);
    const controller = new AbortController();
    const failed = expect(client(network).getMyStats({ signal: controller.signal })).rejects.toBe('enough');
    await vi.advanceTimersByTimeAsync(10);
    controller.abort('enough');
    await failed;
    expect(network.calls).toHaveLength(1);
  });
});

describe('repeats', () => {
  it('reading, until the network is back', async () => {
    const network = new FakeNetwork(offline, () => refusal(503, 'TRANSACTION_ERROR', 'Later', { 'Retry-After': '1' }), stats);
    const read = client(network).getMyStats();
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await read).data.likes_count).toBe(1);
    expect(network.calls).toHaveLength(3);
  });

  it('reading no more than twice', async () => {
    const network = new FakeNetwork(offline);
    const failed = expect(client(network).getMyStats()).rejects.toBeInstanceOf(NetworkError);
    await vi.advanceTimersByTimeAsync(60_000);
    await failed;
    expect(network.calls).toHaveLength(3);
  });

  it('nothing that could count twice', async () => {
    const network = new FakeNetwork(offline);
    await expect(client(network).likeReel(1)).rejects.toBeInstanceOf(NetworkError);
    await expect(client(network).viewReels([{ reel_id: 1 }])).rejects.toBeInstanceOf(NetworkError);
    expect(network.calls).toHaveLength(2);
  });

  it('views that say when they were, since those are recorded once', async () => {
    const network = new FakeNetwork(offline, stats);
    const sent = client(network).viewReels([{ reel_id: 1, viewed_at: '2026-01-31T09:30:00Z' }]);
    await vi.advanceTimersByTimeAsync(5_000);
    await sent;
    expect(network.calls).toHaveLength(2);
  });

  it('nothing that is to outlive its page, which cannot wait', async () => {
    const network = new FakeNetwork(offline);
    const views = [{ reel_id: 1, viewed_at: '2026-01-31T09:30:00Z' }];
    await expect(client(network).viewReels(views, { keepalive: true })).rejects.toBeInstanceOf(NetworkError);
    expect(network.calls).toHaveLength(1);
  });

  it('no refusal', async () => {
    const network = new FakeNetwork(() => refusal(404, 'NOT_FOUND_ERROR'));
    await expect(client(network).getReel(1)).rejects.toBeInstanceOf(ApiError);
    expect(network.calls).toHaveLength(1);
  });

  it('not while the service asks for more patience than a person has', async () => {
    const network = new FakeNetwork(() => refusal(503, 'TRANSACTION_ERROR', 'Later', { 'Retry-After': '60' }));
    await expect(client(network).getMyStats()).rejects.toBeInstanceOf(ApiError);
    expect(network.calls).toHaveLength(1);
  });
});
