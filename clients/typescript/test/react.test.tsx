// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { StrictMode, useEffect } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { MemoryStore, ReelsClient } from '../src/index.js';
import { useReelFeed, useReelViewTracker } from '../src/react/index.js';
import { FakeNetwork, answer } from './fake-service.js';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

afterEach(cleanup);

const feedPage = () =>
  answer({ status: 'success', data: [{ reel_id: 1 }, { reel_id: 2 }], pagination: { page: 1, has_next: false } });

function Feed({ client }: { client: ReelsClient }) {
  const { reels, loading } = useReelFeed(client, { signedIn: false });
  return <p>{loading ? 'loading' : reels.map((reel) => reel.reel_id).join(' ')}</p>;
}

it('useReelFeed loads and shows the first feed, in strict mode too', async () => {
  const network = new FakeNetwork(feedPage);
  const client = new ReelsClient({ fetch: network.fetch });
  render(
    <StrictMode>
      <Feed client={client} />
    </StrictMode>,
  );
  expect(screen.getByText('loading')).toBeDefined();
  expect(await screen.findByText('1 2')).toBeDefined();
});

function Watching({ client, user, reel }: { client: ReelsClient; user: number; reel: number }) {
  const tracker = useReelViewTracker(client, user, store);
  useEffect(() => {
    tracker.startTracking(reel);
    tracker.play();
  }, [tracker, reel]);
  return null;
}

let store = new MemoryStore();

it('useReelViewTracker reports what is on screen when the component goes, and when the user changes', async () => {
  store = new MemoryStore();
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const network = new FakeNetwork(() => answer({ status: 'success', data: {} }));
  const client = new ReelsClient({ fetch: network.fetch });
  const { rerender, unmount } = render(<Watching client={client} user={1} reel={5} />);
  now = 4_000;
  await act(async () => rerender(<Watching client={client} user={2} reel={5} />));
  now = 6_000;
  await act(async () => unmount());
  await act(() => new Promise((resolve) => setTimeout(resolve)));
  const views = network.calls.map((call) => (call.body as { views: { reel_id: number; view_duration: number }[] }).views[0]);
  expect(views).toMatchObject([
    { reel_id: 5, view_duration: 4 },
    { reel_id: 5, view_duration: 2 },
  ]);
  vi.restoreAllMocks();
});
