import { describe, expect, it } from 'vitest';
import { safeReturnPath, withParameter } from './return-path.ts';

const fallback = '/fallback';

describe('return paths (S3)', () => {
  it('keep the path and the query of this server', () => {
    for (const path of ['/', '/o/acme/setup/1/link?x=1', '/a%2Fb?returnTo=%2F%2Fe', '/a/b/'])
      expect(safeReturnPath(path, fallback)).toBe(path);
    expect(safeReturnPath('/a/../b#part', fallback)).toBe('/b');
    expect(safeReturnPath(undefined, fallback)).toBe(fallback);
  });

  it('are the fallback for everything that leads elsewhere', () => {
    for (const path of [
      '',
      'a',
      '//e.example',
      '///e.example',
      '/\\e.example',
      '\\\\e.example',
      '/\t/e.example',
      '/\n//e.example',
      '/x/..//e.example',
      '/./%2e//e.example',
      '/x/%2e%2e//e.example',
      '/a/../\\e.example',
      'https:e.example',
      'https://e.example',
      'javascript:alert(1)',
      '/a\r\nLocation: https://e.example',
      '/\u007f/e.example',
    ])
      expect([path, safeReturnPath(path, fallback)]).toEqual([path, fallback]);
  });

  it('take parameters without losing those they have', () => {
    expect(withParameter('/a?x=1', 'linked', 'true')).toBe('/a?x=1&linked=true');
    expect(withParameter('/a?linked=false', 'linked', 'true')).toBe('/a?linked=true');
  });
});
