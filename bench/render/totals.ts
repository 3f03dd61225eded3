import type { Corpora, Document } from './corpora.ts';
import { type Fidelity, fidelityOf, MEASURES, type Measure } from './fidelity.ts';
import type { SourceFormat } from './source.ts';

/** A converter as the bench calls it: the body as it is stored, to Markdown. */
export interface Converter {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly reads: readonly SourceFormat[];
  readonly convert: (body: string, from: SourceFormat) => string;
}

export interface Total {
  readonly documents: number;
  /** Valid documents for which there was no output. */
  readonly failed: readonly { readonly file: string; readonly error: string }[];
  readonly measures: Readonly<Record<Measure, { readonly kept: number; readonly of: number }>>;
  readonly leakage: { readonly leaked: number; readonly of: number };
}

export interface Judged {
  readonly document: Document;
  readonly markdown: string;
  readonly fidelity: Fidelity;
}

/** Converts and judges documents; what cannot be converted counts as an empty output. */
export function judge(converter: Converter, documents: readonly Document[]) {
  const failed: { file: string; error: string }[] = [];
  const judged = documents.map((document): Judged => {
    let markdown = '';
    try {
      markdown = converter.convert(document.body, document.from);
    } catch (error) {
      failed.push({ file: document.file, error: String(error).slice(0, 200) });
    }
    return { document, markdown, fidelity: fidelityOf(document.from, document.body, markdown) };
  });
  return { judged, total: totalOf(judged, failed) };
}

function totalOf(judged: readonly Judged[], failed: Total['failed']): Total {
  const sum = (pick: (fidelity: Fidelity) => number) => judged.reduce((all, { fidelity }) => all + pick(fidelity), 0);
  const measures = Object.fromEntries(
    MEASURES.map((name) => [
      name,
      { kept: sum(({ scores }) => scores[name].kept), of: sum(({ scores }) => scores[name].of) },
    ]),
  ) as Total['measures'];
  const leakage = { leaked: sum((each) => each.leakage.leaked.length), of: sum((each) => each.leakage.of) };
  return { documents: judged.length, failed, measures, leakage };
}

/** The documents that figures are made of. */
export function validOf({ documents }: Corpora, from: SourceFormat): Document[] {
  return documents.filter((document) => document.from === from && !document.invalid);
}
