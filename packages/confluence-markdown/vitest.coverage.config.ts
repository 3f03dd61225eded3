import { defineConfig } from 'vitest/config';
import shared from '../../vitest.config.ts';

const here = 'packages/confluence-markdown';

/**
 * Every branch of what reads and writes documents is reached by a document or tree that was written for it. Documents of
 * others, generated ones and large ones do not count: what they reach is nobody's intent. What reads files,
 * archives and the words of a command line is left out: tests go through it from outside.
 */
export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    include: [`${here}/test/**/*.test.ts`],
    exclude: [`${here}/test/{*corpora,*properties,*bounds,mutations,cli,package,space-export}*.test.ts`],
    coverage: {
      enabled: true,
      provider: 'v8',
      include: [`${here}/src/**/*.ts`],
      exclude: [`${here}/src/cli/**`, `${here}/src/space-export/!(front-matter|model|paths|summary).ts`],
      reporter: [['text', { skipFull: true }]],
      reportsDirectory: 'node_modules/.cache/coverage',
      thresholds: { lines: 100, branches: 100, functions: 100, statements: 100 },
    },
  },
});
