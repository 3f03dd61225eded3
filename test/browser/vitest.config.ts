import base from '../../vitest.config.ts';

/** Every story in a real browser, the longer ones too: `npm run test:browser`. */
export default {
  ...base,
  test: {
    ...base.test,
    root: new URL('../../', import.meta.url).pathname,
    include: ['test/browser/**/*.{story,test}.ts'],
  },
};
