import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { QuoteChecker } from '../../src/check/quote-checker.ts';
import type { Article } from '../../src/corpus/article.ts';
import { parseArticles } from '../../src/corpus/read-articles.ts';
import { findBlocks } from '../../src/passages/find-blocks.ts';
import { splitSentences } from '../../src/passages/split-sentences.ts';
import { randomNumbers } from '../support/fake-embedder.ts';
import { sampleIndex } from '../support/sample-index.ts';

const SAMPLE = fileURLToPath(new URL('../../corpus/sample', import.meta.url));
const ROUNDS = 200;
/** Of fewer words little is left when some are changed. */
const MIN_WORDS = 9;
const MIN_CAUGHT = 0.99;

/** Changes a sentence, given by its words; null where there is nothing of the kind in it. */
type Alteration = (words: readonly string[], next: () => number) => string[] | null;

const ALTERATIONS: Readonly<Record<string, Alteration>> = {
  number: (words, next) =>
    replaceOne(words, next, /^\d+$/, (word) => String(Number(word) + 1 + Math.floor(9 * next()))),
  name: (words, next) => replaceOne(words, next, /^\p{Lu}\p{Ll}{2,}$/u, () => 'Quillon'),
  negation: (words, next) =>
    replaceOne(
      words,
      next,
      /^(?:is|are|was|were|had|has|have|will|would|could|should)$/,
      (word) => `${word} not`,
    ),
  order(words, next) {
    // Two neighbouring stretches of two to four words change places.
    const length = 2 + Math.floor(3 * next());
    const at = 1 + Math.floor(next() * (words.length - 2 * length - 1));
    if (at < 1 || at + 2 * length > words.length) return null;
    const [first, second] = [
      words.slice(at, at + length),
      words.slice(at + length, at + 2 * length),
    ];
    return [...words.slice(0, at), ...second, ...first, ...words.slice(at + 2 * length)];
  },
  omission(words, next) {
    const length = 1 + Math.floor(3 * next());
    const at = 2 + Math.floor(next() * (words.length - length - 4));
    return [...words.slice(0, at), ...words.slice(at + length)];
  },
  addition(words, next) {
    const at = 2 + Math.floor(next() * (words.length - 4));
    return [...words.slice(0, at), 'allegedly', ...words.slice(at)];
  },
};

let sentences: string[];
let texts: string[];
let checker: QuoteChecker;

beforeAll(async () => {
  const articles: Article[] = [];
  for (const path of await readdir(SAMPLE)) {
    const { articles: read } = await parseArticles(path, await readFile(join(SAMPLE, path)));
    articles.push(...read);
  }
  texts = articles.map(({ text, excluded }) => text.slice(excluded.at(-1)?.end ?? 0));
  sentences = articles.flatMap(({ text, excluded }) =>
    findBlocks(text, excluded)
      .flatMap((block) => splitSentences(text, block))
      .map(({ start, end }) => text.slice(start, end))
      .filter((sentence) => sentence.split(/\s+/).length >= MIN_WORDS),
  );
  checker = new QuoteChecker(await sampleIndex(articles));
});

describe('a sentence out of an article', () => {
  it('is exact, whole and in part, in any typography', () => {
    const next = randomNumbers('exact');
    for (const sentence of sentences) {
      const words = sentence.split(/\s+/);
      const from = Math.floor(next() * (words.length - 5));
      const fragment = words.slice(from, from + 5).join('\u00a0 ');
      for (const claim of [sentence, `„${sentence}“`, fragment, sentence.replaceAll("'", '’')]) {
        expect({ claim, verdict: checker.check(claim).verdict }).toEqual({
          claim,
          verdict: 'exact',
        });
      }
    }
  });

  it('is not exact any more when a single character is another, or gone', () => {
    const next = randomNumbers('character');
    for (const sentence of sentences) {
      // Within the sentence: what begins and ends a quote may have been cut.
      const at = 2 + Math.floor(next() * (sentence.length - 5));
      const other = next() < 0.5 ? '' : next() < 0.5 ? '7' : 'x';
      if (!/[\p{L}\p{N}.,;:%$]/u.test(sentence.charAt(at))) continue;
      const claim = sentence.slice(0, at) + other + sentence.slice(at + 1);
      const isThere = texts.some((text) => text.includes(claim));
      const { verdict } = checker.check(claim);
      expect({ claim, isExact: verdict === 'exact' }).toEqual({ claim, isExact: isThere });
    }
  });

  it.each(Object.entries(ALTERATIONS))('with another %s is caught', (kind, alter) => {
    const next = randomNumbers(kind);
    const missed: string[] = [];
    let altered = 0;
    for (let round = 0; altered < ROUNDS && round < 20 * ROUNDS; round++) {
      const sentence = sentences[Math.floor(next() * sentences.length)]!;
      const claim = alter(sentence.split(/\s+/), next)?.join(' ');
      // What stands there is no alteration, however it came about.
      if (claim === undefined || texts.some((text) => hasWords(text, claim))) continue;
      altered += 1;
      const { verdict } = checker.check(claim);
      expect({ claim, verdict }).not.toMatchObject({ verdict: 'exact' });
      if (verdict !== 'altered') missed.push(claim);
    }
    expect(altered).toBe(ROUNDS);
    expect(missed.slice(ROUNDS * (1 - MIN_CAUGHT))).toEqual([]);
  });
});

function replaceOne(
  words: readonly string[],
  next: () => number,
  pattern: RegExp,
  replacement: (word: string) => string,
): string[] | null {
  const places = words.flatMap((word, position) => (pattern.test(word) ? [position] : []));
  const place = places[Math.floor(next() * places.length)];
  return place === undefined
    ? null
    : words.map((word, position) => (position === place ? replacement(word) : word));
}

function hasWords(text: string, claim: string): boolean {
  const plain = (some: string): string =>
    (some.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ').toLowerCase();
  return ` ${plain(text)} `.includes(` ${plain(claim)} `);
}
