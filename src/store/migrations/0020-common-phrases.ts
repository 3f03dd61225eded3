/**
 * Neighbours that leave no term, as `to be`, stand in the index from here on, so that a passage of nothing else is
 * found. Repositories are read once more, so that what is indexed already is so too: no repository has a commit of
 * zeros.
 */
export const commonPhrases = `
update repositories set indexed_commit = repeat('0', 40) where indexed_commit is not null;
`;
