import { describe, expect, it } from 'vitest';
import { Secret } from '../../../core/secret.ts';
import { classifyRemoteFailure } from './failures.ts';

describe('what the end of a network command means', () => {
  it.each([
    ["fatal: couldn't find remote ref refs/heads/main", 'empty'],
    ['!\tabc:refs/heads/main\t[rejected] (stale info)', 'moved'],
    ['!\tabc:refs/heads/main\t[rejected] (fetch first)', 'moved'],
    ["!\tabc:refs/heads/main\t[remote rejected] (cannot lock ref 'refs/heads/main': is at a but expected b)", 'moved'],
    [
      'remote: error: GH006: Protected branch update failed for refs/heads/main.\n!\ta:refs/heads/main\t[remote rejected] (protected branch hook declined)',
      'protected',
    ],
    [
      'remote: error: GH013: Repository rule violations found for refs/heads/main.\nremote: - Changes must be made through a pull request.\n! [remote rejected] (push declined due to repository rule violations)',
      'protected',
    ],
    ["fatal: could not read Username for 'https://host': terminal prompts disabled", 'stale-token'],
    ["remote: Invalid username or token.\nfatal: Authentication failed for 'https://host/a/b.git/'", 'stale-token'],
    ["remote: Repository not found.\nfatal: repository 'https://host/a/b.git/' not found", 'lost'],
    ['error: object file objects/ab/cd is empty', 'broken-clone'],
  ])('%j is %s', (text, kind) => {
    expect(classifyRemoteFailure(text).kind).toBe(kind);
  });

  it.each([
    ['remote: This repository was archived so it is read-only.\nfatal: ... error: 403', 'repository-archived'],
    ['remote: Permission to acme/docs.git denied to ctx[bot].\nfatal: ... error: 403', 'permission-missing'],
    ['remote: Write access to repository not granted.\nfatal: ... error: 403', 'permission-missing'],
    ['remote: This installation has been suspended.\nfatal: ... error: 403', 'app-suspended'],
    [
      'remote: error: GH001: Large files detected.\nremote: error: File x is 101 MB; this exceeds GitHub’s file size limit of 100 MB',
      'file-too-large',
    ],
    [
      'remote: error: GH013: Repository rule violations found\nremote: - GITHUB PUSH PROTECTION\nremote: Push cannot contain secrets',
      'push-holds-secret',
    ],
    ['! [remote rejected] main -> main (pre-receive hook declined)', 'push-declined'],
    ['fatal: write error: No space left on device', 'disk-full'],
    ['fatal: unable to access: The requested URL returned error: 429', 'rate-limited'],
    ['something nobody has seen', 'git-failed'],
  ])('%j is the problem %s', (text, code) => {
    expect(classifyRemoteFailure(text)).toMatchObject({ kind: 'problem', problem: { code } });
  });

  it.each([
    "fatal: unable to access 'https://host/': Could not resolve host: host",
    'fatal: unable to access: Failed to connect to host port 443',
    'error: RPC failed; curl 56 Recv failure: Connection reset by peer',
    'fatal: the remote end hung up unexpectedly',
    'fatal: early EOF',
    'fatal: unable to access: The requested URL returned error: 503',
    'error: RPC failed; curl 28 Operation too slow',
  ])('F5, F6: %j may pass by itself', (text) => {
    expect(classifyRemoteFailure(text)).toMatchObject({ kind: 'network', problem: { retry: { kind: 'soon' } } });
  });

  it('S8: takes secrets out of what people read', () => {
    const token = new Secret('ghs_canary_0123456789');
    const failure = classifyRemoteFailure(`fatal: strange ${token.reveal()}`);
    expect(JSON.stringify(failure)).not.toContain('canary');
    expect(failure).toMatchObject({ problem: { message: expect.stringContaining('[secret]') } });
  });
});
