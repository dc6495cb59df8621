import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ADA, PHONE, current, plays, swipe, testBrowser } from './browser.js';

const { open } = testBrowser();
const WITHOUT = /ERR_INTERNET_DISCONNECTED|ERR_FAILED/;

/** Waits until the app's files are kept. */
const isKept = (page: Page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

const nameOf = (page: Page) => current(page).getAttribute('aria-label');

it('opens again without a network, with what it had shown, and goes on when there is one', async () => {
  const page = await open('/', null, PHONE, WITHOUT);
  await plays(page);
  const first = await nameOf(page);
  await swipe(page);
  await isKept(page);
  await page.context().setOffline(true);
  await page.reload();
  await page.getByText('You are offline').waitFor();
  expect(await nameOf(page)).toBe(first);
  // The clips that had played are in the browser's own cache.
  await plays(page);
  await swipe(page);

  await page.getByRole('link', { name: 'Search' }).click();
  await page.getByText('The search did not work').waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.tile').first().waitFor();
});

it('loads by itself what did not come, once there is a network', async () => {
  const page = await open('/search', null, PHONE, WITHOUT);
  await isKept(page);
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Feed' }).click();
  await page.getByText('The reels did not load').waitFor();
  await page.context().setOffline(false);
  await plays(page);
});

it('keeps the app and nothing else, and nobody’s feed beyond their session', async () => {
  const page = await open('/', ADA);
  await plays(page);
  await isKept(page);
  const { paths, lasting, passing } = await page.evaluate(async () => {
    const caches = globalThis.caches;
    const requests = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return {
      paths: requests.flat().map((request) => new URL(request.url).pathname),
      lasting: Object.keys(localStorage),
      passing: Object.keys(sessionStorage),
    };
  });
  expect(paths).toContain('/');
  expect(paths.filter((path) => path !== '/' && !path.startsWith('/assets/'))).toEqual([]);
  expect(lasting.filter((key) => key.startsWith('reels.feeds'))).toEqual([]);
  expect(passing).toContain('reels.feeds.1');
});
