import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    projects: [
      { extends: true, test: { name: 'client', root: 'clients/typescript', include: ['test/**/*.test.{ts,tsx}'] } },
      { extends: true, test: { name: 'web', root: 'web', include: ['test/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        test: {
          name: 'browser',
          root: 'web',
          include: ['browser/**/*.test.ts', '../clients/typescript/service/**/*.test.ts'],
          globalSetup: ['browser/demo.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          expect: { poll: { timeout: 15_000 } },
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
