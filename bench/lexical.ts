/**
 * The lexical index against MiniSearch on generated passages with the word frequencies of natural
 * text (Zipf): build, open from bytes, time a question.
 *
 *     npm run bench:lexical -- 20000
 */
import MiniSearch from 'minisearch';
import { percentile } from '../src/eval/metrics.ts';
import { analyze } from '../src/retrieval/analyze.ts';
import { LexicalIndex, LexicalIndexBuilder } from '../src/retrieval/lexical-index.ts';
import { decodeColumns, encodeColumns } from '../src/vector-index/column-file.ts';
import { TopHits } from '../src/vector-index/top-hits.ts';

const size = Number(process.argv[2] ?? 20_000);
const VOCABULARY = 60_000;
const WORDS = 110;
const QUESTIONS = 200;

let seed = 7;
const random = (): number => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
};
const syllables = ['ka', 'ri', 'to', 'ne', 'sul', 'mi', 'bor', 'den', 'va', 'lo', 'chi', 'per'];
const word = (rank: number): string =>
  [1, 12, 144, 1728].map((unit) => syllables[Math.floor(rank / unit) % 12]).join('') + (rank % 7);
/** Rank r with a probability near to 1 / r. */
const zipf = (): string => word(Math.floor(VOCABULARY ** random()));
const text = (words: number): string => Array.from({ length: words }, zipf).join(' ');

const passages = Array.from({ length: size }, () => text(WORDS));
const questions = Array.from({ length: QUESTIONS }, () => text(6));

const ours = (): LexicalIndex => {
  const builder = new LexicalIndexBuilder();
  for (const passage of passages) builder.add(analyze(passage));
  const bytes = Buffer.concat(encodeColumns(builder.columns()));
  console.log(`typed arrays: ${(bytes.length / 2 ** 20).toFixed(1)} MiB`);
  return timed('typed arrays, open', () => new LexicalIndex(decodeColumns(bytes)));
};
const index = timed('typed arrays, build and open', ours);
const options = { fields: ['text'], idField: 'id' };
const miniJson = timed('MiniSearch, build', () => {
  const mini = new MiniSearch(options);
  mini.addAll(passages.map((passage, id) => ({ id, text: passage })));
  return JSON.stringify(mini);
});
console.log(`MiniSearch: ${(miniJson.length / 2 ** 20).toFixed(1)} MiB`);
const mini = timed('MiniSearch, open', () => MiniSearch.loadJSON(miniJson, options));

report('typed arrays, question', (question) => {
  const { scores } = index.score(index.lookUp(analyze(question)));
  const best = new TopHits(10);
  scores.forEach((score, passage) => best.offer(passage, score));
  return best.sorted();
});
report('MiniSearch, question', (question) => mini.search(question).slice(0, 10));

function timed<T>(label: string, run: () => T): T {
  const started = performance.now();
  const result = run();
  console.log(`${label}: ${(performance.now() - started).toFixed(0)} ms`);
  return result;
}

function report(label: string, run: (question: string) => unknown): void {
  const times = questions.map((question) => {
    const started = performance.now();
    run(question);
    return performance.now() - started;
  });
  const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
  console.log(`${label}: p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`);
}
