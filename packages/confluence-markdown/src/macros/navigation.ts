import { anchor as place } from '../constructs/anchor.ts';
import { placeholder } from '../constructs/placeholder.ts';
import type { Macro } from '../types.ts';
import { namesOf } from './names.ts';
import { parameter } from './parameter.ts';
import { bodyOf, standIn } from './stand-in.ts';

/** Macros that help to find the way: on the page, and from page to page. */
export const navigation: readonly Macro[] = [
  {
    names: ['anchor'],
    becomes: 'An invisible `<a id>` that links on the page still hit',
    rule: (call) => {
      const name = parameter(call, '', 'name', 'anchor');
      return name ? [place(name)] : [];
    },
  },
  {
    names: ['toc', 'toc-zone', 'easy-heading-macro', 'easy-heading-free', 'stp-toc', 'page-toc'],
    becomes: 'The placeholder `[macro: toc]`; GitHub lists the headings of a file itself',
    rule: (call, context) => [...placeholder(call.name, {}, context, call.where, call.inline), ...bodyOf(call)],
  },
  {
    names: namesOf(`
      children pagetree pagetreesearch page-tree page-index index navmap livesearch search
      create-from-template create-page add-page-form add-page spaces spaces-list space-list space-details
      space-jump breadcrumbs nav-bar listlabels popular-labels related-labels recently-used-labels favpages
    `),
    becomes: 'A placeholder with its name, its parameters and a link to the page it starts from',
    rule: (call, context) => standIn(call, context),
  },
];
