import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the demo listens. */
    url: string;
    /** A clip that nobody has posted yet. */
    sample: string;
  }
}

const LAUNCHER = fileURLToPath(new URL('../../reels', import.meta.url));
const READY = 'Ctrl-C stops it';

/**
 * One demo of its own for all tests in a browser: the real service, a fresh shop, real clips. To try a test over and over,
 * name one that runs in REELS_URL, and its sample in REELS_SAMPLE.
 */
export default async function setup(project: TestProject) {
  const running = process.env['REELS_URL'];
  if (running !== undefined) {
    project.provide('url', running);
    project.provide('sample', process.env['REELS_SAMPLE'] ?? '');
    return undefined;
  }
  const data = await mkdtemp(join(tmpdir(), 'reels-browser-'));
  const port = await freePort();
  const service = spawn(LAUNCHER, ['demo'], {
    env: { ...process.env, REELS_DATA_DIR: data, REELS_HTTP_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await ready(service);
  project.provide('url', `http://127.0.0.1:${port}`);
  project.provide('sample', join(data, 'demo', 'sample.mp4'));
  return async () => {
    const stopped = new Promise((resolve) => service.once('exit', resolve));
    service.kill('SIGTERM');
    await stopped;
    await rm(data, { recursive: true, force: true });
  };
}

function ready(service: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(READY)) {
        resolve();
      }
    };
    service.stdout?.on('data', listen);
    service.stderr?.on('data', listen);
    service.once('exit', () => reject(new Error(`The demo did not start:\n${said}`)));
  });
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
