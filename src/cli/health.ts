import { z } from 'zod';
import { healthKinds } from '../core/wiki-health.ts';
import { accessUsage, readAccess, type ServerAccess, type ServerAccessOptions } from './server-access.ts';
import { type CallOptions, callServer } from './server-call.ts';
import { exits, jsonLine, plainLine, readOptions, type TerminalCommand, wrongUse } from './terminal.ts';
import { printUnknown, unknownForm } from './unknown-filters.ts';

export type HealthOptions = ServerAccessOptions & CallOptions;

const ANSWER_MS = 60_000;

/** Findings that one call gives; the server's most. */
const A_CALL = 200;

const reportForm = z.looseObject({
  findings: z.array(
    z.looseObject({
      kind: z.string(),
      what: z.string(),
      page: z.looseObject({ title: z.string() }),
      evidence: z.array(z.looseObject({ fileUrl: z.string() })),
      fix: z.object({ what: z.string(), url: z.string() }),
    }),
  ),
  counts: z.record(z.string(), z.number()),
  total: z.number(),
  next: z.number().nullable(),
  pages: z.number(),
  unknown: unknownForm,
});

type Report = z.output<typeof reportForm>;

async function readAll(
  options: CallOptions,
  access: ServerAccess,
  asked: Readonly<Record<string, string>>,
  most: number,
): Promise<Report> {
  const findings: Report['findings'] = [];
  for (let skip = 0; ; ) {
    const limit = Math.min(A_CALL, most - skip);
    const query = new URLSearchParams({ ...asked, skip: String(skip), limit: String(limit) });
    const call = { method: 'GET', path: `/health?${query}`, answerMs: ANSWER_MS } as const;
    const part = await callServer(options, access, call, reportForm);
    findings.push(...part.findings);
    if (part.next === null || part.next >= most) return { ...part, findings };
    skip = part.next;
  }
}

/** Words of pages are data: nothing in them may steer the terminal. */
function printReport({ findings, counts, total, pages, unknown }: Report): string {
  const blocks = findings.map(({ kind, what, page, fix }) =>
    [`${kind}: ${page.title}`, `  ${what}`, `  ${fix.what}`, `  ${fix.url}`].map(plainLine).join('\n'),
  );
  const found = blocks.length === 0 ? (unknown ? 'No page was looked at.' : 'Nothing is wrong.') : blocks.join('\n\n');
  const sums = healthKinds.map((kind) => `${kind} ${counts[kind] ?? 0}`).join(', ');
  const left = total > findings.length ? ` Not shown: ${total - findings.length}.` : '';
  return `${printUnknown(unknown)}${found}\n\nPages: ${pages}. ${sums}.${left}\n`;
}

/** Prints what is wrong with the pages of an organization. */
export function healthCommand(options: HealthOptions): TerminalCommand {
  return {
    usage: `ctxpipe health --url URL --org NAME [--kind KIND,...] [--space KEY] [--limit N] [--json]

Prints what is wrong with the pages, each finding with where it shows and what to do.

${accessUsage}
  --kind       ${healthKinds.join(', ')} (default all)
  --space      only pages of this space
  --limit      findings at most (default 1000)
  --json       one line of JSON: the findings, the counts by kind and the number of pages

Exits 0 when nothing is wrong, 3 when something is, 1 when the server did not answer, 2 for wrong use
and for a space that there is none of.
`,
    async run(args, terminal) {
      const kinds = { url: 'text', org: 'text', kind: 'text', space: 'text', limit: 'text', json: 'flag' } as const;
      const { given } = readOptions(args, kinds);
      const unknown = given.kind?.split(',').find((kind) => !healthKinds.some((known) => known === kind.trim()));
      if (unknown !== undefined) throw wrongUse(`--kind ${unknown}: it is one of ${healthKinds.join(', ')}.`);
      const most = Number(given.limit ?? 1_000);
      if (!Number.isInteger(most) || most < 1) throw wrongUse(`--limit ${given.limit}: it is a number from 1 on.`);
      const asked = { ...(given.kind && { kind: given.kind }), ...(given.space && { space: given.space }) };
      const report = await readAll(options, readAccess(given, options, terminal), asked, most);
      terminal.write(given.json ? jsonLine(report) : printReport(report));
      if (report.total > 0) return exits.warnings;
      return report.unknown ? exits.wrong : exits.ok;
    },
  };
}
