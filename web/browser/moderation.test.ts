import { expect, it } from 'vitest';
import { ADA, DESKTOP, NOOR, plays, testBrowser } from './browser.js';

const { open } = testBrowser();

it('hides a reel from everyone, and brings it back', async () => {
  const page = await open('/moderation', NOOR);
  await page.getByText('Nothing waits for you').waitFor();
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  const row = page.locator('.case').filter({ hasText: 'Court Low Sneaker' });
  await row.getByRole('button', { name: 'Hide' }).click();
  await page.getByText('Court Low Sneaker: Hidden from everyone').waitFor();

  const shopper = await open('/search?q=sneaker', ADA);
  await shopper.getByText('Nothing found for “sneaker”').waitFor();

  await page.getByRole('button', { name: 'Undo' }).click();
  await row.waitFor();
  await shopper.reload();
  await shopper.getByRole('heading', { name: '1 reel for “sneaker”' }).waitFor();
});

it('rejects with a reason that the owner and the record keep', async () => {
  const page = await open('/moderation', NOOR);
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  const row = page.locator('.case').filter({ hasText: 'Market Tote' });
  await row.getByRole('button', { name: 'Reject' }).click();
  await page.getByRole('button', { name: 'Poor picture or sound' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
  await page.getByText('Market Tote: Rejected').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await row.waitFor();
  await row.getByText('Earlier decisions').click();
  await row.getByText('Poor picture or sound').waitFor();
});

it('plays what it judges', async () => {
  const page = await open('/moderation', NOOR);
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  const clip = page.locator('.clip[src]').first();
  await clip.evaluate((video: HTMLVideoElement) => video.play());
  await expect.poll(() => clip.evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(0.1);
});

it('turns others away, and says whom it is for', async () => {
  const page = await open('/moderation', ADA, DESKTOP, /403/);
  await page.getByText('Moderation is for admins').waitFor();
  await page.getByRole('link', { name: 'Feed' }).click();
  await plays(page);
});
