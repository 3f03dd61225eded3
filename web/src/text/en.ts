import { common, problem } from './en/common.ts';
import { connection } from './en/connection.ts';
import { doctor } from './en/doctor.ts';
import { find } from './en/find.ts';
import { organization } from './en/organization.ts';
import { scope } from './en/scope.ts';
import { setup } from './en/setup.ts';
import { start } from './en/start.ts';
import { wikiHealth } from './en/wiki-health.ts';

/** Every text of the page, by area. Another language is another object of this shape. */
export const t = { common, problem, start, setup, scope, connection, find, organization, doctor, wikiHealth } as const;
