/**
 * The longest time for which the event loop is held, in the bot's own process and in the one that
 * answers, by what is done: opening an index, answering, completing what is typed, and taking another
 * generation into use.
 *
 *     npm run bench:holds -- 100000 [FOLDER]
 *
 * With a folder the articles and the index in it are made once, and taken from there the next time.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../../src/config.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { IndexedLibrary } from '../../src/quotes/indexed-library.ts';
import type { Library } from '../../src/quotes/library.ts';
import { LibraryProcess } from '../../src/quotes/library-process.ts';
import { indexCorpus } from '../../src/retrieval/index-corpus.ts';
import { openSearchIndex } from '../../src/retrieval/search-index.ts';
import { SIZE_FILES } from './measurements.ts';
import { prepareCorpus } from './prepare-size.ts';

const TYPED = ['', 't', 'th', 'the', '20', '202', '2022-1'];
const CHOICES = 25;
/** The delay is measured from one tick to the next. */
const TICK_MS = 20;

const [size = '100000', kept] = process.argv.slice(2);
const folder = kept ?? (await mkdtemp(path.join(tmpdir(), 'verbatim-bench-')));
const [corpusDir, indexDir] = [path.join(folder, SIZE_FILES.corpus), path.join(folder, 'index')];
const config = loadConfig({ CORPUS_DIR: corpusDir, INDEX_DIR: indexDir, SAMPLE_CORPUS: 'false' });
const embedder = await loadEmbedder(
  config.embeddingModel,
  await readProfile(config.embeddingModel),
);
try {
  if (!existsSync(corpusDir)) await prepareCorpus(folder, Number(size));
  if (!existsSync(indexDir)) {
    await indexCorpus({ corpusDir, indexDir, embedder, sampleCorpus: false });
  }
  const questions = JSON.parse(
    await readFile(path.join(folder, SIZE_FILES.questions), 'utf8'),
  ) as string[];
  console.log(`${size} passages, longest hold in ms\n`);
  console.log('| | opening | first question | questions | completing | another generation |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  await reportOwnProcess(questions);
  await reportAnsweringProcess(questions);
} finally {
  if (kept === undefined) await rm(folder, { recursive: true });
}

async function reportOwnProcess(questions: readonly string[]): Promise<void> {
  let away: LibraryProcess | undefined;
  const opening = await longestHold(async () => {
    away = LibraryProcess.start(config, { maxWaitMs: 600_000 });
    await away.ready;
  });
  const library = away!;
  report("the bot's own process", [
    opening,
    await longestHold(() => library.answer(questions[0]!)),
    await longestHold(() => askAll(library, questions)),
    await longestHold(() => complete(library)),
    await longestHold(() => library.reload()),
  ]);
  await library.close();
}

/** The same in this process, which then does what the other one does. */
async function reportAnsweringProcess(questions: readonly string[]): Promise<void> {
  let opened: Library | undefined;
  const open = async (): Promise<void> => {
    const index = await openSearchIndex(indexDir, embedder.fingerprint);
    opened = new IndexedLibrary(index!, embedder, config);
  };
  const opening = await longestHold(open);
  const library = opened!;
  report('the process that answers', [
    opening,
    await longestHold(() => library.answer(questions[0]!)),
    await longestHold(() => askAll(library, questions)),
    await longestHold(() => complete(library)),
    null,
  ]);
}

async function askAll(library: Library, questions: readonly string[]): Promise<void> {
  for (const question of questions) await library.answer(question);
}

async function complete(library: Library): Promise<void> {
  for (const typed of TYPED) {
    await library.suggestFiles(typed, CHOICES);
    await library.suggestDates('event', typed, CHOICES);
    await library.suggestOutlets(typed, CHOICES);
  }
}

async function longestHold(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await sleep(TICK_MS);
  delay.reset();
  await work();
  await sleep(TICK_MS);
  delay.disable();
  return delay.max / 1e6;
}

/** @param holds null where there is nothing of the kind: a process of its own opens the other one. */
function report(where: string, holds: readonly (number | null)[]): void {
  console.log(`| ${where} | ${holds.map((hold) => hold?.toFixed(1) ?? '-').join(' | ')} |`);
}
