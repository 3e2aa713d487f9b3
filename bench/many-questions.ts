/**
 * Many members ask the bot at the same moment, each with words of one of the articles: how soon they
 * are heard and answered, how many are put off, and how long the event loop of the bot was blocked.
 *
 *     npm run bench:many-questions -- [NUMBER OF QUESTIONS] [CORPUS FOLDER] [while-indexing]
 *     npm run bench:many-questions -- 300 generated:20000
 *     npm run bench:many-questions -- 300 generated:20000 while-indexing
 *
 * With the last word a moderator has had the whole corpus indexed anew a moment before.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { percentile } from '../src/eval/metrics.ts';
import { BotProcess } from '../tests/support/bot-process.ts';
import { askAtOnce } from '../tests/support/crowd.ts';
import { DiscordStandIn } from '../tests/support/discord-stand-in/discord-stand-in.ts';
import type { SeenMessage } from '../tests/support/discord-stand-in/seen-message.ts';
import { generateCorpus } from '../tests/support/generated-corpus.ts';
import { Moderator, untilIndexed } from '../tests/support/moderator.ts';

const QUESTION_WORDS = 12;
const PATIENCE = { timeoutMs: 600_000 };
const [count = '300', corpus = 'corpus', when = ''] = process.argv.slice(2);

const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-bench-'));
const standIn = await DiscordStandIn.start();
const desk = standIn.addServer('Desk');
const channel = desk.addChannel('desk');
try {
  const corpusDir = await openCorpus();
  const bot = await BotProcess.start(standIn, {
    dataDir: path.join(folder, 'data'),
    env: {
      CORPUS_DIR: corpusDir,
      INDEX_DIR: path.join(folder, 'index'),
      CHANNEL_ANSWERS_PER_MINUTE: '0',
      HOME_SERVERS: desk.id,
    },
  });
  const indexing = when === 'while-indexing' ? await beginIndexing() : null;
  const report = await askAtOnce(standIn, await questionsFrom(corpusDir, Number(count)));
  const indexed = indexing === null ? null : indexing.now().content;
  const summary = indexing === null ? null : (await untilIndexed(indexing, PATIENCE)).content;
  await bot.stop();
  const opened = bot.logLines.find(({ msg }) => msg === 'opened the index');
  const stopping = bot.logLines.find(({ msg }) => msg.startsWith('stopping'));
  console.log(`${count} questions at once, ${String(opened?.['passages'])} passages`);
  console.log(`  acknowledged      ${spread(report.acknowledgedMs)}`);
  console.log(`  answered          ${spread(report.answeredMs)}`);
  console.log(`  put off           ${report.putOff}`);
  console.log(`  lost              ${report.lost}`);
  console.log(`  event-loop delay  p99 ${String(stopping?.['eventLoopDelayP99Ms'])} ms`);
  if (indexing !== null) {
    console.log(`  at the last answer: ${indexed}`);
    console.log(`  in the end: ${summary}`);
  }
} finally {
  await standIn.close();
  await rm(folder, { recursive: true });
}

/** Has everything indexed anew, and waits until that is well under way. */
async function beginIndexing(): Promise<SeenMessage> {
  const report = await new Moderator(desk.owner, channel).runs('corpus reindex', { full: true });
  return report.waitUntil(({ content }) => content.includes('files read'), PATIENCE);
}

/** The folder that was named, or one with as many generated passages as were asked for. */
async function openCorpus(): Promise<string> {
  const [, passages] = /^generated:(\d+)$/.exec(corpus) ?? [];
  if (passages === undefined) return path.resolve(corpus);
  const corpusDir = path.join(folder, 'corpus');
  await generateCorpus(corpusDir, { passages: Number(passages), seed: 'crowd' });
  return corpusDir;
}

/** Each is the beginning of a paragraph of an article. */
async function questionsFrom(corpusDir: string, number: number): Promise<string[]> {
  const files = (await readdir(corpusDir, { recursive: true })).filter((file) =>
    /\.(?:md|txt)$/.test(file),
  );
  const step = Math.max(1, Math.floor(files.length / number));
  const chosen = files.filter((_, position) => position % step === 0).slice(0, number);
  const texts = await Promise.all(
    chosen.map((file) => readFile(path.join(corpusDir, file), 'utf8')),
  );
  const beginnings = texts
    .flatMap((text) => text.split(/\n\s*\n/).slice(1))
    .filter((paragraph) => !paragraph.startsWith('#'))
    .map((paragraph) => paragraph.split(/\s+/).slice(0, QUESTION_WORDS).join(' '))
    .filter((beginning) => beginning.length > 2);
  return Array.from({ length: number }, (_, position) => beginnings[position % beginnings.length]!);
}

function spread(times: readonly number[]): string {
  if (times.length === 0) return 'none';
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => percentile(times, share).toFixed(0));
  return `${times.length}: p50 ${p50} ms, p99 ${p99} ms, max ${max} ms`;
}
