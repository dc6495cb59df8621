import { expect, it } from 'vitest';
import { ADA, BRUNO, CHIARA, DESKTOP, PHONE, current, plays, swipe, tokenOf, testBrowser } from './browser.js';

const { url, open } = testBrowser();

it('plays the reel on screen alone, has the next one ready, and lets go of those that are passed', async () => {
  const page = await open('/', null, PHONE);
  await plays(page);
  await swipe(page);
  await swipe(page);
  const players = await page.locator('.reel').evaluateAll((reels) =>
    reels.map((reel) => {
      const video = reel.querySelector('video');
      return [reel.getAttribute('aria-posinset'), video === null ? 'none' : video.paused ? 'ready' : 'plays'];
    }),
  );
  expect(players).toEqual([
    ['2', 'none'],
    ['3', 'plays'],
    ['4', 'ready'],
  ]);
});

it.each([
  ['/', null, '/api/reels/feed/trending'],
  ['/', ADA, '/api/reels/user/stats'],
  ['/reel/2', null, '/api/reels/2'],
])('asks once for what it needs first: %s', async (path, persona, first) => {
  const page = await open(path, persona);
  await plays(page);
  const paths = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));
  const calls = paths.filter((one) => one.startsWith('/api/'));
  expect(calls[0]).toBe(first);
  expect(new Set(calls).size).toBe(calls.length);
});

it('is worked by keyboard alone', async () => {
  const page = await open('/', null);
  await plays(page);
  await page.keyboard.press('j');
  await page.waitForSelector('.reel:not([inert])[aria-posinset="2"]');
  await page.keyboard.press('k');
  await page.waitForSelector('.reel:not([inert])[aria-posinset="1"]');
  await page.keyboard.press(' ');
  await page.waitForFunction(() => document.querySelector<HTMLVideoElement>('.reel:not([inert]) video')?.paused);
  await page.keyboard.press(' ');
  await plays(page);
  await page.keyboard.press('m');
  expect(await page.locator('.reel:not([inert]) video').evaluate((video: HTMLVideoElement) => video.muted)).toBe(false);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('s');
  await page.getByRole('dialog', { name: 'Share this reel' }).waitFor();
});

it('hears a key that is pressed as soon as a dialog is closed', async () => {
  const page = await open('/', null);
  await plays(page);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  // In one breath: by the next frame the browser has taken the focus out of the closed dialog.
  await page.evaluate(() => {
    document.querySelector('dialog')!.close();
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 's', bubbles: true }));
  });
  await page.getByRole('dialog', { name: 'Share this reel' }).waitFor();
});

