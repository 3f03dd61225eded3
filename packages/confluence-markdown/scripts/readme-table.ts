import { markRules } from '../src/adf/marks.ts';
import { nodeRules } from '../src/adf/rules.ts';
import { macros } from '../src/macros/index.ts';

interface Row {
  readonly names: readonly string[];
  readonly becomes: string;
}

const TABLES: Readonly<Record<string, { readonly head: string; readonly rows: readonly Row[] }>> = {
  nodes: { head: 'Node', rows: nodeRules },
  marks: { head: 'Mark', rows: markRules },
  macros: { head: 'Macro', rows: macros },
};

function table(name: string): string {
  const { head, rows } = TABLES[name]!;
  const cell = (value: string) => value.replace(/\|/g, '\\|');
  const lines = rows.map((row) => `| ${row.names.map((n) => `\`${n}\``).join(' ')} | ${cell(row.becomes)} |`);
  return [`| ${head} | Becomes |`, '| --- | --- |', ...lines].join('\n');
}

/** The README with its tables made anew from the rules. Each stands between `<!-- table:NAME -->` and `<!-- end -->`. */
export function withTables(readme: string): string {
  return readme.replace(
    /(<!-- table:(\w+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, start: string, name: string, end: string) => `${start}\n${table(name)}\n\n${end}`,
  );
}
