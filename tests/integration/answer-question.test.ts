import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { answerQuestion, type AskOptions } from '../../src/quotes/answer-question.ts';
import type { Answer, Quote } from '../../src/quotes/quote.ts';
import type { SearchIndex } from '../../src/retrieval/search-index.ts';
import { Library, SAMPLE_FILES } from '../support/library.ts';

const BUNDLED_CORPUS = fileURLToPath(new URL('../../corpus', import.meta.url));
const QUESTIONS = [
  'How much did the new bridge over the Lenne cost?',
  'When does the ferry stop?',
  'Who steers the ferry?',
  'How many dockers walked out of the port of Harlow?',
  'What do the dockers demand?',
  'How many homes had no electricity in Harlow?',
  'How high is the lighthouse?',
  'What did the governor Petra Juhász ask for?',
];

let embedder: Embedder;
let library: Library;
let index: SearchIndex;

beforeAll(async () => {
  embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
  library = await Library.create(SAMPLE_FILES, embedder);
  await library.index();
  index = await library.open();
});

afterAll(() => library.remove());

function ask(question: string, options?: AskOptions): Promise<Answer> {
  return answerQuestion(index, embedder, question, options);
}

/** What is shown, be it called an answer or not. */
function shown({ quotes, closest = [] }: Answer): readonly Quote[] {
  return [...quotes, ...closest];
}

async function pathsShown(question: string, options: AskOptions): Promise<Set<string>> {
  return new Set(shown(await ask(question, options)).map(({ article }) => article.path));
}

describe('an answer', () => {
  it.each([
    { question: QUESTIONS[0], path: 'bridge.md', fragment: '23.5 million crowns' },
    {
      question: QUESTIONS[1],
      path: 'bridge.md',
      fragment: 'its last crossing on 31 December 2022',
    },
    { question: QUESTIONS[3], path: 'harbour/strike.txt', fragment: 'More than 400 dockers' },
    { question: QUESTIONS[5], path: 'flood.txt', fragment: '9,000 homes' },
    { question: QUESTIONS[6], path: 'undated.md', fragment: '41 metres high' },
    { question: QUESTIONS[7], path: 'flood.txt', fragment: 'pumps and blankets' },
  ])('to "$question" quotes $path', async ({ question, path, fragment }) => {
    const { answered, quotes } = await ask(question!);
    expect(answered).toBe(true);
    expect(quotes[0]?.article.path).toBe(path);
    expect(quotes[0]?.text).toContain(fragment);
  });

  it('highlights the sentence that answers', async () => {
    const { quotes } = await ask(QUESTIONS[5]!);
    const { text, start, highlights } = quotes[0]!;
    const highlighted = highlights.map((range) =>
      text.slice(range.start - start, range.end - start),
    );
    expect(highlighted).toContain('Some 9,000 homes had no electricity until noon.');
  });

  it('finds a name in another spelling, and in spite of a typing error', async () => {
    for (const question of ['What did Petra Juhasz ask for?', 'What did the govenor ask for?']) {
      expect((await ask(question)).quotes[0]?.article.path).toBe('flood.txt');
    }
  });

  it('tells of the article what a reader has to know', async () => {
    const { quotes } = await ask(QUESTIONS[3]!);
    expect(quotes[0]).toMatchObject({
      rank: 1,
      eventDates: expect.arrayContaining([{ from: '2022-12-29', to: '2022-12-29' }]),
      article: {
        path: 'harbour/strike.txt',
        title: 'Dockers in Harlow walk out over pay',
        outlet: 'Harbour Herald',
        published: '2022-12-29',
        url: null,
        note: null,
      },
    });
  });

  it.each([{ limit: 1 }, { limit: 2 }, { limit: 5 }])(
    'has no more than $limit quotes where that is the limit',
    async ({ limit }) => {
      const quotes = shown(await ask(QUESTIONS[0]!, { limit }));
      expect(quotes).toHaveLength(limit);
    },
  );

  it('has three quotes at most where nothing is said', async () => {
    expect(shown(await ask(QUESTIONS[0]!))).toHaveLength(3);
  });

  it('is as confident as its first quote', async () => {
    for (const question of QUESTIONS) {
      const answer = await ask(question, { limit: 5 });
      expect(answer.confidence).toBe(shown(answer)[0]?.score);
      expect(shown(answer).map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5]);
    }
  });

  it('does not end between a rumour and its denial', async () => {
    const filler = 'Barges with gravel wait below the weir until the water has fallen. ';
    const rumour = 'On Monday skippers said that engineers from Harlow had opened the sluice.';
    const denial = 'The harbour master, Imre Vadas, denied this.';
    const gates = await Library.create(
      { 'sluice.txt': `${filler.repeat(10)}${rumour}\n\n${denial} ${filler.repeat(10)}` },
      embedder,
    );
    onTestFinished(() => gates.remove());
    await gates.index();
    const answer = await answerQuestion(await gates.open(), embedder, 'Who opened the sluice?');
    const [quote] = shown(answer);
    expect(quote?.text.endsWith(`${rumour}\n\n${denial}`)).toBe(true);
    expect(quote?.highlights.at(-1)?.end).toBe(quote?.end);
  });

  it('says a thing once when two outlets say the same', async () => {
    const report = SAMPLE_FILES['flood.txt'];
    const doubled = await Library.create(
      { ...SAMPLE_FILES, 'copy.txt': report.replace('The Morning Post', 'Harbour Herald') },
      embedder,
    );
    onTestFinished(() => doubled.remove());
    await doubled.index();
    const answer = await answerQuestion(await doubled.open(), embedder, QUESTIONS[5]!);
    const texts = answer.quotes.map(({ text }) => text);
    expect(texts[0]).toContain('9,000 homes');
    expect(texts.filter((text) => text.includes('9,000 homes'))).toHaveLength(1);
  });
});

