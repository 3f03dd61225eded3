import type { WorldUser } from '../world.ts';

interface Person extends Omit<WorldUser, 'apiToken'> {
  readonly short: string;
}

const account = (tail: string) => `712020:${tail}`;

/** Who works at Acme; `short` is how the pages name them. */
export const people: readonly Person[] = [
  {
    short: 'priya',
    accountId: account('5c1fe2d0-8d5b-4f0e-9a51-3f9c1d7b0a01'),
    name: 'Priya Raman',
    email: 'priya@acme.example',
    siteAdmin: true,
  },
  {
    short: 'tomas',
    accountId: account('0b77c9a4-2e0d-4c1a-b8a2-6c2f54e1d002'),
    name: 'Tomáš Novák',
    email: 'tomas@acme.example',
    siteAdmin: false,
  },
  {
    short: 'yuki',
    accountId: account('91d3aa5e-7f0c-4b7d-8a3e-1e5f8b9c4003'),
    name: '佐藤 由紀',
    email: 'yuki@acme.example',
    siteAdmin: false,
  },
  {
    short: 'amara',
    accountId: account('e4a2f6b8-55c1-4d0e-9f77-0d1c2b3a4004'),
    name: 'Amara Okafor',
    email: 'amara@acme.example',
    siteAdmin: false,
  },
  {
    short: 'liam',
    accountId: account('77b0c1d2-3e4f-4a5b-8c6d-9e0f1a2b3005'),
    name: 'Liam O’Brien',
    email: 'liam@acme.example',
    siteAdmin: false,
  },
  {
    short: 'sofia',
    accountId: account('2f3e4d5c-6b7a-4890-8765-4321fedc0006'),
    name: 'Sofía García',
    email: 'sofia@acme.example',
    siteAdmin: false,
  },
  {
    // Left the company: still named by old pages.
    short: 'max',
    accountId: '5b10a2844c20165700ede21g',
    name: 'Max Müller',
    email: 'max@acme.example',
    siteAdmin: false,
    active: false,
  },
];

export function personByShort(short: string): Person | undefined {
  return people.find((person) => person.short === short);
}
