/**
 * Values that pages state are kept in one unit and with what they are about, comments of Markdown are no words of a
 * text, and keys of spaces are found whatever their case. Repositories are read once more, so that what is indexed
 * already is so too: no repository has a commit of zeros.
 */
export const valuesAndComments = `
update repositories set indexed_commit = repeat('0', 40) where indexed_commit is not null;
`;
