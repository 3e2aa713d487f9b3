import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { analyze } from '../../../src/retrieval/analyze.ts';
import { LexicalIndex, LexicalIndexBuilder } from '../../../src/retrieval/lexical-index.ts';
import {
  NO_RELATED_WORDS,
  type RelatedWords,
  WordNetWords,
} from '../../../src/retrieval/related-words.ts';
import { retrieve } from '../../../src/retrieval/retrieve.ts';
import { type Sense, WordNet, wordNetFolder } from '../../../src/retrieval/wordnet.ts';
import { articleOf } from '../../support/articles.ts';
import { FakeEmbedder } from '../../support/fake-embedder.ts';
import { sampleIndex } from '../../support/sample-index.ts';

const wordNet = new WordNet(wordNetFolder());
const WORDS = new WordNetWords(() => wordNet, failOnTrouble);

afterAll(() => wordNet.close());

function failOnTrouble(problem: string): void {
  throw new Error(`unexpected: ${problem}`);
}

/** The weight of one word for another; 0 where it is not related. */
function weightOf(related: string, word: string): number {
  const [token] = analyze(related);
  return WORDS.of(word).find(({ term }) => term === token?.term)?.weight ?? 0;
}

function indexOf(...texts: readonly string[]): LexicalIndex {
  const builder = new LexicalIndexBuilder();
  for (const text of texts) builder.add(analyze(text));
  return new LexicalIndex(builder.columns());
}

describe('the words related to a word', () => {
  it.each([
    { word: 'abstained', related: 'abstention' },
    { word: 'kids', related: 'child' },
    { word: 'recharge', related: 'charge' },
    { word: 'banned', related: 'prohibited' },
    { word: 'begin', related: 'start' },
    { word: 'feeble', related: 'weak' },
  ])('of $word: $related', ({ word, related }) => {
    expect(weightOf(related, word)).toBeGreaterThan(0.02);
  });

  it('weigh by how often the word has that meaning', () => {
    expect(weightOf('child', 'kid')).toBeGreaterThan(weightOf('tease', 'kid'));
  });

  it('weigh more the nearer they are: of the same family, the same meaning, more general', () => {
    expect(weightOf('recharging', 'recharge')).toBeLessThanOrEqual(0.5);
    expect(weightOf('horrify', 'horror')).toBeGreaterThan(weightOf('fear', 'horror'));
    expect(weightOf('reload', 'recharge')).toBeGreaterThan(weightOf('load', 'recharge'));
    expect(weightOf('reload', 'recharge')).toBeCloseTo(2 * weightOf('load', 'recharge'));
  });

  it('come once each, greatest weight first, never above a half nor near to nothing', () => {
    for (const word of ['make', 'person', 'go', 'break', 'kids', 'war']) {
      const related = WORDS.of(word);
      const weights = related.map(({ weight }) => weight);
      expect(weights).toEqual(weights.toSorted((a, b) => b - a));
      expect(weights.every((weight) => weight >= 0.015 && weight <= 0.5)).toBe(true);
      expect(new Set(related.map(({ term }) => term)).size).toBe(related.length);
    }
  });

  it('are no kinds of what is too general', () => {
    expect(weightOf('baker', 'person')).toBe(0);
    expect(weightOf('toddler', 'kid')).toBeGreaterThan(0);
  });

  it('are neither names nor several words nor numbers', () => {
    expect(WORDS.of('capital').every(({ term }) => /^[a-z]+$/.test(term))).toBe(true);
    expect(weightOf('Das', 'capital')).toBe(0);
    expect(weightOf('Beijing', 'china')).toBe(0);
  });

  it.each(['', 'kherson', 'привіт', '2022', 'sz300', 'o’brien', '../../etc', 'x'.repeat(10_000)])(
    'are none of "%s"',
    (word) => {
      expect(WORDS.of(word)).toEqual([]);
    },
  );
});

