import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillLibrary } from '../../knowledge/library.testbed.ts';
import { type ServerBed, startServer } from '../../server.testbed.ts';

describe('an answer in prose', () => {
  let bed: ServerBed;
  let people: Awaited<ReturnType<ServerBed['createOrg']>>;
  let written: string | Error = '';
  const told: string[] = [];
  beforeAll(async () => {
    bed = await startServer({
      writer: {
        async write({ instructions, material }) {
          told.push(`${instructions}\n${material}`);
          if (written instanceof Error) throw written;
          return written;
        },
      },
    });
    people = await bed.createOrg('acme');
    await fillLibrary(bed.ports, people.org.id, {
      pages: [{ id: '1', title: 'Turbine', body: 'Restart the turbine with the green lever, then wait 90 seconds.' }],
    });
  });
  afterAll(() => bed?.close());

  const ask = async (question: string, prose = true) =>
    (await people.member.ask('/acme/api/v1/ask', { body: { question, prose } })).json;

  it('keeps the sentences that passages show, each with their numbers', async () => {
    written = 'Use the green lever and wait 90 seconds [1]. It takes 30 minutes [1]. Nobody knows why.';
    const { prose, passages } = await ask('How do I restart the turbine?');
    expect(prose).toEqual({
      state: 'written',
      sentences: [{ text: 'Use the green lever and wait 90 seconds.', passages: [0] }],
    });
    expect(passages[prose.sentences[0].passages[0]].citation.pageUrl).toBe('https://wiki.example/pages/1');
    expect(told.at(-1)).toContain('green lever');
  });

  it('is "not found" where nothing can be shown, and without asking where there is no passage', async () => {
    written = 'NOT FOUND';
    expect((await ask('turbine')).prose).toEqual({ state: 'not-found', sentences: [] });
    const before = told.length;
    expect((await ask('zeppelin')).prose).toEqual({ state: 'not-found', sentences: [] });
    expect((await ask('turbine', false)).prose).toBeNull();
    expect(told).toHaveLength(before);
  });

  it('takes no passage away where the model fails', async () => {
    written = new Error('CANARY of the model');
    const answer = await ask('turbine');
    expect(answer.prose).toEqual({ state: 'failed', sentences: [] });
    expect(answer.passages).toHaveLength(1);
    expect(JSON.stringify(answer)).not.toContain('CANARY');
  });
});
