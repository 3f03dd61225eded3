import { cpus, loadavg } from 'node:os';
import type { Corpora } from './corpora.ts';
import { lossesOf } from './losses.ts';
import { comparePairs } from './pairs.ts';
import type { Entry, RenderBench } from './result.ts';
import { timeAll } from './rounds.ts';
import type { SourceFormat } from './source.ts';
import { type Converter, judge, validOf } from './totals.ts';

/** Measures all converters on the documents, format by format. */
export function runRenderBench(corpora: Corpora, all: readonly Converter[], rounds: number): RenderBench {
  const loadBefore = Number((loadavg()[0] ?? 0).toFixed(2));
  const entries = (from: SourceFormat): Entry[] => {
    const documents = validOf(corpora, from);
    const converters = all.filter(({ reads }) => reads.includes(from));
    const totals = converters.map((converter) => judge(converter, documents).total);
    const times = timeAll(converters, documents, rounds);
    return converters.map(({ name, version, licence }, at) => {
      const [total, milliseconds] = [totals[at], times[at]];
      if (!total || !milliseconds) throw new Error(`${name} was not measured.`);
      return { name, version, licence, total, milliseconds };
    });
  };
  const characters = (from: SourceFormat) => validOf(corpora, from).reduce((all, { body }) => all + body.length, 0);
  const processors = cpus();
  return {
    at: new Date().toISOString(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processor: processors[0]?.model.trim() ?? 'unknown',
    processors: processors.length,
    loadBefore,
    rounds,
    characters: { storage: characters('storage'), adf: characters('adf') },
    formats: { storage: entries('storage'), adf: entries('adf') },
    pairs: comparePairs(corpora),
    invalid: lossesOf(corpora.documents.filter(({ invalid }) => invalid)),
    valid: lossesOf(corpora.documents.filter(({ invalid }) => !invalid)),
  };
}
