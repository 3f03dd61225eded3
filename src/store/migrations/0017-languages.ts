/**
 * Words of languages other than English stand in the index as their stems from here on. Repositories are read once
 * more, so that what is indexed already is found so too: no repository has a commit of zeros.
 */
export const languages = `
update repositories set indexed_commit = repeat('0', 40) where indexed_commit is not null;
`;
