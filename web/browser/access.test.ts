import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ADA, DESKTOP, NOOR, PHONE, THEO, plays, testBrowser, type Persona } from './browser.js';

const { open } = testBrowser();

/** Each with what there is on it once all is there. */
const SCREENS: [string, string, Persona | null, string][] = [
  ['feed', '/', null, '.reel-video.is-seen'],
  ['search', '/search', null, '.tile'],
  ['merchant', '/merchant/4', null, '.tile'],
  ['history', '/you', ADA, '.totals ~ .tiles, .totals ~ .note'],
  ['studio', '/studio', THEO, '.own-reel'],
  ['upload', '/studio/upload', THEO, '.upload-product'],
  ['analytics', '/studio/analytics', THEO, '.day-chart'],
  ['moderation', '/moderation', NOOR, '.note'],
];

/** What axe finds, the serious half of it, in one line each. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  // As text: what runs in the page has nothing of this file.
  const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary?.slice(0, 300)}`));
}

/** Waits until colours that change have changed; what never ends is left to move. */
const stillness = (page: Page) =>
  page.evaluate(async () => {
    const passing = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });

for (const [size, options] of [['phone', PHONE], ['desktop', DESKTOP]] as const) {
  describe(`on a ${size}, light and dark`, () => {
    it.each(SCREENS)('%s has no serious fault', async (_, path, persona, sight) => {
      const page = await open(path, persona, { ...options, colorScheme: 'light' });
      await page.locator(sight).first().waitFor();
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await stillness(page);
        expect(await findings(page), colorScheme).toEqual([]);
      }
      // Nothing sticks out to the side.
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    });
  });
}

it('a dialog keeps the focus, names itself, and gives the focus back', async () => {
  const page = await open('/', null);
  await plays(page);
  const opener = page.getByRole('button', { name: 'Guest' });
  await opener.click();
  await page.getByRole('dialog', { name: 'Who would you like to be?' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect.poll(() => opener.evaluate((button) => button === document.activeElement)).toBe(true);
});
