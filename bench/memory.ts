/**
 * Memory that the bot takes, by process: at rest, while many members ask at once, and while a moderator
 * has everything indexed anew. Memory that processes share is counted once. Works on Linux only.
 *
 *     npm run bench:memory
 *     npm run bench:memory -- generated:20000
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { readGoldQuestions } from '../src/eval/gold-questions.ts';
import { BotProcess } from '../tests/support/bot-process.ts';
import { askAtOnce } from '../tests/support/crowd.ts';
import { DiscordStandIn } from '../tests/support/discord-stand-in/discord-stand-in.ts';
import { generateCorpus } from '../tests/support/generated-corpus.ts';
import { type Memory, peakMemory } from '../tests/support/process-memory.ts';
import { runVerbatim } from '../tests/support/run-verbatim.ts';

const AT_ONCE = 300;
const REST_MS = 3000;
const INDEXING_MS = 10 * 60_000;

const [corpus = 'corpus'] = process.argv.slice(2);
const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-bench-'));
const standIn = await DiscordStandIn.start();
const home = standIn.addServer('Newsroom');
const desk = home.addChannel('desk');
const moderator = home.addMember('Ada', { permissions: PermissionFlagsBits.ManageGuild });
try {
  const folders = { CORPUS_DIR: await openCorpus(), INDEX_DIR: path.join(folder, 'index') };
  // As at every start but the first, the bot finds an index.
  await runVerbatim(['index'], { env: folders });
  const bot = await BotProcess.start(standIn, {
    dataDir: path.join(folder, 'data'),
    env: { ...folders, HOME_SERVERS: home.id, CHANNEL_ANSWERS_PER_MINUTE: '0' },
  });
  const opened = bot.logLines.find(({ msg }) => msg === 'opened the index');
  console.log(`${String(opened?.['passages'])} passages, MiB at the most\n`);
  console.log('| | bot | library | indexing | together |\n| --- | --- | --- | --- | --- |');
  await report(bot, 'at rest', () => sleep(REST_MS));
  await report(bot, `${AT_ONCE} questions at once`, askMany);
  await report(bot, 'indexing everything anew', reindex);
  await report(bot, `indexing, and ${AT_ONCE} questions`, () =>
    Promise.all([reindex(), askMany()]),
  );
  await bot.stop();
} finally {
  await standIn.close();
  await rm(folder, { recursive: true });
}

async function openCorpus(): Promise<string> {
  const [, passages] = /^generated:(\d+)$/.exec(corpus) ?? [];
  if (passages === undefined) return path.resolve(corpus);
  const corpusDir = path.join(folder, 'corpus');
  await generateCorpus(corpusDir, { passages: Number(passages), seed: 'memory' });
  return corpusDir;
}

async function askMany(): Promise<void> {
  const lines = await readGoldQuestions('tests/eval/everyday-questions.jsonl');
  const questions = Array.from({ length: AT_ONCE }, (_, at) => lines[at % lines.length]!.question);
  await askAtOnce(standIn, questions);
}

async function reindex(): Promise<void> {
  const exchange = await moderator.runs('corpus reindex', { full: true }, { in: desk });
  const shown = await exchange.reply({ timeoutMs: INDEXING_MS });
  await shown.waitUntil(({ text }) => text.startsWith('Indexed '), { timeoutMs: INDEXING_MS });
}

async function report(bot: BotProcess, what: string, work: () => Promise<unknown>): Promise<void> {
  const peak = await peakMemory(bot.pid, work);
  const columns: (keyof Memory)[] = ['bot', 'library', 'indexing', 'total'];
  const cells = columns.map((column) => (peak[column] / 2 ** 20).toFixed(0));
  console.log(`| ${what} | ${cells.join(' | ')} |`);
}