describe('a question without an answer', () => {
  it.each([
    { question: 'Who won the chess tournament in Montevideo?' },
    { question: 'What is the boiling point of caesium?' },
    { question: 'and so what?' },
    { question: '' },
  ])('is turned away, and what comes nearest is told: $question', async ({ question }) => {
    const answer = await ask(question);
    expect(answer).toMatchObject({ question, answered: false, quotes: [] });
    expect(answer.closest?.length).toBeGreaterThan(0);
    expect(answer.confidence).toBe(answer.closest?.[0]?.score);
  });

  it('is turned away by an empty index', async () => {
    const empty = await Library.create({}, embedder);
    onTestFinished(() => empty.remove());
    await empty.index();
    const answer = await answerQuestion(await empty.open(), embedder, QUESTIONS[0]!);
    expect(answer).toMatchObject({ answered: false, quotes: [], closest: [], confidence: 0 });
  });
});

describe('a quote', () => {
  it('is word for word what stands in the file, and so are its highlights', async () => {
    for (const question of [...QUESTIONS, 'Who won the chess tournament in Montevideo?']) {
      for (const quote of shown(await ask(question, { limit: 5 }))) {
        const file = await readFile(library.file(quote.article.path), 'utf8');
        expect(quote.text).toBe(file.slice(quote.start, quote.end));
        for (const { start, end } of quote.highlights) {
          expect(start).toBeGreaterThanOrEqual(quote.start);
          expect(end).toBeLessThanOrEqual(quote.end);
          expect(start).toBeLessThan(end);
        }
      }
    }
  });

  it('never holds front matter, title or date line', async () => {
    for (const question of ['Dockers in Harlow walk out over pay', 'Thursday 29 December 2022']) {
      for (const { text } of shown(await ask(question, { limit: 5 }))) {
        expect(text).not.toMatch(/^---|outlet:|walk out over pay|29 December 2022\nHarbour/m);
      }
    }
  });

  it('comes from the text that was indexed, even when the file has changed since', async () => {
    const copy = await library.copy();
    onTestFinished(() => copy.remove());
    const opened = await copy.open();
    await writeFile(copy.file('flood.txt'), 'Nothing happened.');
    const { quotes } = await answerQuestion(opened, embedder, QUESTIONS[5]!);
    expect(quotes[0]?.text).toContain('9,000 homes');
    expect(SAMPLE_FILES['flood.txt']).toContain(quotes[0]?.text);
  });

  it.each([
    { name: 'Windows line ends', change: (text: string) => text.replaceAll('\n', '\r\n') },
    { name: 'a byte-order mark', change: (text: string) => `\ufeff${text}` },
  ])('is word for word out of files with $name too', async ({ change }) => {
    const files = Object.entries(SAMPLE_FILES).map(([name, text]) => [name, change(text)] as const);
    const changed = await Library.create(Object.fromEntries(files), embedder);
    onTestFinished(() => changed.remove());
    await changed.index();
    const opened = await changed.open();
    for (const question of QUESTIONS) {
      const [quote] = shown(await answerQuestion(opened, embedder, question));
      const file = await readFile(changed.file(quote!.article.path), 'utf8');
      const text = file.replace(/^\ufeff/, '');
      expect(quote!.text).toBe(text.slice(quote!.start, quote!.end));
    }
  });
});

