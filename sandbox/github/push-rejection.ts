import type { RepositoryRecord } from './state.ts';

interface RefCommand {
  readonly before: string;
  readonly after: string;
  readonly ref: string;
}

/** The head of a receive-pack request (gitprotocol-pack(5)): what it asks for, and the client's abilities. */
interface PushHead {
  readonly commands: readonly RefCommand[];
  readonly abilities: string;
}

export function readCommands(body: Buffer): PushHead {
  const commands: RefCommand[] = [];
  let abilities = '';
  for (let offset = 0; offset + 4 <= body.length; ) {
    const length = Number.parseInt(body.toString('latin1', offset, offset + 4), 16);
    if (!(length > 4)) break;
    const line = body.toString('utf8', offset + 4, offset + length).replace(/\n$/, '');
    const [command = '', extra] = line.split('\0');
    if (extra !== undefined) abilities = extra;
    const [before = '', after = '', ref = ''] = command.split(' ');
    if (ref !== '') commands.push({ before, after, ref });
    offset += length;
  }
  return { commands, abilities };
}

/**
 * What the host answers for a protected branch: nothing of the push is taken. It departs from the host where
 * several branches are pushed at once: there the others would be taken.
 */
export function rejectPush(repository: RepositoryRecord, head: PushHead): Response | null {
  const isProtected = ({ ref }: RefCommand): boolean =>
    repository.protectedBranches.includes(ref.replace(/^refs\/heads\//, ''));
  const culprit = head.commands.find(isProtected);
  if (!culprit) return null;
  const words = [
    `error: GH006: Protected branch update failed for ${culprit.ref}.`,
    'error: ',
    'error: - Changes must be made through a pull request.',
  ];
  const report = ['unpack ok'];
  for (const command of head.commands) {
    const reason = isProtected(command) ? 'protected branch hook declined' : 'atomic push failure';
    report.push(`ng ${command.ref} ${reason}`);
  }
  const status = Buffer.concat([...report.map((line) => packet(Buffer.from(`${line}\n`))), flush]);
  const parts = head.abilities.includes('side-band-64k')
    ? [...words.map((line) => band(2, Buffer.from(`${line}\n`))), band(1, status), flush]
    : [status];
  return new Response(new Uint8Array(Buffer.concat(parts)), {
    headers: { 'content-type': 'application/x-git-receive-pack-result', 'cache-control': 'no-cache' },
  });
}

const flush = Buffer.from('0000');

function packet(data: Buffer): Buffer {
  return Buffer.concat([Buffer.from((data.length + 4).toString(16).padStart(4, '0')), data]);
}

function band(number: number, data: Buffer): Buffer {
  return packet(Buffer.concat([Buffer.from([number]), data]));
}
