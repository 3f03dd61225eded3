/**
 * Code is cut by its structure from here on. Repositories are read once more, so that what is indexed already is cut so
 * too: no repository has a commit of zeros.
 */
export const codeStructure = `
update repositories set indexed_commit = repeat('0', 40) where indexed_commit is not null;
`;
