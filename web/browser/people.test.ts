import { expect, it } from 'vitest';
import { DENIZ, DESKTOP, EMIL, PHONE, THEO, current, plays, swipe, testBrowser, testShop } from './browser.js';

const { open, url } = testBrowser();
const { setStock, read } = testShop();

it('a guest looks around and shares, and is asked who they are for the rest', async () => {
  const page = await open('/', null, PHONE);
  await plays(page);
  for (const name of ['For you', 'Following']) {
    await page.getByRole('button', { name, exact: true }).first().click();
    await page.getByRole('dialog', { name: 'Who would you like to be?' }).waitFor();
    await page.keyboard.press('Escape');
  }
  const share = current(page).getByRole('button', { name: /^Share/ });
  const sharesOf = async () => Number(/\d+/.exec((await share.getAttribute('aria-label')) ?? '')?.[0]);
  const before = await sharesOf();
  await share.click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(sharesOf).toBe(before + 1);

  await current(page).locator('.reel-merchant a').click();
  await page.locator('.tile').first().waitFor();
  await page.getByRole('button', { name: 'Follow' }).click();
  await page.getByRole('dialog', { name: 'Who would you like to be?' }).waitFor();
  await page.keyboard.press('Escape');
  await page.goto(`${url}/you`);
  await page.getByText('Sign in to continue').waitFor();
  await page.goto(`${url}/moderation`);
  await page.getByText('Moderation is for admins').waitFor();
  await page.goto(`${url}/reel/none`);
  await page.getByRole('button', { name: 'Go to the feed' }).click();
  await plays(page);
});

it('a shopper is a newcomer until the feed knows them', async () => {
  const page = await open('/', DENIZ, PHONE);
  const active = () => page.locator('.feed-tabs [aria-pressed=true]').textContent();
  await plays(page);
  expect(await active()).toBe('Trending');
  await current(page).getByRole('button', { name: /^Like/ }).click();
  await swipe(page);
  await swipe(page);
  const stats = () => read<{ data: { is_new_user: boolean } }>(DENIZ, '/api/reels/user/stats');
  await expect.poll(async () => (await stats()).data.is_new_user).toBe(false);
  await page.reload();
  await plays(page);
  expect(await active()).toBe('For you');
});

it('a shopper follows and unfollows, likes and takes it back', async () => {
  const page = await open('/merchant/4', EMIL);
  await page.getByRole('button', { name: 'Follow' }).click();
  await page.getByRole('button', { name: 'Following' }).waitFor();
  await page.locator('.tile').first().click();
  await plays(page);
  const like = current(page).getByRole('button', { name: /^Like/ });
  await page.keyboard.press('l');
  await expect.poll(() => like.getAttribute('aria-pressed')).toBe('true');
  await page.keyboard.press('l');
  await expect.poll(() => like.getAttribute('aria-pressed')).toBe('false');
  await page.getByRole('link', { name: 'You' }).click();
  await page.getByRole('button', { name: 'Following' }).click();
  await page.locator('.row').filter({ hasText: 'Volt Audio' }).click();
  await page.getByRole('button', { name: 'Following' }).click();
  await page.getByRole('button', { name: 'Follow', exact: true }).waitFor();
  await page.getByRole('link', { name: 'You' }).click();
  await page.getByRole('button', { name: 'Following' }).click();
  await page.getByText('You follow nobody yet').waitFor();
});

it('a merchant sees why a reel is hidden, and shoppers do not see it', async () => {
  await setStock(22, 0);
  const merchant = await open('/studio', THEO);
  const row = merchant.locator('.own-reel').filter({ hasText: 'Spin One Turntable' });
  await row.getByText('Out of stock').waitFor();
  await merchant.getByRole('button', { name: 'Live only' }).click();
  await row.waitFor({ state: 'detached' });
  const shopper = await open('/search?q=turntable', EMIL, DESKTOP);
  await shopper.getByText('Nothing found for “turntable”').waitFor();
  await setStock(22, 14);
  await expect
    .poll(async () => (await read<{ data: object[] }>(EMIL, '/api/reels/search?q=turntable')).data.length)
    .toBe(1);
  await merchant.reload();
  await row.getByText('Live', { exact: true }).waitFor();
});
