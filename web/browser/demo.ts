import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startService } from '../scripts/service.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the demo listens. */
    url: string;
    /** A clip that nobody has posted yet. */
    sample: string;
  }
}

/**
 * One demo for all tests in a browser: the real service, a fresh shop, real clips. To try a test over and over, name one
 * that runs in REELS_URL, and its sample in REELS_SAMPLE.
 */
export default async function setup(project: TestProject) {
  const running = process.env['REELS_URL'];
  if (running !== undefined) {
    project.provide('url', running);
    project.provide('sample', process.env['REELS_SAMPLE'] ?? '');
    return undefined;
  }
  const demo = await startService('demo');
  project.provide('url', demo.url);
  project.provide('sample', join(demo.data, 'demo', 'sample.mp4'));
  return demo.stop;
}
