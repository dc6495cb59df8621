import { describe, expect, it } from 'vitest';
import { age, bytes, clock, count, price } from '../src/format.js';
import { placeOf } from '../src/router.js';
import { faultOf, faultOfLength } from '../src/studio/video-picker.js';

describe('addresses', () => {
  it.each([
    ['/', { name: 'feed', reelId: null }],
    ['/reel/12', { name: 'feed', reelId: 12 }],
    ['/reel/x', { name: 'nowhere' }],
    ['/merchant/3', { name: 'merchant', merchantId: 3 }],
    ['/studio', { name: 'studio', part: 'reels' }],
    ['/studio/analytics', { name: 'studio', part: 'analytics' }],
    ['/search', { name: 'search' }],
    ['/else', { name: 'nowhere' }],
  ])('%s', (path, place) => expect(placeOf(path)).toEqual(place));
});

describe('a file to upload', () => {
  it.each([
    ['clip.MP4', 10, null],
    ['clip.mkv', 104_857_600, null],
    ['clip.webm', 10, 'This file is no MP4, MOV, AVI or MKV video.'],
    ['mp4', 10, 'This file is no MP4, MOV, AVI or MKV video.'],
    ['clip.mp4', 0, 'This file is empty.'],
    ['clip.mp4', 157_286_400, 'This file has 150 MB; the most is 100 MB.'],
  ])('%s of %d bytes', (name, size, fault) => expect(faultOf({ name, size })).toBe(fault));

  it.each([
    [60.4, null],
    [60.5, 'This video is 1:01 long; the most is 60 seconds.'],
    [Infinity, null],
  ])('of %d seconds', (seconds, fault) => expect(faultOfLength(seconds)).toBe(fault));
});

it('writes numbers as people read them', () => {
  expect(count(1_234_567)).toBe('1.2M');
  expect(price(199)).toBe('€199');
  expect(price(17.5)).toBe('€17.50');
  expect(clock(65)).toBe('1:05');
  expect(bytes(927_490)).toBe('906 KB');
  const now = Date.parse('2026-01-31T12:00:00Z');
  expect(age('2026-01-31T11:57:00Z', now)).toBe('3 minutes ago');
  expect(age('2026-01-30T11:00:00Z', now)).toBe('yesterday');
  expect(age('2026-01-31T12:00:09Z', now)).toBe('this minute');
});
