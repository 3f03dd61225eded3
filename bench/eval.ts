import { parseArgs } from 'node:util';
import { judge } from '../src/pipeline/graph/labelled-names.testbed.ts';
import { convertDocsQa } from './retrieval/convert.ts';
import { evaluateRetrieval } from './retrieval/run.ts';

const USAGE = `Usage:
  npm run eval -- retrieval --set FOLDER [--json] [--engine product|index|bm25] [--target CHARACTERS]
                             [--embeddings URL --model NAME]    with --engine index
  npm run eval -- convert-docs-qa --from FOLDER --set FOLDER
  npm run eval -- links [--json]`;

/** Of the links from names in pages to code, so many have to be right. */
const LEAST_PRECISION = 0.95;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    set: { type: 'string' },
    from: { type: 'string' },
    json: { type: 'boolean', default: false },
    engine: { type: 'string', default: 'product' },
    target: { type: 'string' },
    embeddings: { type: 'string' },
    model: { type: 'string' },
  },
});
const { set, from } = values;

if (positionals[0] === 'retrieval' && set) {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const engine = values.engine === 'bm25' || values.engine === 'index' ? values.engine : 'product';
  const targetCharacters = values.target === undefined ? undefined : Number(values.target);
  const { embeddings: url, model: name } = values;
  const embeddings = url && name ? { url, name } : null;
  const result = await evaluateRetrieval({ set, engine, targetCharacters, embeddings, say });
  process.stdout.write(`${values.json ? JSON.stringify(result) : JSON.stringify(result, null, 2)}\n`);
} else if (positionals[0] === 'convert-docs-qa' && set && from) {
  await convertDocsQa(from, set);
} else if (positionals[0] === 'links') {
  const judged = judge();
  process.stdout.write(`${JSON.stringify(judged, null, values.json ? undefined : 2)}\n`);
  process.exitCode = judged.precision >= LEAST_PRECISION ? 0 : 1;
} else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}
