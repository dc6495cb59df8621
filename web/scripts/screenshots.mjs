// Takes a picture of every screen at phone and desktop size in both schemes, for people to look at, into web/screenshots.
// Usage: npm run screenshots [-- NAMES [URL]], with a pattern for the names of screens, and a running demo instead of one
// of its own.
import { mkdir } from 'node:fs/promises';
import { DESKTOP, PHONE, launch, sessionOf } from './chromium.mjs';
import { atDemo } from './service.mjs';

const wanted = new RegExp(process.argv[2] ?? '');
const folder = new URL('../screenshots', import.meta.url).pathname;
const SIZES = { phone: PHONE, desktop: DESKTOP };
const ada = { id: 1, name: 'Ada', who: 'shopper' };
const theo = { id: 104, name: 'Theo', who: 'merchant' };
const noor = { id: 90, name: 'Noor', who: 'admin' };

const press = (name) => (page) => page.getByRole('button', { name, exact: true }).first().click();
const SCREENS = [
  ['feed', '/', null],
  ['share', '/', ada, (page) => page.keyboard.press('s')],
  ['keys', '/', null, (page) => page.keyboard.press('?')],
  ['personas', '/you', null, press('Sign in')],
  ['search', '/search', null],
  ['search-none', '/search?q=zeppelin', null],
  ['merchant', '/merchant/4', null],
  ['you', '/you', ada],
  ['studio', '/studio', theo],
  ['upload', '/studio/upload', theo],
  ['analytics', '/studio/analytics', theo],
  ['moderation', '/moderation', noor],
  ['moderation-live', '/moderation', noor, press('Live')],
  ['nowhere', '/reel/x', null],
];

async function take(browser, url, [name, path, persona, act], size, colorScheme) {
  const context = await browser.newContext({ ...SIZES[size], colorScheme });
  if (persona) {
    await context.addInitScript((text) => sessionStorage.setItem('reels.session', text), await sessionOf(url, persona));
  }
  const page = await context.newPage();
  await page.goto(url + path);
  await page.waitForFunction(() => document.querySelector('main > *') && !document.querySelector('.skeleton'));
  await act?.(page);
  await page.waitForTimeout(900);
  await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png` });
  await context.close();
}

await mkdir(folder, { recursive: true });
await atDemo(process.argv[3], async (url) => {
  const browser = await launch();
  for (const screen of SCREENS.filter(([name]) => wanted.test(name))) {
    for (const size of Object.keys(SIZES)) {
      for (const colorScheme of ['light', 'dark']) {
        await take(browser, url, screen, size, colorScheme);
      }
    }
  }
  await browser.close();
});
