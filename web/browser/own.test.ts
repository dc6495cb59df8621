import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { DESKTOP, PHONE, current, plays, testBrowser } from './browser.js';
import { startService, type Service } from '../scripts/service.mjs';

/** A shop of one's own, where new reels want approval and people come with the shop's tokens. */
const SECRET = 'the secret of a shop that lives for one test';
const sample = inject('sample');
let shop: Service;
const { openAt } = testBrowser();

beforeAll(async () => {
  shop = await startService('serve', { REELS_JWT_SECRET: SECRET, REELS_REQUIRE_APPROVAL: 'true' });
  const answer = await fetch(`${shop.url}/api/admin/catalog/import`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token(1, 'admin')}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      users: [{ user_id: 2 }, { user_id: 3 }],
      categories: [{ category_id: 1, category_name: 'Rain' }],
      merchants: [{ merchant_id: 1, user_id: 2, business_name: 'Brolly & Co' }],
      products: [{ product_id: 1, merchant_id: 1, category_id: 1, product_name: 'Storm Umbrella', selling_price: 39.5, stock_qty: 4 }],
    }),
  });
  expect(answer.status).toBe(200);
});

afterAll(async () => {
  await shop?.stop();
});

function token(userId: number, role?: 'admin', seconds = 3600): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: String(userId), role, exp: Math.floor(Date.now() / 1000) + seconds })}`;
  return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;
}

async function signIn(page: Page, text: string) {
  await page.getByRole('button', { name: 'Sign in' }).first().click();
  await page.getByLabel('Token').fill(text);
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

it('is empty in a friendly way before anything is posted', async () => {
  const page = await openAt(shop.url, '/', null);
  await page.getByText('Nothing is trending yet').waitFor();
  await page.goto(`${shop.url}/search`);
  await page.getByText('No reels here').waitFor();
  await page.goto(`${shop.url}/studio`);
  await page.getByText('The studio is for merchants').waitFor();
  await signIn(page, token(2));
  await page.getByText('No reels yet').waitFor();
  await page.goto(`${shop.url}/studio/analytics`);
  await page.getByText('No figures yet').waitFor();
});

it('takes a reel from its merchant past the moderator to the shopper', async () => {
  const merchant = await openAt(shop.url, '/studio', null, PHONE);
  await signIn(merchant, token(2));
  await merchant.getByRole('button', { name: 'Upload your first reel' }).click();
  await merchant.getByLabel('Storm Umbrella').check();
  await merchant.getByLabel('Video', { exact: true }).setInputFiles(sample);
  await merchant.getByLabel('Description').fill('Opens with one click');
  await merchant.getByRole('button', { name: 'Post reel' }).click();
  await merchant.getByText('Your reel waits for approval').waitFor();
  await merchant.getByRole('link', { name: 'My reels' }).click();
  await merchant.getByText('Waiting for approval').waitFor();

  const shopper = await openAt(shop.url, '/', null);
  await shopper.getByText('Nothing is trending yet').waitFor();

  const admin = await openAt(shop.url, '/moderation', null);
  await signIn(admin, token(1, 'admin'));
  // What is hidden plays for those who decide about it, once it has been fetched with their token.
  const clip = admin.locator('.clip[src]');
  await clip.evaluate((video: HTMLVideoElement) => video.play());
  await expect.poll(() => clip.evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(0.1);
  await admin.getByRole('button', { name: 'Approve' }).click();
  await admin.getByText('Approved: everybody sees it now').waitFor();
  await admin.getByText('Nothing waits for you').waitFor();

  await shopper.reload();
  await plays(shopper);
  await current(shopper).getByText('Storm Umbrella').waitFor();
  await current(shopper).getByText('Only 4 left').waitFor();
});

it('tells whose session is over, and goes on with what is public', async () => {
  const page = await openAt(shop.url, '/you', null, DESKTOP, /401/);
  await signIn(page, token(3));
  await page.getByText('Nothing watched yet').waitFor();
  await page.evaluate((text) => {
    const kept = JSON.parse(sessionStorage.getItem('reels.session')!) as { token: string };
    sessionStorage.setItem('reels.session', JSON.stringify({ ...kept, token: text }));
  }, `${token(3).slice(0, -6)}forged`);
  await page.goto(shop.url);
  await page.getByText('Your session is over. Sign in again.').waitFor();
  await page.keyboard.press('Escape');
  await plays(page);
});

it('takes no token that is none', async () => {
  const page = await openAt(shop.url, '/you', null);
  await page.getByRole('button', { name: 'Sign in' }).first().click();
  await page.getByLabel('Token').fill('swordfish');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('This is not a token of a user.').waitFor();
});

it('says when it is enough for this hour, and until when', async () => {
  const headers = { Authorization: `Bearer ${token(2)}` };
  let status = 0;
  while (status !== 429) {
    const body = new FormData();
    body.append('product_id', '1');
    ({ status } = await fetch(`${shop.url}/api/reels`, { method: 'POST', headers, body }));
    expect([400, 429]).toContain(status);
  }
  const page = await openAt(shop.url, '/studio/upload', null, DESKTOP, /429/);
  await signIn(page, token(2));
  await page.getByLabel('Storm Umbrella').check();
  await page.getByLabel('Video', { exact: true }).setInputFiles(sample);
  await page.getByLabel('Description').fill('One too many');
  await page.getByRole('button', { name: 'Post reel' }).click();
  await page.getByText(/ten an hour is the most. Try again in \d+ minutes/).waitFor();
});
