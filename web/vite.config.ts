import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const SERVICE = process.env['REELS_URL'] ?? 'http://127.0.0.1:5110';
const TEXT = /\.(js|css|svg|webmanifest)$/;
const PUBLIC = new URL('public', import.meta.url).pathname;
const WORKER = 'sw.js';

/** Starts the first request before anything else of the page: see src/early.ts. */
function earlyFirst(): Plugin {
  return {
    name: 'early-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) => {
        const early = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'early')!;
        return [{ tag: 'script', attrs: { type: 'module', async: true, fetchpriority: 'high', src: `/${early.fileName}` }, injectTo: 'head-prepend' }];
      },
    },
  };
}

/** Tells the service worker what to keep, lists what the service may serve, and squeezes texts once and for all. */
function forTheService(): Plugin {
  return {
    name: 'for-the-service',
    apply: 'build',
    async writeBundle({ dir = '.' }, bundle) {
      const names = [...Object.keys(bundle).filter((name) => name !== 'index.html'), ...(await readdir(PUBLIC))];
      await fillIn(dir, names.filter((name) => name.startsWith('assets/')));
      // The service sends br or gzip as it finds it.
      for (const name of names.filter((name) => TEXT.test(name))) {
        const file = join(dir, name);
        const bytes = await readFile(file);
        await writeFile(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
        await writeFile(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      }
      await writeFile(join(dir, 'files.txt'), names.map((name) => `${name}\n`).join(''));
    },
  };
}

async function fillIn(dir: string, assets: string[]) {
  const worker = join(dir, WORKER);
  const files = JSON.stringify(assets.map((name) => `/${name}`));
  const code = await readFile(worker, 'utf8');
  const version = createHash('sha256').update(code).update(files).update(await readFile(join(dir, 'index.html'))).digest('hex');
  await writeFile(worker, code.replace('%FILES%', files).replace('%VERSION%', version.slice(0, 12)));
}

export default defineConfig({
  plugins: [react(), earlyFirst(), forTheService()],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    target: ['chrome111', 'firefox114', 'safari16.4'],
    // Nothing inline: the page's policy allows no data: addresses and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { index: 'index.html', early: 'src/early.ts', sw: 'worker/sw.ts' },
      output: { entryFileNames: ({ name }) => (name === 'sw' ? WORKER : 'assets/[name]-[hash].js') },
    },
  },
  server: { proxy: Object.fromEntries(['/api', '/media'].map((path) => [path, SERVICE])) },
});
