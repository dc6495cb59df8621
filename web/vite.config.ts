import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const SERVICE = process.env['REELS_URL'] ?? 'http://127.0.0.1:5110';
const TEXT = /\.(js|css|svg|webmanifest)$/;

/** Lists what the service may serve, and squeezes texts once and for all: it sends br or gzip as it finds it. */
function forTheService(): Plugin {
  return {
    name: 'for-the-service',
    apply: 'build',
    async writeBundle({ dir = '.' }, bundle) {
      const names = Object.keys(bundle).filter((name) => name !== 'index.html');
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

export default defineConfig({
  plugins: [react(), forTheService()],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    target: ['chrome111', 'firefox114', 'safari16.4'],
    // Nothing inline: the page's policy allows no data: addresses and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: Object.fromEntries(['/api', '/media'].map((path) => [path, SERVICE])) },
});
