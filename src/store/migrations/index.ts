import { createHash } from 'node:crypto';
import { accounts } from './0001-accounts.ts';
import { authorizationServer } from './0002-authorization-server.ts';
import { connections } from './0003-connections.ts';
import { mirror } from './0004-mirror.ts';
import { index } from './0005-index.ts';
import { graph } from './0006-graph.ts';
import { notices } from './0007-notices.ts';
import { oneHolder } from './0008-one-holder.ts';
import { agentCalls } from './0009-agent-calls.ts';
import { workers } from './0010-workers.ts';
import { wikiHealth } from './0011-wiki-health.ts';
import { namings } from './0012-namings.ts';
import { restrictedPages } from './0013-restricted-pages.ts';
import { silentRestrictions } from './0014-silent-restrictions.ts';
import { codeStructure } from './0015-code-structure.ts';
import { embeddings } from './0016-embeddings.ts';
import { languages } from './0017-languages.ts';
import { makersOfKeys } from './0018-makers-of-keys.ts';
import { valuesAndComments } from './0019-values-and-comments.ts';
import { commonPhrases } from './0020-common-phrases.ts';
import { linkedAt } from './0021-linked-at.ts';

/** One step of the schema. Once released its text never changes: what follows is a new step. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of `sql`, hexadecimal. */
  readonly hash: string;
}

function step(name: string, sql: string): Migration {
  return { name, sql, hash: createHash('sha256').update(sql).digest('hex') };
}

/** Every step, in order. */
export const migrations: readonly Migration[] = [
  step('0001-accounts', accounts),
  step('0002-authorization-server', authorizationServer),
  step('0003-connections', connections),
  step('0004-mirror', mirror),
  step('0005-index', index),
  step('0006-graph', graph),
  step('0007-notices', notices),
  step('0008-one-holder', oneHolder),
  step('0009-agent-calls', agentCalls),
  step('0010-workers', workers),
  step('0011-wiki-health', wikiHealth),
  step('0012-namings', namings),
  step('0013-restricted-pages', restrictedPages),
  step('0014-silent-restrictions', silentRestrictions),
  step('0015-code-structure', codeStructure),
  step('0016-embeddings', embeddings),
  step('0017-languages', languages),
  step('0018-makers-of-keys', makersOfKeys),
  step('0019-values-and-comments', valuesAndComments),
  step('0020-common-phrases', commonPhrases),
  step('0021-linked-at', linkedAt),
];
