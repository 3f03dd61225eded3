/** A page of which the source does not say whether it is restricted is staged as such, and not as free for all. */
export const silentRestrictions = `
alter table staged_pages alter column restricted drop not null;
`;
