import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { WordNet, WordNetError, wordNetFolder } from '../../../src/retrieval/wordnet.ts';

const FOLDER = wordNetFolder();
const wordNet = new WordNet(FOLDER);

afterAll(() => wordNet.close());

/** A copy of some of the files, to be damaged. */
async function copyOf(...names: readonly string[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-wordnet-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const name of names) await cp(path.join(FOLDER, name), path.join(folder, name));
  return folder;
}

function opened(folder: string): WordNet {
  const copy = new WordNet(folder);
  onTestFinished(() => copy.close());
  return copy;
}

/** What a line of the file of senses says. */
function toSense(line: string): { lemma: string; partOfSpeech: string; offset: number } {
  const [key = '', offset] = line.split(' ');
  const [lemma = '', type = ''] = key.split('%');
  return { lemma, partOfSpeech: 'nvara'[Number(type[0]) - 1]!, offset: Number(offset) };
}

describe('the meanings of a word', () => {
  it('come with part of speech, rank and how often they were tagged', () => {
    const senses = wordNet.sensesOf('kid');
    expect(senses.map(({ partOfSpeech }) => partOfSpeech).join('')).toBe('nnnnnvv');
    expect(senses.find(({ tagCount }) => tagCount > 50)).toMatchObject({
      partOfSpeech: 'n',
      number: 1,
    });
  });

  it('are found for the first words of the file, the last, and every hundredth', async () => {
    const text = await readFile(path.join(FOLDER, 'index.sense'), 'latin1');
    const lines = text.trimEnd().split('\n');
    const sample = lines.filter(
      (_, position) => position % 100 === 0 || position < 5 || position >= lines.length - 5,
    );
    for (const { lemma, partOfSpeech, offset } of sample.map(toSense)) {
      expect(wordNet.sensesOf(lemma)).toContainEqual(
        expect.objectContaining({ partOfSpeech, offset }),
      );
    }
    expect(sample.length).toBeGreaterThan(2000);
  });

  it('are all found for a word that has more of them than are read at once', async () => {
    const text = await readFile(path.join(FOLDER, 'index.sense'), 'latin1');
    const lines = text.match(/^break%.*$/gm) ?? [];
    expect(lines.length).toBeGreaterThan(60);
    expect(wordNet.sensesOf('break')).toHaveLength(lines.length);
  });

  it.each(['', '!', 'abstai', 'qwertz', 'zzzz', 'київ', 'kid%1', 'kid%1:05:00:: '])(
    'are none for "%s"',
    (word) => {
      expect(wordNet.sensesOf(word)).toEqual([]);
    },
  );
});

describe('a synset', () => {
  it('has its words, and where it leads', () => {
    const sense = wordNet.sensesOf('abstain').find(({ number }) => number === 2)!;
    const { words, pointers } = wordNet.synsetAt(sense);
    expect(words).toContain('abstain');
    const derived = pointers.filter(
      ({ symbol, source }) => symbol === '+' && words[source - 1] === 'abstain',
    );
    const lemmas = derived.map((to) => wordNet.synsetAt(to).words[to.target - 1]);
    expect(lemmas).toContain('abstainer');
  });

  it('of an adjective has its words without the marks of where they stand', () => {
    const words = wordNet.sensesOf('afraid').flatMap((sense) => wordNet.synsetAt(sense).words);
    expect(words).toContain('afraid');
  });

  it('of very many kinds is read whole', () => {
    const city = wordNet.sensesOf('city').find(({ number }) => number === 1);
    const { pointers } = wordNet.synsetAt(city!);
    expect(pointers.length).toBeGreaterThan(300);
    expect(pointers.every(({ offset }) => offset > 0)).toBe(true);
  });
});

describe('WordNet that cannot be read', () => {
  it('is an error where a file is missing', async () => {
    const folder = await copyOf('index.sense');
    expect(() => new WordNet(path.join(folder, 'nowhere')).sensesOf('kid')).toThrow(WordNetError);
    const [sense] = opened(folder).sensesOf('kid');
    expect(() => opened(folder).synsetAt(sense!)).toThrow(WordNetError);
  });

  it('is an error where a file is cut off before what is asked', async () => {
    const folder = await copyOf('data.verb');
    await truncate(path.join(folder, 'data.verb'), 1_000_000);
    const sense = wordNet.sensesOf('abstain').find(({ offset }) => offset > 1_000_000);
    expect(() => opened(folder).synsetAt(sense!)).toThrow(/data\.verb has no synset at \d+/);
  });

  it('is an error where a synset does not stand in its place', () => {
    const [sense] = wordNet.sensesOf('abstain');
    const shifted = { partOfSpeech: 'v' as const, offset: sense!.offset + 1 };
    expect(() => wordNet.synsetAt(shifted)).toThrow(WordNetError);
  });

  it('is an error where there is something else', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-wordnet-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(path.join(folder, 'index.sense'), 'kid%9:05:00:: here 5 0\n');
    expect(() => opened(folder).sensesOf('kid')).toThrow(/damaged/);
    await writeFile(path.join(folder, 'data.noun'), '00000000 05 n 09 kid 0 001 @\n');
    expect(() => opened(folder).synsetAt({ partOfSpeech: 'n', offset: 0 })).toThrow(/cut short/);
    await writeFile(path.join(folder, 'data.verb'), 'x'.repeat(200_000));
    expect(() => opened(folder).synsetAt({ partOfSpeech: 'v', offset: 0 })).toThrow(WordNetError);
  });
});
