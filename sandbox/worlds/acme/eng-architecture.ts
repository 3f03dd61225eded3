import { drawBars } from '../pictures.ts';
import type { PageSource } from './source.ts';

const raw = String.raw;

/** Engineering: decisions, service designs, the blog. */
export const engineeringArchitecture: readonly PageSource[] = [
  { id: '1311001', title: 'Architecture', kind: 'folder', by: 'priya', on: '2024-08-01' },
  {
    id: '1311005',
    title: 'Architecture decisions',
    parent: 'Architecture',
    by: 'priya',
    on: '2024-02-20',
    changed: '2026-07-15',
    version: 12,
    labels: ['adr'],
    text: raw`
An architecture decision record says what we decided, why, and what we gave up. Records are never edited after acceptance; a new one supersedes them.

|=Number|=Title|=State|
|1|[Postgres for everything](page:ADR-001 Postgres for everything)|{status:green:ACCEPTED}|
|4|[Events over a log](page:ADR-004 Events over a log)|{status:green:ACCEPTED}|
|7|[Expand and contract migrations](page:ADR-007 Expand and contract migrations)|{status:green:ACCEPTED}|
|9|[GraphQL at the edge](page:ADR-009 GraphQL at the edge)|{status:red:REJECTED}|
|12|[Passkeys for staff](page:ADR-012 Passkeys for staff)|{status:blue:PROPOSED}|
`,
  },
  {
    id: '1311009',
    title: 'ADR-001 Postgres for everything',
    parent: 'Architecture decisions',
    by: 'priya',
    on: '2024-02-21',
    version: 2,
    labels: ['adr', 'database'],
    text: raw`
{{details
|=Status|Accepted|
|=Date|{date:2024-02-21}|
|=Deciders|@priya @yuki @max|
}}

## Context
Six services used Postgres, MySQL, MongoDB and DynamoDB. Two engineers could restore only one of the four.

## Decision
Every service stores its state in Postgres 16, one database per service on a shared cluster. Queues use ''SELECT … FOR UPDATE SKIP LOCKED'' until a service exceeds 500 jobs a second.

## Consequences
- One backup and restore procedure, see [Database failover](page:OPS/Database failover).
- ''catalog'' gives up its document store; the migration took eleven weeks.
- We accept that full-text search is good enough and not excellent.
`,
  },
  {
    id: '1311013',
    title: 'ADR-004 Events over a log',
    parent: 'Architecture decisions',
    by: 'yuki',
    on: '2024-05-06',
    version: 3,
    labels: ['adr', 'events'],
    text: raw`
## Context
Services called each other in chains of up to five. A slow ''notifier'' made checkouts fail.

## Decision
Facts are published to the ''acme.events'' log (Kafka, 12 partitions, seven days of retention). The order service never calls ''notifier'' again.

<> At least once delivery; consumers are idempotent
<> The schema registry rejects breaking changes

## Rejected
Outbox polling without a log was simpler, but the ledger needs replay for audits.

{{drawio diagramName="event-flow" revision=3}}
`,
  },
  {
    id: '1311017',
    title: 'ADR-007 Expand and contract migrations',
    parent: 'Architecture decisions',
    by: 'liam',
    on: '2024-11-11',
    version: 2,
    labels: ['adr', 'database'],
    text: raw`
## Decision
A schema change is released in three steps, each of which can be rolled back alone:

1. **Expand**: add the new column, nullable, with no default that rewrites the table.
2. **Migrate**: write both, backfill in batches of 5,000 rows, compare.
3. **Contract**: stop reading the old column, drop it one release later.

~~~sql
ALTER TABLE payments ADD COLUMN amount_minor bigint;
UPDATE payments SET amount_minor = (amount * 100)::bigint
 WHERE amount_minor IS NULL AND id BETWEEN $1 AND $2;
~~~

!!! error
Never rename a column in place. The incident of {date:2024-10-29} was exactly that.
!!!
`,
  },
  {
    id: '1311021',
    title: 'ADR-009 GraphQL at the edge',
    parent: 'Architecture decisions',
    by: 'amara',
    on: '2025-03-04',
    version: 5,
    labels: ['adr', 'api'],
    text: raw`
Rejected. The mobile team wanted one request per screen; a tailored endpoint in ''checkout-api'' gave the same with a tenth of the code. The measurements are in [the spike](https://github.com/acme/graphql-spike/blob/main/README.md#results).
`,
  },
  {
    id: '1311025',
    title: 'ADR-012 Passkeys for staff',
    parent: 'Architecture decisions',
    by: 'sofia',
    on: '2026-07-10',
    version: 1,
    labels: ['adr', 'security'],
    text: raw`
Proposed: staff sign in with passkeys only; one-time codes by text message are switched off on {date:2027-01-15}.

|=Question|=Answer|
|What about lost devices?|Two keys are registered, the second is kept at the office.|
|What about contractors?|* A key is lent; It is registered to the agency; It comes back with the badge|
`,
  },
  {
    id: '1311029',
    title: 'Service designs',
    parent: 'Architecture',
    by: 'priya',
    on: '2024-08-02',
    version: 1,
    text: raw`
One page a service: what it promises, what it needs, how it fails.
`,
  },
  {
    id: '9007199254741337',
    title: 'checkout-api',
    parent: 'Service designs',
    by: 'priya',
    on: '2024-08-05',
    changed: '2026-09-14',
    version: 19,
    labels: ['service', 'checkout'],
    files: [
      {
        id: '1318011',
        name: 'checkout flow.png',
        mediaType: 'image/png',
        width: 240,
        height: 100,
        content: () => drawBars([0.3, 0.9, 0.5, 0.7], { width: 240, height: 100, colour: [101, 84, 192] }),
      },
      {
        id: '1318012',
        name: 'openapi.yaml',
        mediaType: 'application/yaml',
        content: () => Buffer.from('openapi: 3.1.0\ninfo: { title: checkout-api, version: 2.4.0 }\npaths: {}\n'),
      },
    ],
    text: raw`
Turns a cart into an order. Promises 99.95 % availability and a p99 of 400 ms.

![checkout flow.png|Checkout flow]

## Dependencies
- [payments-gateway](page:payments-gateway) to reserve money, timeout 2 s, one retry
- [catalog](page:catalog) for prices; the last known price is used for 15 minutes when it is away
- ''identity'' for the session

## Configuration
|=Variable|=Default|=Meaning|
|''CHECKOUT_RESERVE_TIMEOUT_MS''|''2000''|How long a reservation may take|
|''CHECKOUT_PRICE_STALE_MINUTES''|''15''|Age of a price that is still sold|
|''CHECKOUT_MAX_ITEMS''|''120''|Larger carts are refused with ''cart_too_large''|

## Failure modes
When reservations fail more often than 5 % for two minutes, checkout switches to *deferred payment*: the order is accepted and the money is reserved within an hour. Support sees such orders under the tag ''deferred''.

The interface is in the attached OpenAPI file. Open tickets: {jira:CHK-231}, {jira:CHK-240}.
`,
  },
  {
    id: '1311037',
    title: 'payments-gateway',
    parent: 'Service designs',
    by: 'liam',
    on: '2024-08-06',
    changed: '2026-08-20',
    version: 15,
    labels: ['service', 'payments', 'pci'],
    text: raw`
Speaks to two card networks and one bank. It is the only service in PCI scope; card numbers never leave it.

## Retry policy
A reservation is retried once after 300 ms and only for network errors. A decline is final.

## Circuit breaker
The breaker opens after 20 failures in 10 seconds and closes after a successful probe. While it is open, reservations go to the second network; the fee is 0.4 % higher.

## Secrets
Keys are rotated every 90 days by [Rotating the card network keys](page:OPS/Rotating the card network keys).

>>> Sequence of a reservation
1. ''POST /reservations'' with an Idempotency-Key
2. The gateway writes an intent
3. The network answers
4. The intent is settled
>>> What if step 3 never answers?
The reconciler asks the network every minute for an hour and then cancels.
<<<
<<<
`,
  },
  {
    id: '1311041',
    title: 'ledger',
    parent: 'Service designs',
    by: 'yuki',
    on: '2024-08-07',
    version: 10,
    labels: ['service', 'payments'],
    text: raw`
Double-entry bookkeeping. Every transfer has entries that sum to zero; the database refuses others.

The balance of an account is the sum of its entries up to a snapshot. Snapshots are taken every night at 02:00 UTC.

~~~sql
SELECT account_id, sum(amount_minor) AS balance
  FROM entries
 WHERE booked_at < now()
 GROUP BY account_id
HAVING sum(amount_minor) <> 0;
~~~

{{chart type=line title="Entries per day"}}
`,
  },
  {
    id: '1311045',
    title: 'catalog',
    parent: 'Service designs',
    by: 'amara',
    on: '2024-08-08',
    version: 6,
    labels: ['service'],
    text: raw`
Products, prices, stock. Prices change at 04:00 in the time zone of the shop. The search index is rebuilt within 90 seconds after a change.

It used to be called *inventory*; [the old design](https://acme.atlassian.net/wiki/spaces/ENG/pages/999999999/Inventory) was deleted.
`,
  },
  {
    id: '1311049',
    title: 'Team topology',
    kind: 'whiteboard',
    parent: 'Architecture',
    by: 'priya',
    on: '2025-05-05',
  },
  {
    id: '1311053',
    title: 'Service catalogue',
    kind: 'database',
    parent: 'Architecture',
    by: 'priya',
    on: '2025-06-01',
  },
  {
    id: '1311057',
    title: 'Catalogue columns',
    parent: 'Service catalogue',
    by: 'liam',
    on: '2025-06-02',
    text: raw`
What the columns of the database above mean: tier, owner, pager, data class.
`,
  },
  {
    id: '9007199254741339',
    title: 'We moved the ledger to Kotlin',
    kind: 'blogpost',
    by: 'yuki',
    on: '2026-02-12',
    version: 2,
    labels: ['blog', 'ledger'],
    text: raw`
It took five months and **zero** minutes of downtime. Three things helped: replay from the log ([why we have one](page:ADR-004 Events over a log)), comparing both ledgers for a month, and Friday cake.
`,
  },
  {
    id: '1311065',
    title: 'Post-mortem culture',
    kind: 'blogpost',
    by: 'tomas',
    on: '2026-06-18',
    version: 1,
    labels: ['blog', 'incident'],
    text: raw`
We wrote 14 post-mortems in the first half of the year. The three that were read most began with a timeline. Start with the [template](page:OPS/Post-mortem template).
`,
  },
];
