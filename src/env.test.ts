import { describe, expect, it } from 'vitest';
import { Problem } from './core/problem.ts';
import { environmentOfChildren, environmentOfOwnGit, readEnvironment, readUsableEnvironment } from './env.ts';

function refusal(source: Record<string, string>): Problem {
  try {
    readEnvironment(source);
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error('the environment was accepted');
}

describe('readEnvironment', () => {
  it('accepts nothing at all', () => {
    expect(readEnvironment({}).PORT).toBeUndefined();
  });

  it('takes an empty string for unset', () => {
    expect(readEnvironment({ PORT: '', DATABASE_URL: '' }).PORT).toBeUndefined();
  });

  it('starts in production only with certificate checks on (S31)', () => {
    const off = { NODE_ENV: 'production', NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    expect(() => readEnvironment(off)).toThrow(/NODE_TLS_REJECT_UNAUTHORIZED is 0/);
    expect(() => readEnvironment({ ...off, NODE_TLS_REJECT_UNAUTHORIZED: '1' })).not.toThrow();
  });

  it.each([
    [{ PORT: 'eighty' }, 'PORT'],
    [{ AUTH_BASE_URL: 'https://ctx.example.com/app' }, 'AUTH_BASE_URL'],
    [{ ATLASSIAN_CLIENT_ID: 'a' }, 'ATLASSIAN_CLIENT_SECRET'],
    [{ ATLASSIAN_CLIENT_SECRET: 'a' }, 'ATLASSIAN_CLIENT_ID'],
    [{ GITHUB_APP_ID: '1' }, 'GITHUB_PRIVATE_KEY'],
    [{ MODEL_PROVIDER_URL: 'http://127.0.0.1:1/v1' }, 'MODEL_CHAT_NAME'],
    [{ MODEL_CHAT_NAME: 'small' }, 'MODEL_PROVIDER_URL'],
    [{ MODEL_EMBEDDING_NAME: 'small' }, 'MODEL_PROVIDER_URL'],
    [
      { MODEL_PROVIDER_URL: 'http://127.0.0.1:1/v1', MODEL_CHAT_NAME: 'a', MODEL_RERANK_NAME: 'b' },
      'MODEL_EMBEDDING_NAME',
    ],
    [{ MODEL_PROVIDER_URL: 'small' }, 'MODEL_PROVIDER_URL'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgres://x' }, 'AUTH_SECRET'],
    [{ DATABASE_URL: 'postgres://x', AUTH_SECRET: 'a'.repeat(32) }, 'CONNECTION_SECRETS_ENCRYPTION_KEY'],
    [{ CONNECTION_SECRETS_ENCRYPTION_KEY: 'abc' }, 'CONNECTION_SECRETS_ENCRYPTION_KEY'],
    [{ NODE_ENV: 'production', NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED'],
    [{ NODE_ENV: 'production', GITHUB_API_BASE_URL: 'http://10.0.0.1/api' }, 'GITHUB_API_BASE_URL'],
  ])('names the variable that is wrong: %o', (source, name) => {
    const problem = refusal(source as Record<string, string>);
    expect(problem.code).toBe('invalid-environment');
    expect(problem.detail).toBe(name);
    expect(problem.message).toContain(name);
    expect(problem.hint).toContain('docs/');
  });

  it('allows an override in production when it is loopback or listed', () => {
    const env = { NODE_ENV: 'production', GITHUB_API_BASE_URL: 'https://ghe.example.com/api/v3' };
    expect(refusal(env).detail).toBe('GITHUB_API_BASE_URL');
    expect(readEnvironment({ ...env, CTXPIPE_ALLOWED_HOSTS: 'ghe.example.com' }).GITHUB_API_BASE_URL).toBe(
      'https://ghe.example.com/api/v3',
    );
    expect(readEnvironment({ NODE_ENV: 'production', GITHUB_API_BASE_URL: 'http://127.0.0.1:1/x' })).toBeTruthy();
  });

  it('holds the install link to where the vendor shows such links (S6)', () => {
    const link = '/console/install/1?signature=2';
    const name = 'CONFLUENCE_FORGE_INSTALL_URL';
    for (const url of [
      `https://evil.example${link}`,
      `https://developer.atlassian.com.evil.example${link}`,
      `https://developer.atlassian.com@evil.example${link}`,
      `https://name:password@developer.atlassian.com${link}`,
      `http://developer.atlassian.com${link}`,
      `https://developer.atlassian.com:8443${link}`,
    ]) {
      const problem = refusal({ [name]: url });
      expect([url, problem.code, problem.detail]).toEqual([url, 'invalid-environment', name]);
      expect(problem.message).not.toContain('password@');
      expect(readUsableEnvironment({ [name]: url }).problems.map(({ detail }) => detail)).toEqual([name]);
    }
    const good = `https://developer.atlassian.com${link}`;
    expect(readEnvironment({ [name]: good })[name]).toBe(good);
    const mirrored = { ATLASSIAN_CONSOLE_BASE_URL: 'https://console.example.com/x' };
    expect(refusal({ ...mirrored, [name]: good }).detail).toBe(name);
    for (const [url, more] of [
      [`https://console.example.com${link}`, mirrored],
      [`http://127.0.0.1:4600${link}`, {}],
      [`https://apps.example.com${link}`, { CTXPIPE_ALLOWED_HOSTS: 'apps.example.com' }],
    ] as const)
      expect(readEnvironment({ ...more, [name]: url })[name]).toBe(url);
  });

  it('never puts a secret into the message', () => {
    const value = 'not-a-key-but-still-secret';
    expect(refusal({ CONNECTION_SECRETS_ENCRYPTION_KEY: value }).message).not.toContain(value);
  });

  it('leaves out what is wrong, and says all of it, for a look at what does not start', () => {
    const { environment, problems } = readUsableEnvironment({ PORT: 'x', LOG_LEVEL: 'loud', CTXPIPE_DATA_DIR: '/d' });
    expect(problems.map(({ detail }) => detail).sort()).toEqual(['LOG_LEVEL', 'PORT']);
    expect(environment).toMatchObject({ CTXPIPE_DATA_DIR: '/d' });
    const pair = readUsableEnvironment({ ATLASSIAN_CLIENT_ID: 'x', CTXPIPE_DATA_DIR: '/d' });
    expect(pair.problems.map(({ detail }) => detail)).toEqual(['ATLASSIAN_CLIENT_SECRET']);
    expect(pair.environment.CTXPIPE_DATA_DIR).toBe('/d');
  });
});

describe('what children get', () => {
  const source = {
    PATH: '/bin',
    HOME: '/home/ada',
    SSH_AUTH_SOCK: '/run/agent',
    https_proxy: 'http://proxy:1',
    AUTH_SECRET: 'canary',
    DATABASE_URL: 'postgres://canary',
    GIT_DIR: '/elsewhere',
    EMPTY: '',
  };

  it('is proxies and certificates', () => {
    expect(environmentOfChildren(source)).toEqual({ HTTPS_PROXY: 'http://proxy:1' });
  });

  it('is also the way to their keys for the own Git of who runs a command, and no setting of ours', () => {
    expect(environmentOfOwnGit(source)).toEqual({
      HTTPS_PROXY: 'http://proxy:1',
      PATH: '/bin',
      HOME: '/home/ada',
      SSH_AUTH_SOCK: '/run/agent',
    });
  });
});
