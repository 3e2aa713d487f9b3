import { utimes } from 'node:fs/promises';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerQuestion } from '../../src/quotes/answer-question.ts';
import { INDEX_FILES } from '../../src/retrieval/search-index.ts';
import { decodeSources } from '../../src/retrieval/sources.ts';
import { Library } from '../support/library.ts';

const NAMES = ['a.md', 'b.txt', 'c/a.md', 'c/d.txt', 'z.md'];
/** Few, so that files often have the same text; the headings keep some of them apart. */
const PARAGRAPHS = [
  'Mayor Ingrid Tarn opened the new bridge over the Lenne on Tuesday.',
  '# Ferry\n\nThe old ferry made its last crossing on 31 December 2022.',
  'More than 400 dockers walked out of the port of Harlow. '.repeat(16).trim(),
  '# Flood\n\nThe river rose by two metres overnight, officials in Harlow said.',
  'The lighthouse of Harlow is 41 metres high 🚢.',
];
const QUESTIONS = ['Who opened the bridge?', 'dockers of Harlow', 'river on 31 December 2022'];
const FILES_TO_COMPARE = [
  INDEX_FILES.articles,
  INDEX_FILES.texts,
  INDEX_FILES.passages,
  INDEX_FILES.lexical,
  INDEX_FILES.vectors,
];

type Change =
  | { readonly kind: 'write'; readonly name: string; readonly text: string }
  | { readonly kind: 'copy'; readonly name: string; readonly from: string }
  | { readonly kind: 'remove'; readonly name: string }
  | { readonly kind: 'touch'; readonly name: string; readonly day: number };

const arbitraryName = fc.constantFrom(...NAMES);
const arbitraryText = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record({
        title: fc.constantFrom('', '---\ntitle: Bridge\n---\n', '---\ndate: 2022-11-16\n---\n'),
        paragraphs: fc.array(fc.constantFrom(...PARAGRAPHS), { minLength: 1, maxLength: 4 }),
      })
      .map(({ title, paragraphs }) => `${title}${paragraphs.join('\n\n')}\n`),
  },
  { weight: 1, arbitrary: fc.constantFrom('', 'It rained.\0') },
);
const arbitraryChange: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('write'), name: arbitraryName, text: arbitraryText }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('copy'), name: arbitraryName, from: arbitraryName }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove'), name: arbitraryName }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('touch'),
      name: arbitraryName,
      day: fc.integer({ min: 1, max: 28 }),
    }),
  },
);
/** Each round of changes is followed by indexing. */
const arbitraryRounds = fc.array(fc.array(arbitraryChange, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 4,
});

async function apply(library: Library, texts: Map<string, string>, change: Change): Promise<void> {
  const text = change.kind === 'write' ? change.text : texts.get(nameOfSource(change));
  if (text === undefined) return;
  if (change.kind === 'remove') {
    texts.delete(change.name);
    await library.edit({ [change.name]: null });
  } else if (change.kind === 'touch') {
    const time = new Date(Date.UTC(2030, 0, change.day));
    await utimes(library.file(change.name), time, time);
  } else {
    texts.set(change.name, text);
    await library.edit({ [change.name]: text });
  }
}

function nameOfSource(change: Change): string {
  return change.kind === 'copy' ? change.from : change.name;
}

/** Everything that tells two indexes apart but when they were built and when files were changed. */
async function contentOf(library: Library): Promise<object> {
  const index = await library.open();
  const files: Record<string, string> = {};
  for (const file of FILES_TO_COMPARE) {
    files[file] = (await library.bytes(file)).toString('latin1');
  }
  const sources = decodeSources(index.sources).map((source) => ({ ...source, modifiedMs: 0 }));
  const answers = [];
  for (const question of QUESTIONS) {
    const { ms: _, ...answer } = await answerQuestion(index, library.embedder, question);
    answers.push(answer);
  }
  return { files, sources, answers, counts: index.manifest.counts };
}

it('an index brought up to date again and again is the same as one built anew', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRounds, async (rounds) => {
      const library = await Library.create({});
      const texts = new Map<string, string>();
      try {
        for (const [position, round] of rounds.entries()) {
          for (const change of round) await apply(library, texts, change);
          const { embedded, ...summary } = await library.index();
          const anew = library.withIndex(`anew-${position}`);
          const { refused, embedded: all } = await anew.index();
          expect(await contentOf(library)).toEqual(await contentOf(anew));
          expect(summary.refused).toEqual(refused);
          expect(embedded).toBeLessThanOrEqual(all);
        }
      } finally {
        await library.remove();
      }
    }),
    { numRuns: 100 },
  );
});
