import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Secret } from '../core/secret.ts';
import { createSecretBox, isSealed, type Slot } from './secret-box.ts';

const slot: Slot = { table: 'connections', column: 'config', rowId: 'row-1', name: 'token' };
const key = randomBytes(32);
const box = createSecretBox(key);
const sealed = box.seal(slot, new Secret('hunter2 – ünïcode 🔑'));

describe('a sealed secret', () => {
  it('opens in its place and shows neither text nor repetition (S7)', () => {
    expect(box.open(slot, sealed).reveal()).toBe('hunter2 – ünïcode 🔑');
    expect(sealed).not.toContain('hunter2');
    expect(box.seal(slot, new Secret('hunter2'))).not.toBe(box.seal(slot, new Secret('hunter2')));
    expect(isSealed(sealed)).toBe(true);
  });

  it.each(['table', 'column', 'rowId', 'name'] as const)('does not open under another %s (S7)', (part) => {
    expect(() => box.open({ ...slot, [part]: 'another' }, sealed)).toThrow(
      expect.objectContaining({ code: 'secret-unreadable' }),
    );
  });

  it('does not open once any letter of it is changed (S7)', () => {
    for (let at = 'enc:1:'.length; at < sealed.length; at += 1) {
      const letter = sealed[at] === 'A' ? 'B' : 'A';
      const last = sealed[at + 1] === ':' || at === sealed.length - 1;
      if (sealed[at] === ':' || last) continue;
      const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
      expect(() => box.open(slot, changed), `letter ${at}`).toThrow(
        expect.objectContaining({ code: 'secret-unreadable' }),
      );
    }
  });

  it.each(['', 'plain', 'enc:1:', 'enc:1:aa:bb', 'enc:1:a:b:c:d', 'enc:2:x:y:z:w'])('refuses %j', (text) => {
    expect(() => box.open(slot, text)).toThrow(expect.objectContaining({ code: 'secret-unreadable' }));
  });

  it('says which key it needs, and opens with a previous key during a rotation', () => {
    const other = createSecretBox(randomBytes(32));
    expect(() => other.open(slot, sealed)).toThrow(box.keyId);
    const rotating = createSecretBox(randomBytes(32), [key]);
    expect(rotating.open(slot, sealed).reveal()).toContain('hunter2');
    expect(rotating.seal(slot, new Secret('new'))).toContain(`:${rotating.keyId}:`);
  });

  it('refuses a key of another length', () => {
    expect(() => createSecretBox(randomBytes(16))).toThrow(expect.objectContaining({ code: 'invalid-encryption-key' }));
  });
});