describe('filters', () => {
  const QUESTION = 'What happened in Harlow?';

  it.each<{ filters: AskOptions['filters']; paths: string[] }>([
    { filters: { outlet: 'herald' }, paths: ['harbour/strike.txt'] },
    { filters: { asOf: '2022-11-14' }, paths: ['flood.txt'] },
    { filters: { asOf: '2022-11-16' }, paths: ['bridge.md', 'flood.txt'] },
    { filters: { from: '2022-12-29', to: '2022-12-29' }, paths: ['harbour/strike.txt'] },
    // The bridge was opened the day before the article appeared.
    { filters: { from: '2022-11-15', to: '2022-11-15' }, paths: ['bridge.md'] },
    { filters: { from: '2022-11-16', to: '2022-11-16' }, paths: [] },
    { filters: { from: '2022-11-01', outlet: 'post' }, paths: ['bridge.md', 'flood.txt'] },
    { filters: { outlet: 'no such paper' }, paths: [] },
  ])('$filters leave $paths', async ({ filters, paths }) => {
    expect(await pathsShown(QUESTION, { filters: filters!, limit: 5 })).toEqual(new Set(paths));
  });
});

describe('the bundled corpus', () => {
  let bundled: Library;
  let opened: SearchIndex;

  beforeAll(async () => {
    bundled = await Library.create({}, embedder);
    await bundled.index({ corpusDir: BUNDLED_CORPUS });
    opened = await bundled.open();
  });

  afterAll(() => bundled.remove());

  it.each([
    { question: 'How many votes in favor did the UN resolution get?', fragment: '94 votes' },
    { question: 'What did Zaluzhnyi tell Milley?', fragment: 'negotiations or compromises' },
    { question: 'Where was the SZ-300 missile shot down?', fragment: 'Belarusian' },
    { question: 'Which village in Poland was hit by explosions?', fragment: 'Przewodow' },
    { question: 'Where did Russia relocate its forces from Kherson?', fragment: 'Henichesk' },
    { question: 'How many cruise missiles did Russia fire?', fragment: '69' },
  ])('answers "$question"', async ({ question, fragment }) => {
    const { answered, quotes } = await answerQuestion(opened, embedder, question);
    expect(answered).toBe(true);
    expect(quotes[0]?.text).toContain(fragment);
    expect(quotes[0]?.article.note).toContain('not a press report');
  });

  it.each([
    { question: 'Who won the football world cup in Qatar?' },
    { question: 'Which composer wrote symphonies in Vienna?' },
    { question: 'What did Angela Merkel say about the volcano in Iceland?' },
  ])('turns "$question" away', async ({ question }) => {
    expect(await answerQuestion(opened, embedder, question)).toMatchObject({
      answered: false,
      quotes: [],
    });
  });

  it.each([
    { question: 'Who is the mayor of Kyiv?' },
    { question: 'What signal did China and the United States send at their summit?' },
    { question: 'Who did Burns warn about using nuclear weapons?' },
    { question: 'Where were the blackouts in the Zaporizhzhia region?' },
  ])('never claims more for a later quote than for an earlier one: $question', async (row) => {
    const answer = await answerQuestion(opened, embedder, row.question, { limit: 5 });
    const scores = shown(answer).map(({ score }) => score);
    expect(scores).toHaveLength(5);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });
});
