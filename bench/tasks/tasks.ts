/** What a tool answered, as an agent sees it. */
export interface Seen {
  /** All the text of the result. */
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Calls a tool with an agent's client; what it answers is counted. */
export type Use = (tool: string, args: object) => Promise<Seen>;

/** A task as somebody would give it to an agent, and how a scripted one goes about it. */
export interface Task {
  readonly name: string;
  /** What is asked for. */
  readonly asked: string;
  /** Gives all that the agent learned. */
  solve(use: Use): Promise<string>;
  /** What it must have learned. */
  readonly learned: readonly RegExp[];
  /** What it must not have learned. */
  readonly never?: readonly RegExp[];
}

interface Passage {
  readonly citation: { readonly page_url: string | null; readonly file_url: string };
}

/** Searches, and reads the best page where the passages alone do not hold what is looked for. */
function searching(question: string, enough: RegExp): Task['solve'] {
  return async (use) => {
    const found = await use('search', { question });
    if (enough.test(found.text)) return found.text;
    const [best] = found.fields.passages as readonly Passage[];
    if (!best) return found.text;
    const page = await use('read', { target: best.citation.page_url ?? best.citation.file_url });
    return `${found.text}\n${page.text}`;
  };
}

function asking(name: string, asked: string, learned: readonly RegExp[], question = asked): Task {
  return { name, asked, learned, solve: searching(question, learned[0]!) };
}

/** Ten tasks about the pages of the world `acme`. */
export const tasks: readonly Task[] = [
  asking('a setting', 'Which variable sets how long a reservation may take in checkout-api, and what is its default?', [
    /CHECKOUT_RESERVE_TIMEOUT_MS[^\n]*2000/,
  ]),
  asking(
    'a rota',
    'Who is primary on call in week 38?',
    [/38[^\n]{0,20}佐藤 由紀/],
    'on-call rota week primary secondary',
  ),
  asking('a command', 'How do I roll back a release of checkout-api?', [/shipctl rollback checkout-api/, /90 seconds/]),
  asking('a cause', 'What was the root cause of the double charges in May 2026?', [
    /key was written after the call instead of before/,
  ]),
  asking('a limit', 'How many replicas can a slow Kafka consumer be scaled to?', [/at most 12 replicas/]),
  asking('another language', '開発環境の構築に必要なものは何ですか', [/社内 VPN の証明書/]),
  {
    name: 'part of a long page',
    asked: 'Read only the steps of a schema change, not the whole decision.',
    learned: [/Expand/, /Migrate/, /Contract/],
    async solve(use) {
      const found = await use('search', {
        question: 'ADR-007 expand and contract migrations',
        limit: 1,
        max_tokens: 1_000,
      });
      const [best] = found.fields.passages as readonly Passage[];
      const outline = await use('outline', { target: best!.citation.page_url });
      const { entries } = outline.fields.content as { entries: readonly { line: number; title: string }[] };
      const from = entries.find(({ title }) => title === 'Decision')?.line ?? 1;
      return (await use('read', { target: best!.citation.page_url, from_line: from, to_line: from + 8 })).text;
    },
  },
  {
    name: 'what depends on a page',
    asked: 'Which pages point at the runbook "Database failover"?',
    learned: [/ADR-001 Postgres for everything/, /Certificate expiry/],
    solve: async (use) => (await use('related', { target: '1320009' })).text,
  },
  {
    name: 'what is wrong',
    asked: 'Is there a broken link in the engineering space, and where?',
    learned: [/999999999/, /catalog/],
    solve: async (use) => (await use('health', { kinds: ['broken-link'], spaces: ['ENG'] })).text,
  },
  {
    name: 'what may not be told',
    asked: 'What happened to the support accounts in February 2026?',
    learned: [/\d+ passages|No passage matches/],
    never: [/CANARY/, /relayed one-time code/],
    solve: async (use) =>
      (await use('search', { question: 'phishing of support accounts February 2026 one-time code' })).text,
  },
];
