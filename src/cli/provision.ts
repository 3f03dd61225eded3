import { z } from 'zod';
import { type Secret, Secret as SecretOf } from '../core/secret.ts';
import { sourceRoutes } from '../server/contract.ts';
import { type ProvisionStatus, provisionStatus, watchProvision } from './provision-watch.ts';
import { accessUsage, readAccess, type ServerAccess, type ServerAccessOptions } from './server-access.ts';
import { type CallOptions, callServer, type ServerCall } from './server-call.ts';
import {
  exits,
  jsonLine,
  plainLine,
  readInput,
  readOptions,
  type Terminal,
  type TerminalCommand,
  wrongUse,
} from './terminal.ts';

export interface ProvisionOptions extends ServerAccessOptions, CallOptions {
  /** As it is typed after `ctxpipe`. */
  readonly name: string;
  /** Variables that hold the token and the e-mail address. */
  readonly variables: { readonly token: string; readonly email: string };
  /** Their values; undefined where they are not set. */
  given(): { readonly token: Secret | undefined; readonly email: string | undefined };
  /** What registering an app accepts in the operator's name. */
  readonly terms: string;
  /** Address of the server of this data folder; null where none runs. */
  findServer(): Promise<string | null>;
  /** Asks the person at the terminal without showing what is typed; null where there is none. */
  askHidden(question: string): Promise<string | null>;
  /** Asks the person at the terminal; null where there is none. */
  ask(question: string): Promise<string | null>;
  sleep(ms: number): Promise<void>;
}

const ANSWER_MS = 60_000;
const LONGEST_TOKEN = 1000;

const credentials = z.looseObject({
  email: z.string().nullable(),
  siteHost: z.string().nullable(),
  developerSpaceId: z.string().nullable(),
  tokenSaved: z.boolean(),
  consentAt: z.string().nullable(),
});
const plan = z.looseObject({ appId: z.string(), does: z.array(z.string()), confirm: z.string() });
const space = z.looseObject({ id: z.string(), name: z.string() });

const words = {
  url: 'text',
  org: 'text',
  connection: 'text',
  email: 'text',
  site: 'text',
  'developer-space': 'text',
  'create-developer-space': 'text',
  token: 'text',
  'token-stdin': 'flag',
  'instant-delete': 'flag',
  'accept-terms': 'flag',
  'start-over': 'flag',
  confirm: 'text',
  json: 'flag',
} as const;
type Given = ReturnType<typeof readOptions<typeof words>>['given'];

/** One connection of one server, as this command reaches it. */
function createReach(options: ProvisionOptions, access: ServerAccess, connectionId: string | undefined) {
  const query = connectionId === undefined ? '' : `?connectionId=${encodeURIComponent(connectionId)}`;
  const about = connectionId === undefined ? {} : { connectionId };
  const call = <Form extends z.ZodType>(one: Omit<ServerCall, 'answerMs'>, form: Form) =>
    callServer(options, access, { ...one, path: `${sourceRoutes}${one.path}`, answerMs: ANSWER_MS }, form);
  return {
    read: <Form extends z.ZodType>(path: string, form: Form) => call({ method: 'GET', path: `${path}${query}` }, form),
    write: <Form extends z.ZodType>(method: 'POST' | 'PUT', path: string, body: object, form: Form) =>
      call({ method, path, body: { ...about, ...body } }, form),
  };
}
type Reach = ReturnType<typeof createReach>;

async function readToken(
  options: ProvisionOptions,
  given: Given,
  terminal: Terminal,
  saved: boolean,
): Promise<Secret | null> {
  const text = given['token-stdin']
    ? (await readInput(terminal.input, LONGEST_TOKEN)).trim()
    : (options.given().token?.reveal() ??
      (saved ? null : (await options.askHidden('Scoped API token (it is not shown): '))?.trim()));
  if (text) return new SecretOf(text);
  if (saved) return null;
  throw wrongUse(
    'The scoped API token is missing.',
    `Set ${options.variables.token}, give it on standard input with --token-stdin, or run this at a terminal.`,
  );
}

async function chooseSpace(reach: Reach, given: Given, saved: string | null): Promise<string> {
  if (given['developer-space']) return given['developer-space'];
  if (given['create-developer-space'])
    return (await reach.write('POST', '/developer-spaces', { name: given['create-developer-space'] }, space)).id;
  if (saved !== null) return saved;
  const spaces = await reach.read('/developer-spaces', z.array(space));
  if (spaces.length === 1) return spaces[0]!.id;
  throw wrongUse(
    spaces.length === 0 ? 'The account has no developer space.' : 'The account has several developer spaces.',
    spaces.length === 0
      ? 'Make one with --create-developer-space NAME; its creator becomes its billing admin.'
      : plainLine(`Choose one: ${spaces.map(({ id, name }) => `--developer-space ${id} (${name})`).join(', ')}`),
  );
}

async function acceptTerms(options: ProvisionOptions, given: Given, terminal: Terminal): Promise<void> {
  if (given['accept-terms']) return;
  terminal.warn(`${options.terms}\n`);
  if ((await options.ask('Type yes to accept: '))?.trim().toLowerCase() === 'yes') return;
  throw wrongUse('The terms were not accepted.', 'Read them, then run this again with --accept-terms.');
}

