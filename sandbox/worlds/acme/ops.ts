import { drawBars } from '../pictures.ts';
import type { PageSource } from './source.ts';

const raw = String.raw;

/** Operations: runbooks, on-call, incidents, some of them restricted. */
export const operations: readonly PageSource[] = [
  {
    id: '1320001',
    title: 'Operations',
    by: 'tomas',
    on: '2024-02-12',
    changed: '2026-09-01',
    version: 7,
    text: raw`
How production runs and what to do when it does not. The pager number is in the [on-call rota](page:On-call).

{{recently-updated max=5}}
`,
  },
  {
    id: '1320005',
    title: 'Runbooks',
    by: 'tomas',
    on: '2024-02-13',
    changed: '2026-03-01',
    version: 5,
    labels: ['runbook'],
    text: raw`
A runbook starts with how you notice, then how you stop the harm, then how you repair.

{{contentbylabel cql="label = runbook"}}
`,
  },
  {
    id: '1320009',
    title: 'Database failover',
    parent: 'Runbooks',
    by: 'tomas',
    on: '2024-03-04',
    changed: '2026-08-11',
    version: 13,
    labels: ['runbook', 'database', 'p1'],
    files: [
      {
        id: '1328001',
        name: 'failover-timeline.png',
        mediaType: 'image/png',
        width: 280,
        height: 90,
        content: () => drawBars([1, 1, 0.1, 0.1, 0.6, 1], { width: 280, height: 90, colour: [255, 86, 48] }),
      },
    ],
    comments: [
      {
        id: '1329001',
        kind: 'footer',
        by: 'yuki',
        on: '2026-08-12',
        text: 'Worked as written on Tuesday: 41 seconds of read-only time.',
      },
    ],
    text: raw`
**Notice:** alert ''PostgresPrimaryDown'', or writes fail with ''57P01''.

!!! error
Do not restart the old primary by hand. It may come back as a second primary.
!!!

## Stop the harm
1. Announce in ''#incident'' and page the database owner, @tomas.
2. Switch checkout to read-only: ''flagctl set checkout.readonly on''.

## Fail over
~~~bash
patronictl -c /etc/patroni.yml list
patronictl -c /etc/patroni.yml failover --candidate pg-2 --force
psql -h pg-write -c 'select pg_is_in_recovery()'   # must print f
~~~

The replica lag must be below 16 MB. If it is not, wait; losing committed payments is worse than ten minutes of downtime.

![failover-timeline.png|Write throughput during the drill of August 2026]

## Afterwards
[] ''flagctl set checkout.readonly off''
[] Rebuild the old primary with ''pg_basebackup''
[] Write a [post-mortem](page:Post-mortem template) if it took more than two minutes
`,
  },
  {
    id: '1320013',
    title: 'Rolling back a release',
    parent: 'Runbooks',
    by: 'liam',
    on: '2024-04-15',
    version: 9,
    labels: ['runbook', 'release'],
    text: raw`
Any engineer may roll back, without asking.

~~~bash
shipctl history checkout-api --limit 5
shipctl rollback checkout-api --to 2026.09.14-3
~~~

A rollback takes about 90 seconds. Database migrations are not rolled back: they are [compatible with the release before](page:ENG/ADR-007 Expand and contract migrations).

If ''shipctl'' itself is down, use the break-glass account in the safe and set the image tag in the cluster.
`,
  },
  {
    id: '1320017',
    title: 'Rotating the card network keys',
    parent: 'Runbooks',
    by: 'sofia',
    on: '2024-05-27',
    changed: '2026-07-27',
    version: 8,
    labels: ['runbook', 'security', 'pci'],
    text: raw`
Every 90 days, next on {date:2026-10-25}. Two people are needed, one of them from security.

|=Step|=Who|=Proof|
|Create the new key pair in the HSM|security|serial number in the log|
|Upload the certificate to both networks|payments|{status:green:ACTIVE} in both portals|
|Switch ''payments-gateway'' to the new key|payments|''gateway_key_generation'' rises by one|
|Revoke the old key after 24 hours|security|the networks answer ''key_revoked''|

!!! note
The second network needs up to four hours to activate a certificate. Start before noon.
!!!
`,
  },
  {
    id: '1320021',
    title: 'Kafka consumer lag',
    parent: 'Runbooks',
    by: 'yuki',
    on: '2024-10-07',
    version: 4,
    labels: ['runbook', 'events'],
    text: raw`
**Notice:** ''ConsumerLagHigh'' for more than ten minutes.

- Lag in one partition only: a poison message. Find it with ''kcat -C -t acme.events -p 7 -o -10'' and park it with ''eventctl park''.
- Lag in all partitions: the consumer is too slow. Scale it to at most 12 replicas, one for each partition.
- Lag after a deployment: roll back first, look for causes later.
`,
  },
  {
    id: '1320025',
    title: 'Certificate expiry',
    parent: 'Runbooks',
    by: 'max',
    on: '2023-12-01',
    editor: 'tomas',
    changed: '2026-01-19',
    version: 6,
    labels: ['runbook'],
    storage: `
<p>Certificates renew themselves 30 days before they end. When that fails, <code>CertExpiresSoon</code> pages at 14 days.</p>
<ac:structured-macro ac:name="code" ac:schema-version="1"><ac:parameter ac:name="language">bash</ac:parameter><ac:parameter ac:name="title">Renew by hand</ac:parameter><ac:plain-text-body><![CDATA[kubectl -n edge delete secret shop-tls
kubectl -n edge get certificate shop-tls -w   # until READY is True]]></ac:plain-text-body></ac:structured-macro>
<p>The chain must contain the intermediate&nbsp;&mdash; iOS 15 refuses it otherwise. See also <ac:link><ri:page ri:content-title="Database failover" /></ac:link> and <ac:link ac:anchor="lead-time"><ri:page ri:space-key="ENG" ri:content-title="Delivery metrics" /><ac:plain-text-link-body><![CDATA[what an outage costs]]></ac:plain-text-link-body></ac:link>.</p>
<ac:structured-macro ac:name="plantuml" ac:schema-version="1"><ac:parameter ac:name="atlassian-macro-output-type">INLINE</ac:parameter><ac:plain-text-body><![CDATA[@startuml
certmanager -> acme : order
acme -> certmanager : challenge
@enduml]]></ac:plain-text-body></ac:structured-macro>
<p>Written by <ac:link><ri:user ri:account-id="5b10a2844c20165700ede21g" /></ac:link>.</p>
`,
  },
  {
    id: '1320029',
    title: 'On-call',
    by: 'tomas',
    on: '2024-02-26',
    changed: '2026-09-07',
    version: 25,
    labels: ['oncall', 'handbook'],
    text: raw`
One primary, one secondary, a week each, handover on Monday at 10:00.

|=Week|=Primary|=Secondary|
|37|@liam|@yuki|
|38|@yuki|@priya|
|39|@priya|@tomas|

## What you owe
Answer a page within **5 minutes** by day and **15 minutes** by night. You may always wake the secondary.

## What you get
A day off after a week with a page between 22:00 and 07:00; €400 for the week. The details are in [pay during on-call](page:PROD/Working agreements).

{{team-calendar id="oncall" view=week}}
`,
  },
  {
    id: '1320033',
    title: 'Production access',
    by: 'sofia',
    on: '2024-06-17',
    version: 7,
    labels: ['security', 'handbook'],
    text: raw`
Read access is given for a year, write access for eight hours at a time.

1. Pass the training (40 minutes, in the [learning portal](https://learn.acme.example/production)).
2. Ask with ''accessctl request prod-write --reason INC-123''.
3. Somebody else approves. Sessions are recorded.
`,
  },
  {
    id: '1320037',
    title: 'Capacity plan 2027',
    by: 'tomas',
    on: '2026-08-24',
    version: 3,
    labels: ['planning'],
    live: true,
    text: raw`
We plan for twice the traffic of Black Friday 2025: 5,200 orders a minute.

::: 
**Today**
- 12 nodes of 16 cores
- 61 % of memory used at peak
+++
**Needed**
- 20 nodes
- a third Kafka broker per zone
+++
**Open**
- Who pays for the warm standby? @amara
:::
`,
  },
  {
    id: '1320041',
    title: 'Post-mortem template',
    by: 'tomas',
    on: '2024-03-20',
    version: 6,
    labels: ['template', 'incident'],
    text: raw`
## Timeline
All times in UTC. Begin with the change that started it, not with the alert.

## Impact
Orders lost, money at risk, customers told.

## What went well
## What went badly
## Where we were lucky

## Actions
[] An owner and a date for each action, at most five of them
`,
  },
  {
    id: '1320045',
    title: '2026-05-03 Double charges',
    parent: 'Post-mortem template',
    by: 'liam',
    on: '2026-05-05',
    version: 4,
    labels: ['incident', 'payments'],
    text: raw`
For 17 minutes 212 customers were charged twice.

## Timeline
|=UTC|=What happened|
|09:02|Release ''2026.05.03-1'' of payments-gateway removes the idempotency cache for reservations|
|09:11|The first network is slow, retries begin|
|09:14|Alert ''DuplicateCapture'' pages @liam|
|09:19|Rolled back|
|11:40|All refunds are sent|

## Root cause
The retry created a new reservation, since the key was written after the call instead of before. [API guidelines](page:ENG/API guidelines#idempotency) said so all along.

## Actions
[x] Write the intent first, {jira:PAY-884}
[x] A contract test that cuts the connection after the request
[] Alert on two captures with one order id within a minute
`,
  },
  {
    id: '1320049',
    title: 'Security incidents',
    by: 'sofia',
    on: '2024-09-02',
    version: 2,
    readers: ['sofia', 'priya'],
    labels: ['security', 'restricted'],
    text: raw`
Restricted to the security response team. CANARY-RESTRICTED-PARENT.
`,
  },
  {
    id: '1320053',
    title: '2026-02 Phishing of support accounts',
    parent: 'Security incidents',
    by: 'sofia',
    on: '2026-02-20',
    version: 3,
    labels: ['security'],
    text: raw`
Two support accounts were taken over with a relayed one-time code. CANARY-INHERITED-RESTRICTION.
`,
  },
  {
    id: '1320057',
    title: 'Monitoring',
    kind: 'folder',
    by: 'tomas',
    on: '2024-11-04',
  },
  {
    id: '1320061',
    title: 'Service level objectives',
    parent: 'Monitoring',
    by: 'tomas',
    on: '2024-11-05',
    changed: '2026-06-09',
    version: 9,
    labels: ['slo'],
    text: raw`
|=Service|=Availability|=Latency (p99)|=Error budget per month|
|checkout-api|99.95 %|400 ms|21 min 54 s|
|payments-gateway|99.9 %|1,200 ms|43 min 49 s|
|catalog|99.5 %|150 ms|3 h 39 min|

When the budget is spent, only fixes are released until the end of the month. Exceptions are decided by @priya.
`,
  },
  {
    id: '1320065',
    title: 'Alert catalogue',
    parent: 'Monitoring',
    by: 'tomas',
    on: '2024-11-06',
    version: 11,
    labels: ['alerts'],
    text: raw`
Every alert has a runbook or is deleted.

- ''PostgresPrimaryDown'': [Database failover](page:Database failover)
- ''ConsumerLagHigh'': [Kafka consumer lag](page:Kafka consumer lag)
- ''CertExpiresSoon'': [Certificate expiry](page:Certificate expiry)
- ''DuplicateCapture'': stop the payments worker, then call @liam

<https://grafana.acme.example/d/overview>
`,
  },
];
