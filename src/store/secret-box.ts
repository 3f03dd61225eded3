import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Problem } from '../core/problem.ts';
import { Secret } from '../core/secret.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const PREFIX = 'enc:1:';

/** Where a sealed value stands. It opens nowhere else. */
export interface Slot {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
  readonly name: string;
}

/**
 * Seals secrets as `enc:1:<key id>:<iv>:<ciphertext>:<tag>` (base64url, AES-256-GCM), bound to
 * their place. `open` throws Problem `secret-unreadable` for another key, another place or any change.
 */
export interface SecretBox {
  /** First 8 hex digits of the SHA-256 of the current key. */
  readonly keyId: string;
  seal(slot: Slot, value: Secret): string;
  open(slot: Slot, sealed: string): Secret;
}

/** True for text that a box sealed. */
export function isSealed(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(PREFIX);
}

function identify(key: Uint8Array): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}

/** Id of the key that sealed a value; null for text that no box sealed. */
export function keyIdOf(sealed: string): string | null {
  return isSealed(sealed) ? (sealed.slice(PREFIX.length).split(':')[0] ?? null) : null;
}

function boundTo(slot: Slot): Buffer {
  return Buffer.from(JSON.stringify([slot.table, slot.column, slot.rowId, slot.name]));
}

function unreadable(slot: Slot, why: string): Problem {
  return new Problem({
    code: 'secret-unreadable',
    message: `The stored secret ${slot.name} cannot be read: ${why}.`,
    hint: 'Start with the CONNECTION_SECRETS_ENCRYPTION_KEY that it was stored with, or enter the secret again.',
    detail: why,
  });
}

function checkKey(key: Uint8Array): void {
  if (key.length === KEY_BYTES) return;
  throw new Problem({
    code: 'invalid-encryption-key',
    message: `The encryption key has ${key.length} bytes instead of ${KEY_BYTES}.`,
    hint: 'Set CONNECTION_SECRETS_ENCRYPTION_KEY to 64 hexadecimal characters.',
  });
}

/** `key` seals and opens; `previous` keys open only, during a rotation. */
export function createSecretBox(key: Uint8Array, previous: readonly Uint8Array[] = []): SecretBox {
  for (const each of [key, ...previous]) checkKey(each);
  const keys = new Map([...previous, key].map((each) => [identify(each), each]));
  const keyId = identify(key);
  return {
    keyId,
    seal(slot, value) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(boundTo(slot));
      const text = Buffer.concat([cipher.update(value.reveal(), 'utf8'), cipher.final()]);
      return PREFIX + [keyId, ...[iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join(':');
    },
    open(slot, sealed) {
      const [usedId, ...parts] = sealed.slice(PREFIX.length).split(':');
      const [iv, text, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
      if (!isSealed(sealed) || !usedId || !iv || !text || !tag || tag.length !== 16)
        throw unreadable(slot, 'it is not a sealed value');
      const used = keys.get(usedId);
      if (!used) throw unreadable(slot, `it was sealed with key ${usedId}, and this process has ${keyId}`);
      try {
        const decipher = createDecipheriv(ALGORITHM, used, iv).setAAD(boundTo(slot)).setAuthTag(tag);
        return new Secret(Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8'));
      } catch {
        throw unreadable(slot, 'it was changed or belongs to another row');
      }
    },
  };
}
