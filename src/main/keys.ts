import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../core/problem.ts';
import { Secret } from '../core/secret.ts';

export interface Keys {
  /** Signs sessions. */
  readonly authSecret: Secret;
  /** 64 hexadecimal characters; seals secrets of connections. */
  readonly encryptionKey: Secret;
}

const KEY_BYTES = 32;

function parse(text: string, file: string): { authSecret: string; encryptionKey: string } {
  const damaged = new Problem({
    code: 'keys-damaged',
    message: `${file} does not hold the two keys of this deployment.`,
    hint: 'Restore the file from a backup: without it the saved secrets cannot be opened.',
  });
  try {
    const value = JSON.parse(text) as { authSecret?: unknown; encryptionKey?: unknown };
    if (typeof value.authSecret === 'string' && /^[0-9a-f]{64}$/.test(String(value.encryptionKey)))
      return value as { authSecret: string; encryptionKey: string };
  } catch {
    throw damaged;
  }
  throw damaged;
}

export function keysFile(dataDir: string): string {
  return join(dataDir, 'keys.json');
}

function freshKeys(): { authSecret: string; encryptionKey: string } {
  return {
    authSecret: randomBytes(KEY_BYTES).toString('base64url'),
    encryptionKey: randomBytes(KEY_BYTES).toString('hex'),
  };
}

/** Keys that open nothing, for a look at a deployment that has none. */
export function standInKeys(): Keys {
  const { authSecret, encryptionKey } = freshKeys();
  return { authSecret: new Secret(authSecret), encryptionKey: new Secret(encryptionKey) };
}

/** The keys that a deployment made for itself, as they are; null where it made none. Throws Problem `keys-damaged`. */
export async function readOwnKeys(dataDir: string): Promise<Keys | null> {
  const file = keysFile(dataDir);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const kept = parse(text, file);
  return { authSecret: new Secret(kept.authSecret), encryptionKey: new Secret(kept.encryptionKey) };
}

/**
 * The keys of a deployment that keeps its own: made at the first start, readable by their owner alone. A file that is
 * there and damaged is Problem `keys-damaged`; it is never replaced.
 */
export async function ownKeys(dataDir: string): Promise<Keys> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = keysFile(dataDir);
  const fresh = freshKeys();
  // Of two processes that start at once, one writes and the other reads what it wrote.
  await writeFile(file, JSON.stringify(fresh), { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await chmod(file, 0o600);
  const kept = parse(await readFile(file, 'utf8'), file);
  return { authSecret: new Secret(kept.authSecret), encryptionKey: new Secret(kept.encryptionKey) };
}
