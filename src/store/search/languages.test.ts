import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '../pool.ts';
import { createTestStore, type TestStore } from '../store.testbed.ts';
import { documentOf, trackRepository } from './index.testbed.ts';

/** Per language a page, and questions that have its words in other forms; written for these tests. */
const pages: readonly (readonly [language: string, title: string, text: string, ...questions: string[]])[] = [
  [
    'de',
    'Abrechnung',
    'Die Rechnungen werden in der Nacht erzeugt und an die Kunden verschickt. Wenn ein Häuserblock fehlt, hilft GKV_TIMEOUT.',
    'Wie wird eine Rechnung erzeugt?',
    'verschicken',
    'Haus Häuserblöcke',
  ],
  [
    'fr',
    'Mise en production',
    "Les déploiements sont annoncés à l'équipe avant que les utilisateurs ne soient coupés du service.",
    'comment déployer',
    'annoncer',
    'une équipe',
  ],
  [
    'es',
    'Entornos',
    'Las configuraciones de los entornos se guardan en el repositorio y no deben cambiarse a mano.',
    '¿Dónde está la configuración?',
    'configuramos',
    'guardar',
  ],
  [
    'pt',
    'Ambientes',
    'As implantações são aprovadas pela equipe e não podem ser desfeitas depois que os clientes foram avisados.',
    'como aprovar uma implantação',
    'avisar',
    'desfeito',
  ],
  [
    'it',
    'Avvisi',
    "Gli avvisi vengono spediti quando l'istanza non risponde e sono confermati dai tecnici di turno.",
    'come si conferma un avviso',
    'istanze',
    'spedire',
  ],
  [
    'nl',
    'Storingen',
    'De meldingen worden door de beheerders bekeken en als het nodig is naar het team van de klant gestuurd.',
    'hoe wordt een melding bekeken',
    'beheerder',
    'klanten',
  ],
  [
    'sv',
    'Driften',
    'Användarna får en varning när databaserna inte svarar och som regel räcker det att vänta.',
    'varför svarar inte databasen',
    'varningar',
    'användaren',
  ],
  [
    'no',
    'Vakten',
    'Meldingene blir sendt til vakten når tjenestene ikke svarer, og de må bekreftes før morgenen.',
    'hvordan sender jeg en melding',
    'tjenesten',
    'bekreftet',
  ],
  [
    'da',
    'Beredskab',
    'Brugerne får besked når serverne genstartes, og ændringerne skal godkendes af den ansvarlige før de bliver udført.',
    'hvordan genstarter jeg',
    'brugernes',
    'ændring',
  ],
  [
    'fi',
    'Varmuuskopiot',
    'Varmuuskopiot tehdään joka yö, ja ne on tarkistettu ennen kuin palvelimet käynnistetään; se on myös ohjeissa.',
    'miten palvelin käynnistetään',
    'palvelimessa',
    'tarkistetut',
  ],
  [
    'ru',
    'Дежурство',
    'Пользователи получают уведомления, когда серверы не отвечают, и это записано в журнале для дежурных.',
    'как получить уведомление',
    'пользователя',
    'журналы',
  ],
];

describe('search in languages other than English', () => {
  let bed: TestStore;
  const org = 'org';
  const found = async (text: string) =>
    (await bed.ports.chunks.search(org, { text, limit: 20, explain: true })).matches;
  const paths = async (text: string) => (await found(text)).map(({ path }) => path);

  beforeAll(async () => {
    bed = await createTestStore();
    const { id } = await trackRepository(bed.ports, org);
    const english = [
      documentOf(id, 'c1', {
        path: 'order.md',
        title: 'Order of work',
        texts: ['The user asks us about the notes of the order.'],
      }),
      documentOf(id, 'c1', { path: 'us.md', title: 'US', texts: ['The US region, and nothing about ord or not.'] }),
      {
        ...documentOf(id, 'c1', {
          path: 'code.ts',
          texts: ['// die Rechnungen werden in der Nacht und für die Kunden erzeugt'],
        }),
        kind: 'code' as const,
      },
    ];
    const others = pages.map(([language, title, text]) =>
      documentOf(id, 'c1', { path: `${language}.md`, title, texts: [text] }),
    );
    const mixed = documentOf(id, 'c1', {
      path: 'mixed.md',
      title: 'Glossary',
      texts: [
        'What the words of the other team are in this company, and where they are used in the code.',
        'Die Bestellungen sind für uns das, was in der anderen Gruppe die Aufträge sind.',
        'Lieferscheine',
      ],
    });
    await bed.ports.chunks.apply(org, id, { commit: 'c1', documents: [...english, ...others, mixed], removed: [] });
  });
  afterAll(() => bed.close());

  it.each(pages.flatMap(([language, , , ...asked]) => asked.map((question) => [language, question] as const)))(
    'finds the page in %s by: %s',
    async (language, question) => {
      expect((await paths(question))[0]).toBe(`${language}.md`);
    },
  );

  it('finds a part in another language than the rest of its page', async () => {
    expect((await found('Bestellung'))[0]).toMatchObject({ path: 'mixed.md', ordinal: 1 });
  });

  it('takes no stem of another language for an English word, nor a name for a word', async () => {
    expect(await paths('user')).toEqual(['order.md']);
    expect(await paths('GKV_TIMEOUT')).toEqual(['de.md']);
    expect(await paths('GKV_TIMEOUTEN')).not.toContain('fr.md');
    expect(await paths('Rechnung')).toEqual(['de.md']);
  });

  it('keeps to English where the whole question is English', async () => {
    const found = async (asked?: string) =>
      (await bed.ports.chunks.search(org, { text: 'Bestellend', limit: 20, ...(asked && { asked }) })).matches.length;
    expect(await found()).toBe(1);
    expect(await found('Wo ist, was ich bestellend und was nicht?')).toBe(1);
    expect(await found('where is the Bestellend that I have to read?')).toBe(0);
  });

  it('says in the explanation the word alone, and counts it once', async () => {
    const [match] = await found('Rechnungen');
    expect(match!.parts!.terms.map(({ term }) => term)).toEqual(['rechnungen']);
    expect(await paths('"werden in der Nacht erzeugt"')).toEqual(['de.md']);
  });

  it('forgets the words of a language with the page', async () => {
    const { id } = await trackRepository(bed.ports, 'leaving');
    const page = documentOf(id, 'c1', { path: 'de.md', title: pages[0]![1], texts: [pages[0]![2]] });
    await bed.ports.chunks.apply('leaving', id, { commit: 'c1', documents: [page], removed: [] });
    await bed.ports.chunks.apply('leaving', id, { commit: 'c2', documents: [], removed: ['de.md'] });
    const sql = openPool(bed.url, { max: 1, name: 'test' });
    const left = await sql`select term from index_terms where org_id = 'leaving' and term <> '~all'`;
    await sql.end();
    expect(left.map(({ term }) => term)).toEqual([]);
  });
});
