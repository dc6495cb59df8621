// Holds the web app against its budget, in a real browser against the real service: bytes of script and style for the
// first feed page, time to the first frame, requests a swipe, memory after 300 swipes.
// Usage: npm run budget -- http://127.0.0.1:5110   (a running `./reels demo`)
import { chromium } from 'playwright-core';

const url = process.argv[2] ?? 'http://127.0.0.1:5110';
const SWIPES = 300;
const BUDGET = { kilobytes: 150, firstFrameMs: 1000, requestsPerSwipe: 1, growthMegabytes: 10 };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--js-flags=--expose-gc'],
});
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Milliseconds from navigation to the first frame of the first clip that is on screen, with an empty cache. */
async function firstFrame() {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  await page.addInitScript(() => {
    const look = () => {
      const video = document.querySelector('.reel:not([inert]) video');
      if (video) {
        video.requestVideoFrameCallback((now) => (globalThis.firstFrame ??= now));
      } else {
        requestAnimationFrame(look);
      }
    };
    requestAnimationFrame(look);
  });
  await page.goto(url);
  await page.waitForFunction(() => globalThis.firstFrame !== undefined);
  const milliseconds = await page.evaluate(() => globalThis.firstFrame);
  const resources = await page.evaluate(() =>
    performance.getEntriesByType('resource').filter((one) => /\.(js|css)$/.test(one.name)).map((one) => one.encodedBodySize),
  );
  await context.close();
  return { milliseconds, kilobytes: resources.reduce((sum, n) => sum + n, 0) / 1024 };
}

/** A feed without end: the shop's own reels under ever new ids, pages of ten. */
async function endlessFeed(page) {
  const answer = await (await fetch(`${url}/api/reels/public?per_page=100`)).json();
  await page.route(/\/api\/reels\/feed\//, (route) => {
    const n = Number(new URL(route.request().url()).searchParams.get('page'));
    const data = Array.from({ length: 10 }, (_, i) => ({ ...answer.data[(n * 10 + i) % answer.data.length], reel_id: n * 10 + i }));
    return route.fulfill({
      json: { status: 'success', data, pagination: { page: n, per_page: 10, total: 10_000, pages: 1000, has_next: true, has_prev: n > 1 } },
    });
  });
  await page.route(/\/api\/reels\/views$/, (route) =>
    route.fulfill({ json: { status: 'success', message: 'ok', data: { results: [], summary: { total: 1, successful: 1, failed: 0 } } } }),
  );
}

async function swipes() {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  const login = await fetch(`${url}/api/demo/login`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"user_id":1}' });
  const { data } = await login.json();
  const session = { token: data.token, user: { userId: 1, name: 'Ada', isMerchant: false, isAdmin: false } };
  await context.addInitScript((text) => sessionStorage.setItem('reels.session', text), JSON.stringify(session));
  await endlessFeed(page);
  const calls = { views: 0, pages: 0, media: 0, other: 0 };
  page.on('request', (request) => {
    const path = new URL(request.url()).pathname;
    calls[path.endsWith('/views') ? 'views' : path.includes('/feed/') ? 'pages' : path.startsWith('/media/') ? 'media' : 'other']++;
  });
  await page.goto(url);
  await playing(page);
  const cdp = await context.newCDPSession(page);
  await swipe(page, 20);
  const begin = { ...calls };
  const before = await memory(cdp, page);
  await swipe(page, SWIPES);
  const after = await memory(cdp, page);
  const made = Object.fromEntries(Object.entries(calls).map(([what, n]) => [what, (n - begin[what]) / SWIPES]));
  await context.close();
  return { before, after, made };
}

async function swipe(page, times) {
  for (let i = 0; i < times; i++) {
    const position = await page.locator('.reel:not([inert])').getAttribute('aria-posinset');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction((old) => document.querySelector('.reel:not([inert])')?.getAttribute('aria-posinset') !== old, position);
    await playing(page);
  }
}

const playing = (page) =>
  page.waitForFunction(() => {
    const video = document.querySelector('.reel:not([inert]) video');
    return video && !video.paused && video.currentTime > 0;
  });

async function memory(cdp, page) {
  for (let i = 0; i < 3; i++) {
    await cdp.send('HeapProfiler.collectGarbage');
  }
  const { metrics } = await cdp.send('Performance.enable').then(() => cdp.send('Performance.getMetrics'));
  const of = (name) => metrics.find((metric) => metric.name === name).value;
  const players = await page.evaluate(() => document.querySelectorAll('video').length);
  return { megabytes: of('JSHeapUsedSize') / 2 ** 20, nodes: of('Nodes'), players };
}

const runs = [];
for (let i = 0; i < 7; i++) {
  runs.push(await firstFrame());
}
runs.sort((a, b) => a.milliseconds - b.milliseconds);
const middle = runs[3];
const { before, after, made } = await swipes();
await browser.close();

const calls = made.views + made.other;
const growth = after.megabytes - before.megabytes;
const rows = [
  ['script and style of the first feed page', `${middle.kilobytes.toFixed(1)} KB`, middle.kilobytes <= BUDGET.kilobytes],
  ['first frame after navigation, empty cache, median of 7', `${Math.round(middle.milliseconds)} ms (${Math.round(runs[0].milliseconds)}–${Math.round(runs[6].milliseconds)})`, middle.milliseconds <= BUDGET.firstFrameMs],
  ['API requests a swipe', `${calls.toFixed(2)}, and ${made.pages.toFixed(2)} for pages of ten`, calls <= BUDGET.requestsPerSwipe],
  ['media requests a swipe', made.media.toFixed(2), true],
  [`heap after ${SWIPES} swipes`, `${after.megabytes.toFixed(1)} MB (${growth >= 0 ? '+' : ''}${growth.toFixed(1)} MB)`, growth <= BUDGET.growthMegabytes],
  ['nodes, players', `${after.nodes} (before ${before.nodes}), ${after.players}`, after.players <= 2],
];
for (const [what, value, isKept] of rows) {
  console.log(`${isKept ? 'ok  ' : 'OVER'}  ${what}: ${value}`);
}
process.exitCode = rows.every(([, , isKept]) => isKept) ? 0 : 1;
