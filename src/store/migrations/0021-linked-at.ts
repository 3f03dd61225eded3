/** Since when an account is linked: products want a person's consent anew after a time, however often it is renewed. */
export const linkedAt = `
alter table grants add column linked_at timestamptz not null default now();
`;
