import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { ADA, DESKTOP, NOOR, PHONE, THEO, plays, testBrowser, type Persona } from './browser.js';

const { open } = testBrowser();

const SCREENS: [string, string, Persona | null][] = [
  ['feed', '/', null],
  ['search', '/search', null],
  ['merchant', '/merchant/4', null],
  ['history', '/you', ADA],
  ['studio', '/studio', THEO],
  ['upload', '/studio/upload', THEO],
  ['analytics', '/studio/analytics', THEO],
  ['moderation', '/moderation', NOOR],
];

/** What axe finds, the serious half of it, in one line each. */
async function findings(page: Awaited<ReturnType<typeof open>>): Promise<string[]> {
  await page.evaluate(axe.source);
  // As text: what runs in the page has nothing of this file.
  const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary?.slice(0, 300)}`));
}

for (const [size, options] of [['phone', PHONE], ['desktop', DESKTOP]] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    describe(`on a ${colorScheme} ${size}`, () => {
      it.each(SCREENS)('%s has no serious fault', async (name, path, persona) => {
        const page = await open(path, persona, { ...options, colorScheme });
        await page.waitForLoadState('networkidle');
        if (name === 'feed') {
          await plays(page);
        }
        await page.locator('.skeleton').first().waitFor({ state: 'detached' });
        expect(await findings(page)).toEqual([]);
        // Nothing sticks out to the side.
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      });
    });
  }
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
