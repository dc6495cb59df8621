import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { ADA, DESKTOP, LARS, MAREN, PHONE, THEO, plays, testBrowser } from './browser.js';

const { open } = testBrowser();
const sample = inject('sample');

it('takes a video from the file to the feed', async () => {
  const page = await open('/studio/upload', MAREN);
  await page.getByLabel('Storm Umbrella').check();
  await page.getByLabel('Video', { exact: true }).setInputFiles(sample);
  await page.getByText('0:05').waitFor();
  await page.getByLabel('Description').fill('Rain again? Opens with one click ☔');
  await page.getByRole('button', { name: 'Post reel' }).click();
  await page.getByText('Your reel is live').waitFor();
  await page.getByRole('button', { name: 'Watch it' }).click();
  await plays(page);
  await page.getByText('Rain again? Opens with one click ☔').first().waitFor();
});

it('says beside each field what is missing', async () => {
  const page = await open('/studio/upload', THEO);
  await page.getByRole('button', { name: 'Post reel' }).click();
  for (const fault of ['Choose the product that the video shows.', 'Choose a video.', 'Write a description.']) {
    await page.getByText(fault).waitFor();
  }
});

it('says why a file is no good, before sending it where it can, after the service saw it where it must', async () => {
  const page = await open('/studio/upload', THEO, DESKTOP, /400/);
  const picker = page.getByLabel('Video', { exact: true });
  await picker.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Not a video') });
  await page.getByText('This file is no MP4, MOV, AVI or MKV video.').waitFor();
  const pretender = join(tmpdir(), `pretender-${process.pid}.mp4`);
  await writeFile(pretender, 'Not a video at all, whatever its name says');
  await page.getByLabel('Hush Buds').check();
  await picker.setInputFiles(pretender);
  await page.getByLabel('Description').fill('Hush');
  await page.getByRole('button', { name: 'Post reel' }).click();
  await page.getByText('The file is not an MP4, MOV, AVI or MKV video').waitFor();
});

it('can stop an upload, and go on with it', async () => {
  const page = await open('/studio/upload', LARS, DESKTOP, /ERR_INTERNET_DISCONNECTED/);
  await page.getByLabel('Packable Down Quilt').check();
  await page.getByLabel('Video', { exact: true }).setInputFiles(sample);
  await page.getByText('0:05').waitFor();
  await page.getByLabel('Description').fill('Warm');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Post reel' }).click();
  await page.getByText('The connection broke').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Paused').waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('Your reel is live').waitFor();
  await page.getByRole('button', { name: 'Upload another' }).click();
  await page.getByRole('button', { name: 'Post reel' }).waitFor();
});

it('edits, selects and deletes one’s own reels', async () => {
  const page = await open('/studio', LARS, PHONE);
  const rows = page.locator('.own-reel');
  await rows.first().waitFor();
  const before = await rows.count();
  await rows.first().getByRole('button', { name: 'Edit description' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit description' });
  await dialog.getByLabel('Description').fill('Changed <b>words</b>');
  await dialog.getByRole('button', { name: 'Save' }).click();
  // Text stays text.
  await rows.first().getByText('Changed <b>words</b>').waitFor();
  await rows.first().getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => rows.count()).toBe(before - 1);
  await rows.nth(0).getByRole('checkbox').check();
  await rows.nth(1).getByRole('checkbox').check();
  await page.getByText('2 selected').waitFor();
  await page.locator('.bar').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog', { name: 'Delete 2 reels?' }).getByRole('button', { name: 'Delete' }).click();
  await page.getByText('2 reels deleted').waitFor();
  await expect.poll(() => rows.count()).toBe(before - 3);
});

it('shows figures by day and by reel', async () => {
  const page = await open('/studio/analytics', THEO);
  await page.getByRole('heading', { name: 'Day by day' }).waitFor();
  await page.getByRole('rowheader', { name: /Hush Pro Headphones/ }).waitFor();
  await page.getByLabel('Sort by').selectOption('engagement');
  await page.getByRole('button', { name: '30 days' }).click();
  await page.getByRole('button', { name: 'Likes' }).click();
  await page.getByRole('img', { name: /^Likes a day/ }).waitFor();
});

it('turns others away, and says whom it is for', async () => {
  const page = await open('/studio', ADA);
  await page.getByText('The studio is for merchants').waitFor();
});
