import { appendFile, copyFile, mkdtemp, open as openFile, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { DESKTOP, INES, PHONE, YUKI, plays, testBrowser, testShop, type Persona } from './browser.js';

/** Uploads over lines that are slow, break and come back, in the browser that people have. */
const { open } = testBrowser();
const { setStock, read } = testShop();
const WITHOUT = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/;
const MEGABYTE = 1024 * 1024;
const CLIP_BYTES = 9 * MEGABYTE;
let folder: string;
let clip: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reels-clips-'));
  clip = join(folder, 'long walk.mp4');
  await copyFile(inject('sample'), clip);
  // A box that players skip makes it long to upload, and short to film.
  const { length } = await readFile(clip);
  const box = Buffer.alloc(CLIP_BYTES - length);
  box.writeUInt32BE(box.length);
  box.write('free', 4);
  await appendFile(clip, box);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A line that takes so many bytes a second; none is no line at all. */
async function lineOf(page: Page) {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  return (bytesASecond: number | null) =>
    cdp.send('Network.emulateNetworkConditions', {
      offline: bytesASecond === null,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: bytesASecond ?? -1,
    });
}

async function fillIn(page: Page, product: string, description: string) {
  await page.getByLabel(product).check();
  await page.getByLabel('Video', { exact: true }).setInputFiles(clip);
  await page.getByText('0:05').waitFor();
  await page.getByLabel('Description').fill(description);
}

/** The offsets at which pieces were sent. */
function offsetsOf(page: Page): number[] {
  const offsets: number[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') {
      offsets.push(Number(request.headers()['upload-offset']));
    }
  });
  return offsets;
}

const atLeast = (offsets: number[], bytes: number) => expect.poll(() => Math.max(0, ...offsets)).toBeGreaterThanOrEqual(bytes);

const reelsOf = async (persona: Persona) =>
  (await read<{ pagination: { total: number } }>(persona, '/api/reels/merchant/my?include_all=true')).pagination.total;

it('waits while the line is gone in the middle of it, and goes on by itself', async () => {
  const page = await open('/studio/upload', YUKI, PHONE, WITHOUT);
  const line = await lineOf(page);
  const offsets = offsetsOf(page);
  await fillIn(page, 'Arc Vase', 'Across a tunnel');
  await line(4 * MEGABYTE);
  await page.getByRole('button', { name: 'Post reel' }).click();
  await atLeast(offsets, 2 * MEGABYTE);
  await line(null);
  await page.getByText('The connection broke').waitFor();
  await page.getByText('You are offline').waitFor();
  const before = offsets.length;
  await line(-1);
  await page.getByText('Your reel is live').waitFor();
  // Nothing that had arrived went out again.
  expect(Math.min(...offsets.slice(before))).toBeGreaterThanOrEqual(2 * MEGABYTE);
  await page.getByRole('button', { name: 'Watch it' }).click();
  await plays(page);
});

it('goes on where it stopped after the page was closed', async () => {
  const page = await open('/studio/upload', INES, DESKTOP);
  const line = await lineOf(page);
  const offsets = offsetsOf(page);
  const had = await reelsOf(INES);
  await fillIn(page, 'Monstera', 'After a nap');
  await line(4 * MEGABYTE);
  await page.getByRole('button', { name: 'Post reel' }).click();
  await atLeast(offsets, 4 * MEGABYTE);
  await page.reload();
  await line(-1);
  const before = offsets.length;
  await fillIn(page, 'Monstera', 'After a nap');
  await page.getByRole('button', { name: 'Post reel' }).click();
  await page.getByText('Your reel is live').waitFor();
  expect(offsets[before]).toBeGreaterThanOrEqual(4 * MEGABYTE);
  expect(await reelsOf(INES)).toBe(had + 1);
});

it('can be paused, and cancelled for good', async () => {
  const page = await open('/studio/upload', INES, DESKTOP);
  const line = await lineOf(page);
  const offsets = offsetsOf(page);
  const had = await reelsOf(INES);
  await fillIn(page, 'Three Little Cacti', 'Never mind');
  await line(4 * MEGABYTE);
  await page.getByRole('button', { name: 'Post reel' }).click();
  await atLeast(offsets, 2 * MEGABYTE);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Paused').waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByText(/^Uploading/).waitFor();
  const dropped = page.waitForResponse((response) => response.request().method() === 'DELETE');
  await page.getByRole('button', { name: 'Cancel upload' }).click();
  await page.getByText('Nothing was kept').waitFor();
  expect((await dropped).status()).toBe(204);
  expect(await reelsOf(INES)).toBe(had);
});

it('takes a video that is dropped, and says of others what is wrong with them', async () => {
  const page = await open('/studio/upload', INES);
  const large = join(folder, 'feature film.mp4');
  const file = await openFile(large, 'w');
  await file.truncate(101 * MEGABYTE);
  await file.close();
  await page.getByLabel('Video', { exact: true }).setInputFiles(large);
  await page.getByText('This file has 101 MB; the most is 100 MB.').waitFor();

  const bytes = await readFile(inject('sample'), 'base64');
  const dropped = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], 'dropped.mp4', { type: 'video/mp4' }));
    return transfer;
  }, bytes);
  await page.locator('.drop').dispatchEvent('dragover', { dataTransfer: dropped });
  await page.locator('.drop.is-over').waitFor();
  await page.locator('.drop').dispatchEvent('drop', { dataTransfer: dropped });
  await page.getByText('dropped.mp4').waitFor();
  await page.getByText('0:05').waitFor();
});

it('says so beside the product when that has sold out meanwhile', async () => {
  const page = await open('/studio/upload', INES, DESKTOP, /400/);
  await page.getByLabel('Uji Ceremonial Matcha').check();
  await page.getByLabel('Video', { exact: true }).setInputFiles(inject('sample'));
  await page.getByLabel('Description').fill('Whisked, not stirred');
  await setStock(17, 0);
  await page.getByRole('button', { name: 'Post reel' }).click();
  await page.locator('.upload-products-set').getByText('out of stock').waitFor();
  await setStock(17, 90);
  await page.getByRole('button', { name: 'Post reel' }).click();
  await page.getByText('Your reel is live').waitFor();
});
