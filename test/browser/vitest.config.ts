import base from '../../vitest.config.ts';

/** The longer stories in a real browser: `npm run test:browser`. */
export default {
  ...base,
  test: { ...base.test, root: new URL('../../', import.meta.url).pathname, include: ['test/browser/**/*.story.ts'] },
};