/** Gives up the registered app, after showing what that does and hearing the words that confirm it. */
async function startOver(options: ProvisionOptions, reach: Reach, given: Given, terminal: Terminal): Promise<void> {
  const { appId, does, confirm } = await reach.read('/start-over', plan);
  terminal.warn(plainLine(`Gives up the app ${appId}:\n`));
  for (const line of does) terminal.warn(plainLine(`  - ${line}\n`));
  const typed = given.confirm ?? (await options.ask(`Type ${confirm} to go on: `))?.trim();
  if (typed !== confirm)
    throw wrongUse(
      'Starting over was not confirmed.',
      `Type the words, or give them: --start-over --confirm "${confirm}"`,
    );
  const { consent } = await saveForm(options, reach, given, terminal);
  await reach.write('POST', '/start-over', { confirm, ...consent }, provisionStatus);
}

async function saveForm(
  options: ProvisionOptions,
  reach: Reach,
  given: Given,
  terminal: Terminal,
): Promise<{ readonly developerSpaceId: string | null; readonly consent: { readonly consent?: true } }> {
  const saved = await reach.read('/credentials', credentials);
  const email = given.email ?? options.given().email;
  const token = await readToken(options, given, terminal, saved.tokenSaved);
  // Terms are accepted for one account: another one needs them accepted anew.
  const accepted = saved.consentAt !== null && (email === undefined || saved.email === null || email === saved.email);
  if (!accepted) await acceptTerms(options, given, terminal);
  const form = {
    ...(email === undefined ? {} : { email }),
    ...(given.site === undefined ? {} : { siteHost: given.site }),
    ...(token === null ? {} : { scopedApiToken: token.reveal() }),
  };
  if (Object.keys(form).length > 0) await reach.write('PUT', '/credentials', form, credentials);
  return { developerSpaceId: saved.developerSpaceId, consent: accepted ? {} : { consent: true } };
}

async function begin(options: ProvisionOptions, reach: Reach, given: Given, terminal: Terminal): Promise<void> {
  const saved = await saveForm(options, reach, given, terminal);
  const developerSpaceId = await chooseSpace(reach, given, saved.developerSpaceId);
  const instantDelete = given['instant-delete'] ? { instantDelete: true } : {};
  await reach.write('POST', '/provision', { developerSpaceId, ...saved.consent, ...instantDelete }, provisionStatus);
}

/** Where an admin of the site can install what the operator may not; null where that was not what failed. */
async function adminLink(reach: Reach, status: ProvisionStatus): Promise<string | null> {
  if (!status.steps.some(({ name, state }) => name === 'install' && state === 'failed')) return null;
  return (await reach.read('/status', z.looseObject({ installLink: z.string().nullable() }))).installLink;
}

function usage({ name, variables }: ProvisionOptions): string {
  return `ctxpipe ${name} --org NAME [--url URL] [--connection ID] [--email ADDRESS] [--site HOST]
    [--developer-space ID | --create-developer-space NAME] [--instant-delete] [--accept-terms] [--token-stdin] [--json]
    [--start-over [--confirm WORDS]]

Registers, deploys and installs the app, as the setup page does: the server saves the form, its worker does the work,
and this shows each step and the redacted log as they come. What was saved before need not be given again; a job that
is under way is watched; one that failed goes on where it stopped. Ending this command ends no job.
A site has to be linked before, in the setup page.

${accessUsage}
  --connection               id of the connection; not needed where there is one
  --email                    e-mail address of the account (or ${variables.email})
  --site                     host of the site, such as your-company.example.net
  --developer-space          id of the developer space that the app is registered in
  --create-developer-space   make one with this name; its creator becomes its billing admin
  --instant-delete           also ask for the scopes that deliver deletions at once
  --accept-terms             accept the vendor's terms, which are shown otherwise
  --start-over               give up the registered app and register another one; shows what that does, and asks
  --confirm                  the words that it asks for, where nobody is at the terminal
  --token-stdin              read the scoped API token from standard input
  --json                     the end of the job as one JSON value

The token is read from ${variables.token}, from standard input, or asked for without showing it; never from an argument.
Without --url, the server of this data folder is asked.

Exits 0 when the app is installed, 1 when a step failed (with its code, detail and what to do), 2 for wrong use.
`;
}

/** Provisions the app through a server, on a terminal. */
export function provisionCommand(options: ProvisionOptions): TerminalCommand {
  return {
    usage: usage(options),
    async run(args, terminal) {
      const { given } = readOptions(args, words);
      if (given.token !== undefined)
        throw wrongUse(
          'A token is never an argument: other programs of this machine can read arguments.',
          `Set ${options.variables.token}, or give it on standard input with --token-stdin.`,
        );
      const url = given.url ?? (await options.findServer()) ?? undefined;
      const access = readAccess({ ...given, url }, options, terminal);
      const reach = createReach(options, access, given.connection);
      const read = () => reach.read('/provision-status', provisionStatus);
      if (given['start-over']) await startOver(options, reach, given, terminal);
      else if ((await read()).provisionStatus === 'running')
        terminal.warn('A job is under way already; it is watched.\n');
      else await begin(options, reach, given, terminal);
      const status = await watchProvision(read, terminal, options.sleep);
      const done = status.provisionStatus === 'succeeded';
      const installLink = done ? null : await adminLink(reach, status);
      if (given.json) terminal.write(jsonLine({ ...status, installLink, log: status.log.map(plainLine) }));
      else if (done) terminal.write('The app is installed, and its first token has arrived.\n');
      else
        terminal.write(
          [
            `${status.provisionErrorCode ?? 'unknown'}${status.detail ? ` (${status.detail})` : ''}`,
            status.userMessage ?? '',
            ...(installLink === null ? [] : [`An admin of the site can install it at ${installLink}`]),
            `Job ${status.jobId}. Run this again to go on where it stopped.`,
          ]
            .map((line) => `${plainLine(line)}\n`)
            .join(''),
        );
      return done ? exits.ok : exits.failed;
    },
  };
}