describe('words that were looked up', () => {
  class CountedWordNet extends WordNet {
    lookedUp = 0;

    override sensesOf(lemma: string): Sense[] {
      this.lookedUp += 1;
      return super.sensesOf(lemma);
    }
  }

  it('are remembered, a thousand of them', () => {
    const counted = new CountedWordNet(wordNetFolder());
    onTestFinished(() => counted.close());
    const words = new WordNetWords(() => counted, failOnTrouble);
    const first = words.of('bomb');
    expect(words.of('bomb')).toBe(first);
    expect(counted.lookedUp).toBe(1);
    for (let i = 0; i < 1000; i++)
      words.of(`bomb${String.fromCharCode(97 + (i % 26))}${'x'.repeat(i)}`);
    expect(words.of('bomb')).not.toBe(first);
    expect(words.of('bomb')).toEqual(first);
  });
});

describe('where WordNet cannot be read', () => {
  it('nothing is related, and that is told once', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-wordnet-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const told: string[] = [];
    const words = new WordNetWords(
      () => new WordNet(folder),
      (problem) => told.push(problem),
    );
    expect(told).toEqual([]);
    expect(words.of('kids')).toEqual([]);
    expect(words.of('recharge')).toEqual([]);
    expect(told).toEqual([expect.stringMatching(/WordNet cannot be read \(.*ENOENT/)]);
  });

  it('a mistake in the program is not taken for it', () => {
    const words = new WordNetWords(() => {
      throw new TypeError('a mistake');
    }, failOnTrouble);
    expect(() => words.of('kids')).toThrow(TypeError);
  });
});

describe('related words in an index', () => {
  it('stand for a word that it does not have, and beside one that it has', () => {
    const index = indexOf('Two abstentions were counted.', 'Then a reload, then a charge.');
    const [abstained, recharge] = index.lookUp(analyze('abstained recharge'), WORDS);
    expect(abstained?.matches.map(({ term }) => term)).toEqual(['abstent']);
    expect(recharge?.matches.map(({ term }) => term)).toEqual(['reload', 'charg']);
    expect(abstained?.idf).toBeGreaterThan(0);
    const [child] = indexOf('A kid, a child.').lookUp(analyze('child'), WORDS);
    expect(child?.matches.map(({ term }) => term)).toEqual(['child', 'kid']);
    expect(child?.matches[0]?.weight).toBe(1);
  });

  it('never outweigh the word itself or another spelling of it', () => {
    const texts = ['The harbour was closed.', 'The seaport was closed.'];
    const [harbor] = indexOf(...texts).lookUp(analyze('the harbor'), WORDS);
    expect(harbor?.matches.map(({ term }) => term)).toEqual(['harbour', 'seaport']);
  });

  it('are not asked for names: neither in the question nor in the index', () => {
    const index = indexOf('He went to Port Kid, a town.', 'The kids went to Kid, Kid and Kid.');
    expect(index.lookUp(analyze('did the Child go'), WORDS)[0]?.matches).toEqual([]);
    const named = indexOf('Kid is a town by the sea.');
    expect(named.lookUp(analyze('child'), WORDS)[0]?.matches).toEqual([]);
  });

  it('say that a word exists, which then is hardly a slip for another, but may be a form of one', () => {
    const index = indexOf('A think tank spoke of defense, and of brakes.');
    const matchWeight = (
      asked: string,
      found: string,
      related: RelatedWords = WORDS,
    ): number | undefined =>
      index.lookUp(analyze(asked), related)[0]!.matches.find(({ term }) => term === found)?.weight;
    const slip = matchWeight('thanks', 'tank', NO_RELATED_WORDS)!;
    expect(matchWeight('thanks', 'tank')).toBe(slip / 2);
    expect(matchWeight('defence', 'defens')).toBe(slip);
    expect(matchWeight('brakse', 'brake')).toBe(slip);
  });

  it('are none unless they are asked for', () => {
    const index = indexOf('Two abstentions were counted.');
    expect(index.lookUp(analyze('abstained'))[0]?.matches).toEqual([]);
  });

  it('let a question in other words find the passage', async () => {
    const embedder = new FakeEmbedder();
    const texts = [
      'The mayor opened the bridge in Osterby.',
      'The youngsters were evacuated from the harbour of Tarn.',
      'The council of Osterby voted on the budget.',
    ];
    const index = await sampleIndex(
      texts.map((text, id) => articleOf(text, { id: `a${id}` })),
      {
        embedder,
      },
    );
    const { passages } = await retrieve(index, embedder, 'were any kids taken away?', {
      count: 3,
      ranking: 'lexical',
    });
    expect(passages.map(({ passage }) => passage)).toEqual([1]);
  });
});
