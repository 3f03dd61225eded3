import { drawBars } from '../pictures.ts';
import type { PageSource } from './source.ts';

const raw = String.raw;

/** Engineering: home, onboarding, guides. */
export const engineeringGuides: readonly PageSource[] = [
  {
    id: '1310721',
    title: 'Engineering',
    by: 'priya',
    on: '2024-02-05',
    changed: '2026-08-31',
    version: 14,
    text: raw`
Welcome to the engineering handbook of Acme. It covers how we build, review, ship and run the six services behind the shop.

{{toc maxLevel=3}}

## Where to start
- New here? Follow [Onboarding](page:Onboarding), your first week is planned.
- Something is on fire? Go to [the runbooks](page:OPS/Runbooks) and call the on-call engineer.
- Want to change how we do things? Write an [architecture decision](page:Architecture decisions).

## Services
|=Service|=Owner|=Language|=Repository|
|''checkout-api''|@priya|TypeScript|<https://github.com/acme/checkout-api>|
|''payments-gateway''|@liam|Go|<https://github.com/acme/payments-gateway>|
|''ledger''|@yuki|Kotlin|<https://github.com/acme/ledger>|
|''catalog''|@amara|Python|<https://github.com/acme/catalog>|
|''notifier''|@tomas|TypeScript|<https://github.com/acme/notifier>|
|''identity''|@sofia|Rust|<https://github.com/acme/identity>|

{{children all=true sort=title}}
`,
  },
  {
    id: '1310725',
    title: 'Onboarding',
    by: 'priya',
    on: '2024-02-06',
    changed: '2026-05-12',
    version: 9,
    labels: ['onboarding', 'handbook'],
    comments: [
      {
        id: '1319001',
        kind: 'footer',
        by: 'liam',
        on: '2026-05-13',
        text: 'The VPN step took me half a day because the certificate had expired. Could we check it on Friday before somebody starts?',
        replies: [
          {
            id: '1319002',
            kind: 'footer',
            by: 'tomas',
            on: '2026-05-14',
            text: 'Added to the *IT* checklist, thanks @liam.',
          },
        ],
      },
    ],
    text: raw`
!!! info
Ask your buddy first. Nobody expects you to know where things are in your first two weeks.
!!!

## First day
[x] Collect laptop and security key from @tomas
[] Enrol the key at [identity](https://id.acme.example/enrol) before {date:2026-09-01}
[] Read [Code review](page:Code review) and [How we branch](page:How we branch)
[] Join ''#eng-newcomers''

## First week
1. Set up your machine with [Local development](page:Local development).
2. Ship a change to ''notifier'' behind a flag; your buddy reviews it.
3. Shadow the on-call engineer for one afternoon, see [On-call](page:OPS/On-call).
  - You carry no pager yet.
  - Write down what surprised you.

## Access
You get read access to production metrics on day one. Write access to production needs the training described in [Production access](page:OPS/Production access) and an approval by your lead {status:yellow:TWO DAYS}.
`,
  },
  {
    id: '1310729',
    title: 'Local development',
    parent: 'Onboarding',
    by: 'liam',
    on: '2024-03-11',
    changed: '2026-07-02',
    version: 22,
    labels: ['onboarding', 'howto'],
    text: raw`
You need Docker, Node 20 and Go 1.23. Everything else comes with the repository.

~~~bash
git clone git@github.com:acme/checkout-api.git
cd checkout-api
make dev   # starts Postgres, Redis and the fake card network
curl -s localhost:8080/health | jq .
~~~

If ''make dev'' says *port 5432 is in use*, another Postgres runs on your machine. Stop it or set ''PGPORT=5433''.

>>> Windows
Use WSL 2 with Ubuntu 24.04. File watching works only inside the Linux file system, not below ''/mnt/c''.
~~~powershell
wsl --install -d Ubuntu-24.04
~~~
<<<

!!! warning
Never point a local service at the production database. The proxy refuses it, and you will be asked why.
!!!
`,
  },
  {
    id: '1310733',
    title: 'Code review',
    by: 'yuki',
    on: '2024-03-19',
    changed: '2026-02-17',
    version: 6,
    labels: ['handbook'],
    text: raw`
A review is a conversation about **risk**, not about taste. Formatting is settled by the formatter.

> If you would not want to be paged for it, do not approve it.

## Rules
- One approval for ordinary changes, two for everything that touches money or personal data.
- Answer within one working day; say so when you cannot.
- Changes above 400 lines are split, unless they are generated.

## What to look at
1. Does the change do what its description says?
2. What happens when the network fails in the middle?
3. Can it be rolled back? See [Rolling back a release](page:OPS/Rolling back a release).

<> Squash merges only, decided on {date:2025-11-03}
<> Review time is not measured per person
`,
  },
  {
    id: '1310737',
    title: 'How we branch',
    by: 'liam',
    on: '2024-04-02',
    version: 3,
    labels: ['handbook'],
    text: raw`
Trunk-based. Branches live for at most two days and are named ''user/topic''.

|={2x1}Branches|=Protected|
|''main''|what runs in production after the pipeline|yes|
|''release/*''|only ''ledger'', since the auditors want one|yes|
|''user/*''|your work|no|

The numbers behind this are in [the DORA report](https://dora.dev/research/) and in our own [delivery metrics](page:Delivery metrics#lead-time).
`,
  },
  {
    id: '1310741',
    title: 'Delivery metrics',
    by: 'priya',
    on: '2025-01-15',
    changed: '2026-08-03',
    version: 8,
    labels: ['metrics'],
    files: [
      {
        id: '1318001',
        name: 'lead-time.png',
        mediaType: 'image/png',
        width: 320,
        height: 120,
        content: () => drawBars([0.9, 0.8, 0.75, 0.6, 0.5, 0.42, 0.35], { width: 320, height: 120 }),
      },
      {
        id: '1318002',
        name: 'deployments per week.png',
        mediaType: 'image/png',
        content: () => drawBars([0.2, 0.3, 0.35, 0.5, 0.7, 0.9], { colour: [54, 179, 126] }),
      },
    ],
    text: raw`
{anchor:lead-time}
## Lead time
The median from first commit to production fell from 3.1 days to 19 hours since we cut the nightly build.

![lead-time.png|Median lead time by month|320]

## Deployment frequency
![deployments per week.png|Deployments per week]

|=Quarter|={3x1}Result|
|=|=Deployments a week|=Lead time|=Change failure rate|
|{1x2}2026 Q1|41|26 h|9 %|
|47|24 h|11 %|
|2026 Q2|63|19 h|7 %|

Row two of Q1 is after the correction for hotfixes{emoji:point_up:☝️}.
`,
  },
  {
    id: '1310745',
    title: 'API guidelines',
    by: 'priya',
    on: '2024-05-20',
    editor: 'yuki',
    changed: '2026-06-23',
    version: 17,
    labels: ['api', 'standards'],
    comments: [
      {
        id: '1319011',
        kind: 'inline',
        by: 'liam',
        on: '2026-06-24',
        text: 'Should we say how long keys are kept?',
        resolution: 'open',
        selection: 'Idempotency-Key',
        marker: 'b7c1a1d2-0001',
        replies: [
          { id: '1319012', kind: 'inline', by: 'yuki', on: '2026-06-25', text: '24 hours, same as the card network.' },
        ],
      },
      {
        id: '1319013',
        kind: 'inline',
        by: 'amara',
        on: '2026-06-26',
        text: 'Typo fixed.',
        resolution: 'resolved',
        selection: 'RFC 9457',
        marker: 'b7c1a1d2-0002',
      },
    ],
    text: raw`
These rules hold for every HTTP interface between teams. Exceptions need an [architecture decision](page:Architecture decisions).

## Errors
Errors are problem documents ({comment:b7c1a1d2-0002:RFC 9457}) with a stable ''code''.

~~~json
{
  "type": "https://errors.acme.example/card-declined",
  "title": "The card was declined",
  "status": 402,
  "code": "card_declined"
}
~~~

## Idempotency
Every POST that moves money takes an {comment:b7c1a1d2-0001:Idempotency-Key} header. The same key with another body is answered 409.

## Pagination
Cursors, never offsets. The default page size is 50, the maximum is 200.

## Versioning
- Additive changes need no new version.
- A breaking change gets a new path prefix and a sunset date of at least 180 days.
- Field names are ''snake_case''; times are ISO 8601 in UTC; amounts are integers in minor units, so €12.50 is ''1250''.
`,
  },
  {
    id: '1310749',
    title: 'Testing strategy',
    by: 'yuki',
    on: '2024-06-03',
    changed: '2026-03-30',
    version: 5,
    labels: ['standards', 'testing'],
    text: raw`
::: 
### Fast
Unit and contract tests run in under three minutes on every push. A test that sleeps is a bug.
+++
### Slow
End-to-end tests run every hour against staging. They cover *ten* journeys, no more; the list belongs to @amara.
:::

### Flaky tests
A flaky test is quarantined on the day it is seen and fixed or deleted within a week. We count **quarantined tests** on the wall: {status:green:3 TODAY}.

~~~kotlin
@Test
fun transferIsBalanced() {
    val transfer = ledger.transfer(from = "a", to = "b", amount = 100)
    assertEquals(0, transfer.entries.sumOf { it.amount })
}
~~~
`,
  },
  {
    id: '1310753',
    title: 'Release checklist',
    by: 'tomas',
    on: '2024-07-01',
    version: 4,
    labels: ['checklist'],
    text: raw`
For services with a ''release/*'' branch. The product team has [a checklist of its own](page:PROD/Release checklist).

[] Migrations are backwards compatible, see [expand and contract](page:ADR-007 Expand and contract migrations)
[] The rollback was tried on staging
[] The error budget has at least 20 % left
[] Support knows
`,
  },
  {
    id: '1310757',
    title: '開発環境の構築',
    parent: 'Onboarding',
    by: 'yuki',
    on: '2024-09-09',
    version: 2,
    labels: ['onboarding', '日本語'],
    text: raw`
東京チーム向けの手順です。英語版は [Local development](page:Local development) を見てください。

## 必要なもの
- Docker Desktop
- Node 20
- 社内 VPN の証明書

## 手順
1. リポジトリを複製します。
2. ''make dev'' を実行します。
3. ブラウザで <https://localhost:8080/health> を開きます。

!!! tip
証明書の更新は毎年四月です。
!!!
`,
  },
  {
    id: '1310761',
    title: '🚀 Hack week ideas',
    by: 'amara',
    on: '2026-04-20',
    version: 11,
    live: true,
    labels: ['hackweek'],
    text: raw`
Add a line, put your name behind it. Voting closes on {date:2026-10-02}.

- A bot that answers from the runbooks, @liam {emoji:robot:🤖}
- Dark mode for receipts, @amara
- Carbon budget per deployment, H,,2,,O free, 10^^3^^ requests a joule
- ~~Rewrite the ledger in Prolog~~ no, @yuki
- {color:#ff5630:Red} team afternoon, ++everybody++
`,
  },
  {
    id: '1310765',
    title: 'Legacy monolith deployment',
    by: 'max',
    on: '2021-03-02',
    version: 31,
    status: 'archived',
    labels: ['legacy'],
    text: raw`
How the monolith was deployed until 2023: copy the WAR to both hosts, restart Tomcat, pray. Kept for the auditors.
`,
  },
  {
    id: '1310769',
    title: 'Old standup notes',
    by: 'max',
    on: '2022-01-10',
    status: 'trashed',
    text: raw`
Nothing of interest.
`,
  },
];
