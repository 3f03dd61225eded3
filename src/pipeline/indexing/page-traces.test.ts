import { describe, expect, test } from 'vitest';
import { documentOf } from './file.testbed.ts';

const traces = (text: string) => documentOf('docs/a.md', text).traces!;
const stated = (text: string) =>
  traces(text).values.map(
    ({ subject, key, value, line }) => `${line} ${subject === '' ? '' : `${subject} / `}${key} = ${value}`,
  );

describe('what a page states', () => {
  test.each([
    [
      '# Api\n\n| Setting | Value |\n| --- | --- |\n| Session timeout | 30 minutes |\n',
      ['5 session timeout = 1800000ms'],
    ],
    [
      '# Api\n\n| Service | Port | Team |\n|---|---|---|\n| pay-api | `8080` | Team Blue |\n',
      ['5 pay-api / port = 8080', '5 pay-api / team = team blue'],
    ],
    [
      '# Pay\n\n- **Port**: 8080\n- Max retries: three times at most, then we give up and call\n',
      ['3 pay / port = 8080'],
    ],
    [
      '# Pay\n\n```sh\nexport MAX_UPLOAD_MB=10 # MiB\nname=x\nserver.max-size: 1,000\n```\n',
      ['4 max upload mb = 10', '6 server.max-size = 1000'],
    ],
    [
      '# Pay\n\n## Staging\n\nRequest limit: 5\n\n## Production\n\nRequest limit: 50\n',
      ['5  @staging / request limit = 5', '9  @production / request limit = 50'],
    ],
    ['# Pay\n\nRetry count: 3\n\nRetry count: 5\n', []],
    ['# Pay\n\nApi token: <your-token>\n\nStatus: done\n\nNote: call us\n', []],
    ['# Pay\n\nUse cache: yes\n\nCache enabled: True\n', ['3 use cache = yes', '5 cache enabled = yes']],
  ])('%j states %j', (text, expected) => {
    expect(stated(text)).toEqual(expected);
  });

  test.each([
    ['2 s', '2000 ms'],
    ['30 minutes', '0.5 h'],
    ['1 h 30 min', '90m'],
    ['1 week', '7 days'],
    ['2 years', '24 months'],
    ['1 GB', '1024 MiB'],
    ['1000 MB', '1 GB'],
    ['512M', '512 MB'],
    ['5 %', '5 percent'],
    ['1,000', '1000'],
  ])('%s is the same value as %s', (one, other) => {
    const value = (written: string) => traces(`# A\n\nThe limit: ${written}\n`).values.map((found) => found.value);
    expect(value(one)).toHaveLength(1);
    expect(value(one)).toEqual(value(other));
  });

  test.each([
    ['2 s', '2 ms'],
    ['1 min', '1 month'],
    ['1 MB', '1 GB'],
    ['5 %', '5'],
    ['8 Mb', '8 MB'],
  ])('%s is another value than %s', (one, other) => {
    const value = (written: string) => traces(`# A\n\nThe limit: ${written}\n`).values.map((found) => found.value);
    expect(value(one)).not.toEqual(value(other));
  });

  test.each([
    ['# Falcon service settings\n\nRequest timeout: 2 s\n', 'falcon'],
    ['# Falcon runbook\n\nRequest timeout: 2 s\n', 'falcon'],
    ['# Timeouts\n\n## The Heron service\n\nRequest timeout: 2 s\n', 'heron'],
    ['# Security policy\n\nRequest timeout: 2 s\n', ''],
    ['# How to deploy a service\n\nRequest timeout: 2 s\n', ''],
    ['# Request settings\n\nRequest timeout: 2 s\n', ''],
    ['# Falcon service settings\n\n| Setting | Value |\n|---|---|\n| OSPREY_TIMEOUT | 2 s |\n', ''],
  ])('%j states a value of %j', (text, subject) => {
    expect(traces(text).values.map((value) => value.subject)).toEqual([subject]);
  });

  test('anchors are those that a repository host makes of headings', () => {
    expect(traces('# One & two!\n\n## Same\n\n## Same\n\n<a id="Own"></a>\n').anchors).toEqual([
      'one--two',
      'same',
      'same-1',
      'own',
    ]);
  });

  test.each([
    ['# A\n\nOwner: Team Blue\n', { name: 'Team Blue', line: 3 }],
    ['# A\n\n| Page owner | Ada |\n|---|---|\n| x | y |\n', { name: 'Ada', line: 3 }],
    ['# A\n\nOwner: TBD\n', null],
    ['# A\n\nThe owner of a cat is happy.\n', null],
  ])('%j has the owner %j', (text, owner) => {
    expect(traces(text).owner).toEqual(owner);
  });

  test('a date by which it is to be looked at again is found, and no other', () => {
    expect(traces('# A\n\nNext review: **2026-05-01**\n\nReviewed 2025-01-01.\n\nReview by: 2026-13-01\n').due).toEqual(
      [{ line: 3, date: '2026-05-01' }],
    );
  });

  test('texts that are alike have signatures that are', () => {
    const text = Array.from({ length: 120 }, (_, at) => `word${at} stands beside word${at + 1}`).join(' ');
    const [one, other, third] = [text, `${text} and something more`, text.split(' ').reverse().join(' ')].map(
      (body) => traces(`# A\n\n${body}\n`).signature!,
    );
    const share = (left: readonly number[], right: readonly number[]) =>
      left.slice(0, -1).filter((value, at) => value === right[at]).length / (left.length - 1);
    expect(share(one!, other!)).toBeGreaterThan(0.85);
    expect(share(one!, third!)).toBeLessThan(0.2);
    expect(one!.at(-1)).not.toBe(other!.at(-1));
    expect(traces('# A\n\nShort.\n').signature).toBeNull();
  });

  test('long lines and tables are read in time that grows with their length alone', () => {
    for (const part of ['| a ', 'a: ', '**a', '<a id="', '[a](', 'Owner ']) {
      const started = performance.now();
      traces(`# A\n\n${part.repeat(20_000)}\n`);
      traces(`# A\n\n| a | b |\n|---|---|\n${`${part} | x |\n`.repeat(3_000)}`);
      expect(performance.now() - started, part).toBeLessThan(5_000);
    }
  });
});
