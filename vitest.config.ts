import { defineConfig } from 'vitest/config';

const conditions = ['source', 'module', 'node', 'import', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['{src,sandbox,test}/**/*.test.ts', 'packages/*/{src,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'test/{chaos,server}/**'],
    // The package below also publishes its sources under the condition that the workspace uses for its own.
    server: { deps: { inline: [/eventsource-parser/, /sdk\/dist\/esm\/client\/streamableHttp/] } },
    setupFiles: ['test/secrecy.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
