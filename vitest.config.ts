import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/fuzz/*.fuzz.ts'],
    globalSetup: 'test/util/build-once.ts',
    // A hung worker must fail its own test, not the whole run.
    testTimeout: 180_000,
    hookTimeout: 60_000,
    // tfjs publishes ESM without file extensions, which only a bundler resolves.
    server: { deps: { inline: [/@tensorflow/] } },
    pool: 'forks',
    maxWorkers: 2,
  },
});