it('lets anybody become a persona, and shows at once who they are', async () => {
  const page = await open('/', null);
  await plays(page);
  await current(page).getByRole('button', { name: /^Like/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Who would you like to be?' });
  await dialog.getByRole('button', { name: 'Ada' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Ada' }).waitFor();
  await plays(page);
  expect(page.url()).not.toContain('eyJ');
});

it('keeps a like, a follow and a share', async () => {
  const page = await open('/', BRUNO);
  await plays(page);
  const reel = current(page);
  const like = reel.getByRole('button', { name: /^Like/ });
  await reel.locator('.reel-tap').dblclick();
  await expect.poll(() => like.getAttribute('aria-pressed')).toBe('true');
  // Another double tap does not take it back.
  await reel.locator('.reel-tap').dblclick();
  const merchant = await reel.locator('.reel-merchant b').textContent();
  await reel.getByRole('button', { name: `Follow ${merchant}` }).click();
  await reel.getByRole('button', { name: `Stop following ${merchant}` }).waitFor();
  await reel.getByRole('button', { name: /^Share/ }).click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('Link copied').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(new RegExp(`^${url}/reel/\\d+$`));

  await page.getByRole('button', { name: 'Following', exact: true }).click();
  await plays(page);
  expect(await current(page).locator('.reel-merchant b').textContent()).toBe(merchant);

  await page.goto(link);
  await plays(page);
  await expect.poll(() => like.getAttribute('aria-pressed')).toBe('true');
  await page.goto(`${url}/you`);
  await page.getByRole('button', { name: 'Shared' }).click();
  await page.locator('.tile').first().waitFor();
  expect(await page.locator('.tile').count()).toBe(1);
});

it('reports each reel once, when it is left, and shows it in the history', async () => {
  const page = await open('/', CHIARA);
  const reports: { views: { reel_id: number; view_duration: number }[] }[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/reels/views')) {
      reports.push(request.postDataJSON() as (typeof reports)[number]);
    }
  });
  await plays(page);
  await swipe(page);
  await expect.poll(() => reports.length).toBe(1);
  await swipe(page);
  await expect.poll(() => reports.length).toBe(2);
  expect(reports.map((report) => report.views.length)).toEqual([1, 1]);
  await page.getByRole('link', { name: 'You' }).click();
  await expect.poll(() => page.locator('.tile').count()).toBe(3);
  await expect.poll(() => page.locator('.totals dd').first().textContent()).toBe('3');
});

it('reports what is on screen when the page is left', async () => {
  const headers = { Authorization: `Bearer ${await tokenOf(url, ADA.id)}` };
  const latest = async () => {
    const answer = await fetch(`${url}/api/reels/recently-viewed`, { headers });
    const { data } = (await answer.json()) as { data: { reels: { viewed_at: string }[] } };
    return Date.parse(data.reels[0]?.viewed_at ?? '1970-01-01');
  };
  const before = await latest();
  // A view is dated to the second.
  await expect.poll(() => Date.now()).toBeGreaterThan(before + 1000);
  const page = await open('/', ADA);
  await plays(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.goto('about:blank');
  await expect.poll(latest).toBeGreaterThan(before);
});

it('asks the service without asking its worker first', async () => {
  const page = await open('/', ADA);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  await swipe(page);
  const answeredBy = () =>
    page.evaluate(() => {
      const resources = performance.getEntriesByType('resource') as (PerformanceResourceTiming & { workerFinalSourceType: string })[];
      const last = (path: string) => resources.filter(({ name }) => new URL(name).pathname.startsWith(path)).at(-1);
      return [last('/api/reels/views'), last('/media/')].map((resource) => resource?.workerFinalSourceType);
    });
  await expect.poll(answeredBy).toEqual(['network', 'network']);
});

it('plays on without a network, and sends the views when it is back', async () => {
  const page = await open('/', ADA, PHONE, /ERR_INTERNET_DISCONNECTED/);
  await plays(page);
  await swipe(page);
  const context = page.context();
  await context.setOffline(true);
  await page.getByText('You are offline').waitFor();
  await page.keyboard.press('ArrowUp');
  await plays(page);
  await page.keyboard.press('ArrowDown');
  await plays(page);
  await expect.poll(() => page.evaluate(() => localStorage.getItem('reels.views.1'))).toContain('reel_id');
  await context.setOffline(false);
  await expect.poll(() => page.evaluate(() => localStorage.getItem('reels.views.1'))).toBeNull();
});

it('says when a shared reel is gone, and shows others', async () => {
  const page = await open('/reel/999999', null, DESKTOP, /404/);
  await page.getByText('no longer available').waitFor();
  await plays(page);
});

it('scrolls without anything shifting', async () => {
  const page = await open('/', null, PHONE);
  await page.evaluate(() => {
    const shifts: number[] = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => shifts.push((entry as unknown as { value: number }).value))).observe({
      type: 'layout-shift',
      buffered: true,
    });
    Object.assign(globalThis, { shifts });
  });
  await plays(page);
  await swipe(page);
  await swipe(page);
  const total = await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts.reduce((sum, n) => sum + n, 0));
  expect(total).toBeLessThan(0.01);
});
