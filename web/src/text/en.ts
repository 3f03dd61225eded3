/**
 * Every text of the page, by area; a page loads the areas that it names. Another language is another folder with these
 * exports.
 */
export * as t from './en/all.ts';
