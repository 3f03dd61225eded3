import { drawBars } from '../pictures.ts';
import type { PageSource } from './source.ts';

const raw = String.raw;

/** Product: goals, research, agreements, public API guides. */
export const product: readonly PageSource[] = [
  {
    id: '1330001',
    title: 'Product',
    by: 'amara',
    on: '2024-02-19',
    changed: '2026-07-06',
    version: 8,
    text: raw`
What we build and for whom. Goals change every quarter, [principles](page:Product principles) do not.

![roadmap.png|Roadmap]

{{include page="Roadmap"}}
`,
    files: [
      {
        id: '1338001',
        name: 'roadmap.png',
        mediaType: 'image/png',
        width: 300,
        height: 90,
        content: () => drawBars([0.8, 0.4, 0.6, 0.2], { width: 300, height: 90, colour: [255, 171, 0] }),
      },
    ],
  },
  {
    id: '1330005',
    title: 'Product principles',
    by: 'amara',
    on: '2024-02-20',
    version: 3,
    labels: ['handbook'],
    text: raw`
1. A customer never loses money because of us.
2. Fewer settings. Every setting is a decision that we did not make.
3. Say what happened, in the words of the customer.
`,
  },
  {
    id: '1330009',
    title: 'Roadmap',
    by: 'amara',
    on: '2025-12-01',
    changed: '2026-09-15',
    version: 27,
    labels: ['planning'],
    text: raw`
|=Quarter|=Theme|=State|
|2026 Q3|One-page checkout|{status:green:ON TRACK}|
|2026 Q4|Subscriptions|{status:yellow:AT RISK}|
|2027 Q1|Gift cards in Japan|{status:neutral:PLANNED}|

Subscriptions are at risk since the bank needs a signed contract by {date:2026-10-31}. @amara decides on {date:2026-10-15} whether to ship without direct debit.
`,
  },
  {
    id: '1330013',
    title: 'Release checklist',
    by: 'amara',
    on: '2025-02-03',
    version: 6,
    labels: ['checklist'],
    text: raw`
For a release that customers notice. Engineers use [their own](page:ENG/Release checklist).

[] Help pages are written in English and Japanese
[] Prices were checked by finance
[] Support has seen a demo
[] The announcement is scheduled for 10:00 in the time zone of the shop
`,
  },
  {
    id: '1330017',
    title: 'Subscriptions',
    by: 'amara',
    on: '2026-03-16',
    changed: '2026-09-10',
    version: 16,
    labels: ['spec', 'subscriptions'],
    comments: [
      {
        id: '1339001',
        kind: 'footer',
        by: 'yuki',
        on: '2026-04-02',
        text: 'The ledger can book the first month pro rata, {br}see the table.',
      },
    ],
    text: raw`
## Problem
31 % of our customers buy the same basket every month and 12 % of them forget it once a year.

## Rules
- A subscription renews on the same day of the month; on the last day where the month is too short.
- A failed payment is tried again after **1, 3 and 7 days**. After that the subscription pauses, it is never cancelled by us.
- Prices of a running subscription rise only after a notice of 30 days.

## Not in this release
>>> Gifts
A gift has two addresses and one payer. It comes with [gift cards](page:ギフトカード).
<<<

|=Plan|=Month|=Year|
|Small|€9|€90|
|Large|€19|€190|
`,
  },
  {
    id: '1330021',
    title: 'ギフトカード',
    parent: 'Subscriptions',
    by: 'yuki',
    on: '2026-05-25',
    version: 4,
    labels: ['spec', '日本語'],
    text: raw`
日本向けギフトカードの仕様です。

- 金額は ¥1,000、¥3,000、¥5,000
- 有効期限は購入から **五年**
- 残高は [ledger](page:ENG/ledger) に記録します
`,
  },
  {
    id: '1330025',
    title: 'Pricing experiment 2026',
    by: 'amara',
    on: '2026-06-29',
    version: 2,
    readers: ['amara', 'priya'],
    labels: ['restricted'],
    text: raw`
Confidential until the end of the test. CANARY-RESTRICTED-PAGE.
`,
  },
  { id: '1330029', title: 'Developer documentation', kind: 'folder', by: 'amara', on: '2025-04-07' },
  {
    id: '1330033',
    title: 'Public API: getting started',
    parent: 'Developer documentation',
    by: 'liam',
    on: '2025-04-08',
    changed: '2026-05-18',
    version: 12,
    labels: ['api', 'public'],
    text: raw`
## Authentication
Send your key as ''Authorization: Bearer sk_live_…''. Test keys start with ''sk_test_'' and never move money.

~~~bash
curl https://api.acme.example/v2/orders \
  -H "Authorization: Bearer $ACME_KEY" \
  -H "Idempotency-Key: $(uuidgen)" \
  -d '{"cart":"c_123","currency":"EUR"}'
~~~

## Limits
100 requests a second per key, bursts of 200. Beyond that the answer is **429** with ''Retry-After'' in seconds.
`,
  },
  {
    id: '1330037',
    title: 'Public API: webhooks',
    parent: 'Developer documentation',
    by: 'liam',
    on: '2025-04-14',
    changed: '2026-04-27',
    version: 9,
    labels: ['api', 'public', 'events'],
    text: raw`
We POST to your address within five seconds of the event and try again for 72 hours with growing pauses.

## Verifying
~~~python
import hashlib, hmac

def verify(secret: bytes, body: bytes, header: str) -> bool:
    expected = hmac.new(secret, body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, header)
~~~

|=Event|=When|
|''order.created''|the cart became an order|
|''order.paid''|the money is reserved|
|''order.refunded''|all or part of the money went back|
`,
  },
  {
    id: '1330041',
    title: 'Public API: errors',
    parent: 'Developer documentation',
    by: 'liam',
    on: '2025-04-21',
    version: 5,
    labels: ['api', 'public'],
    storage: `
<p>Every error has a <strong>code</strong> that does not change.</p>
<table data-layout="default"><colgroup><col style="width: 200px;" /><col /></colgroup><tbody>
<tr><th><p>Code</p></th><th><p>What to do</p></th></tr>
<tr><td><p><code>card_declined</code></p></td><td><p>Ask for another card.</p></td></tr>
<tr><td><p><code>cart_too_large</code></p></td><td><p>Split the cart; at most 120 items.</p></td></tr>
<tr><td rowspan="2"><p><code>rate_limited</code></p></td><td><p>Wait for <code>Retry-After</code> seconds.</p></td></tr>
<tr><td><p>Then send the same Idempotency-Key.</p></td></tr>
</tbody></table>
<ac:structured-macro ac:name="info" ac:schema-version="1"><ac:rich-text-body><p>Codes are listed in <ac:link><ri:attachment ri:filename="error-codes.csv" /><ac:plain-text-link-body><![CDATA[one file]]></ac:plain-text-link-body></ac:link>, too.</p></ac:rich-text-body></ac:structured-macro>
<p><ac:image ac:width="160"><ri:attachment ri:filename="errors by code.png" /></ac:image></p>
<p>Missing: <ac:link><ri:page ri:content-title="A page that was never written" /><ac:plain-text-link-body><![CDATA[the glossary]]></ac:plain-text-link-body></ac:link>.</p>
`,
    files: [
      {
        id: '1338011',
        name: 'error-codes.csv',
        mediaType: 'text/csv',
        content: () => Buffer.from('code,status\ncard_declined,402\ncart_too_large,422\nrate_limited,429\n'),
      },
      {
        id: '1338012',
        name: 'errors by code.png',
        mediaType: 'image/png',
        content: () => drawBars([0.7, 0.2, 0.4], { colour: [222, 53, 11] }),
      },
    ],
  },
  {
    id: '1330045',
    title: 'Working agreements',
    by: 'priya',
    on: '2025-09-01',
    version: 5,
    labels: ['handbook'],
    text: raw`
- No meetings on Wednesday.
- Answers in chat within a day, not within a minute.
- On-call pay: €400 a week, €50 for each page at night, agreed with the works council on {date:2025-08-14}.
- Holidays are entered in the calendar four weeks ahead.
`,
  },
  {
    id: '1330049',
    title: 'Customer interviews',
    by: 'amara',
    on: '2026-01-26',
    version: 7,
    labels: ['research'],
    text: raw`
Fourteen interviews about returns.

> “I did not know whether the parcel had arrived, so I called three times.”
>
> A customer from Lyon

**What we learned**
- The state of a return is asked for more often than anything else.
- A date is worth more than a progress bar.

[Recordings](https://drive.example.com/interviews?id=42&view=all) are kept for 90 days.
`,
  },
  {
    id: '1330053',
    title: 'Figma library',
    kind: 'embed',
    by: 'amara',
    on: '2026-02-02',
  },
  {
    id: '1330057',
    title: 'One-page checkout is live',
    kind: 'blogpost',
    by: 'amara',
    on: '2026-09-22',
    version: 1,
    labels: ['blog', 'checkout'],
    text: raw`
Since Monday all shops use it. Completed orders rose by 6.2 %. Thank you, @liam and @yuki! {emoji:tada:🎉}
`,
  },
];
