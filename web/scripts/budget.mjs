// Holds the web app against its budget, in a real browser against the real service: bytes of script and style for the
// first feed page, time to the first frame, requests a swipe, memory after 300 swipes. Ends with status 1 when one is over.
// Usage: npm run budget [-- URL], with a running demo instead of one of its own. On a machine that does nothing else.
import { PHONE, launch, sessionOf } from './chromium.mjs';
import { atDemo } from './service.mjs';

const SWIPES = 300;
const NAVIGATIONS = 9;
const BUDGET = { kilobytes: 150, firstFrameMs: 1000, requestsPerSwipe: 1, growthMegabytes: 10 };

/** From navigation to the first frame of the first clip that is on screen, with an empty cache; and how it came about. */
async function firstFrame(browser, url) {
  const context = await browser.newContext(PHONE);
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
  const run = await page.evaluate(() => {
    const loaded = performance.getEntriesByType('resource');
    const ofApp = loaded.filter(({ name }) => /\.(js|css)$/.test(new URL(name).pathname) && !name.endsWith('/sw.js'));
    return {
      kilobytes: ofApp.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1024,
      page: performance.getEntriesByType('navigation')[0].responseEnd,
      app: Math.max(...ofApp.map(({ responseEnd }) => responseEnd)),
      feed: loaded.find(({ name }) => name.includes('/feed/')).responseEnd,
      clip: loaded.find(({ name }) => name.endsWith('.mp4'))?.startTime ?? NaN,
      frame: globalThis.firstFrame,
    };
  });
  await context.close();
  return run;
}

/** A feed without end: the shop's own reels under ever new ids, pages of ten. */
async function endlessFeed(page, url) {
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

async function swipes(browser, url) {
  // The routes of this script would not see what a service worker fetches.
  const context = await browser.newContext({ ...PHONE, serviceWorkers: 'block' });
  const page = await context.newPage();
  const session = await sessionOf(url, { id: 1, name: 'Ada', who: 'shopper' });
  await context.addInitScript((text) => sessionStorage.setItem('reels.session', text), session);
  await endlessFeed(page, url);
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

const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const ms = (milliseconds) => `${Math.round(milliseconds)} ms`;

await atDemo(process.argv[2], async (url) => {
  const browser = await launch('--js-flags=--expose-gc');
  const runs = [];
  for (let i = 0; i < NAVIGATIONS; i++) {
    runs.push(await firstFrame(browser, url));
  }
  const { before, after, made } = await swipes(browser, url);
  await browser.close();

  const of = (what) => middle(runs.map((run) => run[what]));
  const frames = runs.map((run) => run.frame);
  const calls = made.views + made.other;
  const growth = after.megabytes - before.megabytes;
  const rows = [
    ['script and style of the first page', `${of('kilobytes').toFixed(1)} KB`, `${BUDGET.kilobytes} KB`, of('kilobytes') <= BUDGET.kilobytes],
    [`first frame, median of ${NAVIGATIONS}`, `${ms(of('frame'))} (${ms(Math.min(...frames))} to ${ms(Math.max(...frames))})`, ms(BUDGET.firstFrameMs), of('frame') <= BUDGET.firstFrameMs],
    ['  page, app, feed are here', `${ms(of('page'))}, ${ms(of('app'))}, ${ms(of('feed'))}`, '', true],
    ['  the clip is asked for', ms(of('clip')), '', true],
    ['API requests a swipe', `${calls.toFixed(2)}, and ${made.pages.toFixed(2)} for pages of ten`, `${BUDGET.requestsPerSwipe}`, calls <= BUDGET.requestsPerSwipe],
    ['media requests a swipe', made.media.toFixed(2), '', true],
    [`heap after ${SWIPES} swipes`, `${after.megabytes.toFixed(1)} MB (${growth >= 0 ? '+' : ''}${growth.toFixed(1)} MB)`, `+${BUDGET.growthMegabytes} MB`, growth <= BUDGET.growthMegabytes],
    ['nodes, players', `${after.nodes} (before ${before.nodes}), ${after.players}`, '2 players', after.players <= 2],
  ];
  for (const [what, value, most, isKept] of rows) {
    console.log(`${isKept ? (most ? 'ok' : '') : 'OVER'}`.padEnd(6) + what.padEnd(38) + value.padEnd(36) + most);
  }
  process.exitCode = rows.every(([, , , isKept]) => isKept) ? 0 : 1;
});
