import { defineConfig } from 'vitest/config';

/** The page in a real browser, over fixtures: `npx vitest run --config web/vitest.browser.config.ts`. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
