import type { Macro } from '../types.ts';
import { namesOf } from './names.ts';
import { standIn } from './stand-in.ts';

/** Lists that the site makes anew each time the page is looked at. */
export const listings: Macro = {
  names: namesOf(`
      recently-updated recently-updated-dashboard blog-posts contentbylabel content-by-user
      content-report-table detailssummary page-properties-report global-reports change-history viewtracker
      page-info pageinfo metadata-list metadata-report labels-list related-content loremipsum cheese
      junitreport survey vote poll forms-macro scroll-document-history
    `),
  becomes: 'A placeholder with its name and parameters',
  rule: (call, context) => standIn(call, context),
};
