// Takes a picture of every screen at phone and desktop size in both schemes, from a running `./reels demo`, for people
// to look at. Usage: npm run screenshots -- http://127.0.0.1:5110 [FOLDER]
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const url = process.argv[2] ?? 'http://127.0.0.1:5110';
const folder = process.argv[3] ?? new URL('../screenshots', import.meta.url).pathname;

const SIZES = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1440, height: 900 } },
};
const ada = { id: 1, name: 'Ada' };
const theo = { id: 104, name: 'Theo', isMerchant: true };
const noor = { id: 90, name: 'Noor', isAdmin: true };

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

async function session(persona) {
  const answer = await fetch(`${url}/api/demo/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user_id: persona.id }),
  });
  const { token } = (await answer.json()).data;
  const { id, name, isMerchant = false, isAdmin = false } = persona;
  return JSON.stringify({ token, user: { userId: id, name, isMerchant, isAdmin } });
}

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
for (const [size, options] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [name, path, persona, act] of SCREENS.filter(([name]) => !process.argv[4] || name.match(process.argv[4]))) {
      const context = await browser.newContext({ ...options, colorScheme });
      if (persona) {
        await context.addInitScript((text) => sessionStorage.setItem('reels.session', text), await session(persona));
      }
      const page = await context.newPage();
      await page.goto(url + path);
      await page.waitForLoadState('networkidle');
      await act?.(page);
      await page.waitForTimeout(900);
      await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png` });
      await context.close();
    }
  }
}
await browser.close();
