import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../reels', import.meta.url));
const LOOK_AGAIN_MS = 100;

/** A real service of its own, with nothing in it but what the command puts there. */
export async function startService(command, settings = {}) {
  const data = await mkdtemp(join(tmpdir(), 'reels-browser-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const running = spawn(LAUNCHER, [command], {
    env: { ...process.env, REELS_DATA_DIR: data, REELS_HTTP_PORT: String(port), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => running.once('exit', resolve));
  const stop = async () => {
    running.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  try {
    await ready(running, command, url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, data, stop };
}

/** A demo says when its shop is furnished; a service is asked. */
async function ready(running, command, url) {
  let said = '';
  running.stdout.on('data', (chunk) => (said += chunk));
  running.stderr.on('data', (chunk) => (said += chunk));
  const isReady = async () =>
    command === 'demo' ? said.includes('Ctrl-C stops it') : (await fetch(`${url}/health/ready`).catch(() => null))?.ok === true;
  while (!(await isReady())) {
    if (running.exitCode !== null) {
      throw new Error(`The service did not start:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

function freePort() {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Does the work at an address, or, where none is given, at a demo that is there for just that. */
export async function atDemo(url, work) {
  if (url !== undefined) {
    return work(url);
  }
  const demo = await startService('demo');
  try {
    return await work(demo.url);
  } finally {
    await demo.stop();
  }
}
