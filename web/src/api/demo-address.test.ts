import { describe, expect, it } from 'vitest';
import { openableAddress } from './demo-address.ts';

const demo = { siteUrl: 'https://acme.example.net', sourcePage: 'http://127.0.0.1:4711' };
const page = 'https://acme.example.net/wiki/spaces/ENG/pages/12/On+call?focus=1#top';

describe('an address that a person opens', () => {
  it('leads to the stand-in where the site is only demonstrated', () => {
    expect(openableAddress(page, demo)).toBe('http://127.0.0.1:4711/wiki/spaces/ENG/pages/12/On+call?focus=1#top');
    expect(openableAddress('https://acme.example.net', demo)).toBe('http://127.0.0.1:4711/');
  });

  it('stays as it is on a real deployment, and for every other site', () => {
    expect(openableAddress(page, null)).toBe(page);
    expect(openableAddress(page, { sourcePage: demo.sourcePage })).toBe(page);
    for (const other of ['https://acme.example.net.evil.example/x', 'http://acme.example.net/x', '#part', '../a.md'])
      expect(openableAddress(other, demo)).toBe(other);
  });

  it('never leaves the stand-in, whatever the path says', () => {
    expect(new URL(openableAddress('https://acme.example.net//evil.example/x', demo)).host).toBe('127.0.0.1:4711');
  });
});
