export { toMarkdown } from '../mdast/index.ts';
