import type { PageSource } from './source.ts';

const raw = String.raw;

/** A personal space: odd key, few pages. */
export const personal: readonly PageSource[] = [
  {
    id: '1340001',
    title: 'Priya Raman',
    by: 'priya',
    on: '2024-02-05',
    version: 2,
    text: raw`
Staff engineer, Berlin. I keep drafts here until they deserve a better place.
`,
  },
  {
    id: '1340005',
    title: 'Notes: why checkouts time out',
    by: 'priya',
    on: '2026-09-18',
    version: 3,
    labels: ['draft'],
    text: raw`
Two thirds of the timeouts are DNS. The resolver cache holds 1,000 names; we use 1,340. Raised to 4,096 on staging, waiting for a week of numbers.
`,
  },
  {
    id: '1340009',
    title: 'Reading list',
    by: 'priya',
    on: '2025-10-10',
    version: 6,
    text: raw`
- *Designing Data-Intensive Applications*, again
- [Out of the Tar Pit](https://curtclifton.net/papers/MoseleyMarks06a.pdf)
- [The Site Reliability Workbook](https://sre.google/workbook/table-of-contents/)
`,
  },
];
