import { expect, it } from 'vitest';
import { PHONE, plays, testBrowser } from './browser.js';

const { url, open } = testBrowser();

it('finds reels as one types, within the filters, and opens them', async () => {
  const page = await open('/search', null, PHONE);
  await page.locator('.tile').first().waitFor();
  await page.getByLabel('Search reels, products and merchants').fill('headph');
  await page.getByRole('heading', { name: '1 reel for “headph”' }).waitFor();
  await page.getByText('Hush Pro Headphones').waitFor();
  expect(page.url()).toBe(`${url}/search?q=headph`);
  await page.getByRole('combobox', { name: 'Merchant' }).selectOption('Kiln & Clay');
  await page.getByText('Nothing found for “headph”').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.locator('.tile').click();
  await plays(page);
  expect(page.url()).toMatch(/\/reel\/\d+$/);
});

it('takes up the search of a link', async () => {
  const page = await open('/search?q=mug', null);
  await page.getByRole('heading', { name: '1 reel for “mug”' }).waitFor();
});

it('shows what is asked for as text', async () => {
  const page = await open(`/search?q=${encodeURIComponent('<img src=x onerror=alert(1)>')}`, null);
  await page.getByText('Nothing found for “<img src=x onerror=alert(1)>”').waitFor();
});
