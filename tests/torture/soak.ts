import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readGoldQuestions } from '../../src/eval/gold-questions.ts';
import { percentile } from '../../src/eval/metrics.ts';
import { PUT_OFF } from '../support/crowd.ts';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import { Moderator, untilIndexed } from '../support/moderator.ts';
import { Newsroom } from '../support/newsroom.ts';
import { anonymousMemory } from '../support/process-memory.ts';
import { runVerbatim } from '../support/run-verbatim.ts';
import type { Trial } from './trial.ts';

const QUESTIONS = fileURLToPath(new URL('../eval/everyday-questions.jsonl', import.meta.url));
const QUESTIONS_PER_SECOND = 5;
const CHANNELS = 10;
const MEMBERS = 40;
/** Articles that come and go. */
const COMING = 12;
/**
 * The most growth, as a share of the whole, that is not taken for a leak. A few minutes show gross ones
 * alone, as caches and the heap of V8 have not reached their size by then.
 */
const FORMS = {
  short: { minutes: 3, reindexEveryMs: 30_000, sampleMs: 2000, maxGrowth: 0.25 },
  long: { minutes: 120, reindexEveryMs: 600_000, sampleMs: 10_000, maxGrowth: 0.05 },
};
/** Until then caches fill. */
const WARM_UP_SHARE = 1 / 5;
const MAX_MORE_FILES = 10;
const PATIENCE = { timeoutMs: 120_000 };
const COMPARED_QUESTIONS = 60;

/** What the bot takes at one moment, in bytes by process, while nothing is indexed. */
interface Sample {
  readonly atMs: number;
  readonly bot: number;
  readonly library: number;
  readonly openFiles: number;
}

/**
 * Many questions for a long time, while articles come, change and go: every question is answered or
 * put off, memory and open files stay flat after a while, and in the end the index answers as one that
 * is built anew.
 */
export const soakTrial: Trial = {
  name: 'soak',
  what: 'the bot is asked for long while articles come and go',
  async run({ isLong, minutes }) {
    if (process.platform !== 'linux') {
      return { tried: 0, failures: [], skipped: ['memory is read from /proc, which is Linux’s'] };
    }
    const form = isLong ? FORMS.long : FORMS.short;
    const newsroom = await Newsroom.open();
    try {
      const soak = new Soak(
        newsroom,
        (await readGoldQuestions(QUESTIONS)).map((one) => one.question),
      );
      await soak.goOn((minutes ?? form.minutes) * 60_000, form);
      const failures = [...soak.failures, ...trendFailures(soak.samples, form.maxGrowth)];
      failures.push(...(await differencesFromNew(newsroom, soak.questions)));
      return { tried: soak.asked, failures, notes: soak.notes() };
    } finally {
      await newsroom.close();
    }
  },
};

class Soak {
  readonly failures: string[] = [];
  readonly samples: Sample[] = [];
  readonly questions: readonly string[];
  asked = 0;
  #answered = 0;
  #putOff = 0;
  #indexed = 0;
  #isIndexing = false;
  readonly #newsroom: Newsroom;

  constructor(newsroom: Newsroom, questions: readonly string[]) {
    this.#newsroom = newsroom;
    this.questions = questions;
  }

  async goOn(
    ms: number,
    { reindexEveryMs, sampleMs }: { readonly reindexEveryMs: number; readonly sampleMs: number },
  ): Promise<void> {
    const untilMs = performance.now() + ms;
    const isOver = (): boolean => performance.now() >= untilMs;
    await Promise.all([
      this.#ask(isOver),
      this.#reindex(isOver, reindexEveryMs),
      this.#sample(isOver, sampleMs),
    ]);
    // What the index is compared with has been written by now.
    await this.#newsroom.index();
  }

  notes(): string[] {
    const { samples } = this;
    const step = Math.max(1, Math.floor(samples.length / 12));
    const shown = samples
      .filter((_, at) => at % step === 0)
      .map(({ bot, library, openFiles }) => `${inMiB(bot)} + ${inMiB(library)} (${openFiles})`);
    return [
      `${this.asked} asked, ${this.#answered} answered, ${this.#putOff} put off, indexed ${this.#indexed} times`,
      `MiB of bot and library (open files), in the course of time: ${shown.join(', ')}`,
    ];
  }

  async #ask(isOver: () => boolean): Promise<void> {
    const { server } = this.#newsroom;
    const channels = Array.from({ length: CHANNELS }, (_, at) => server.addChannel(`soak-${at}`));
    const members = Array.from({ length: MEMBERS }, (_, at) => server.addMember(`Member ${at}`));
    const waiting: Promise<void>[] = [];
    while (!isOver()) {
      const at = this.asked++;
      const question = this.questions[at % this.questions.length]!;
      const asker = members[at % MEMBERS]!;
      const asking = this.#askOne(asker, question, channels[at % CHANNELS]!);
      waiting.push(
        asking.catch(
          (error: unknown) => void this.failures.push(`“${question}”: ${String(error)}`),
        ),
      );
      await sleep(1000 / QUESTIONS_PER_SECOND);
    }
    await Promise.all(waiting);
  }

  async #askOne(asker: Member, question: string, channel: Channel): Promise<void> {
    const exchange = await asker.runs('ask', { question }, { in: channel });
    const { content } = await exchange.reply(PATIENCE);
    if (content.startsWith('Something went wrong')) throw new Error(content);
    if (content === PUT_OFF) this.#putOff += 1;
    else this.#answered += 1;
  }

  /** Each time one article comes, one that was there is changed, and one goes. */
  async #reindex(isOver: () => boolean, everyMs: number): Promise<void> {
    const { server, general } = this.#newsroom;
    const moderator = Moderator.join(server, 'Ada', general);
    const text = (at: number, round: number): string =>
      `# Ferry ${at}\n\nFerry ${at} of Harlow left ${round} times on Monday, said its captain.\n`;
    for (let round = 0; !isOver(); round++) {
      await sleep(everyMs / 2);
      if (isOver()) break;
      const gone = `coming-${(round + 1) % COMING}.md`;
      await this.#newsroom.editArticles({
        [`coming-${round % COMING}.md`]: text(round % COMING, round),
        [`coming-${(round + COMING - 1) % COMING}.md`]: text((round + COMING - 1) % COMING, -round),
        ...(round >= COMING ? { [gone]: null } : {}),
      });
      this.#isIndexing = true;
      const report = await moderator.runs('corpus reindex', { full: round % 5 === 4 });
      const { content } = await untilIndexed(report, PATIENCE);
      if (!content.includes('Indexed')) this.failures.push(`indexing: ${content}`);
      this.#indexed += 1;
      // The process that answered until now is still ending.
      await sleep(everyMs / 4);
      this.#isIndexing = false;
      await sleep(everyMs / 4);
    }
  }

  async #sample(isOver: () => boolean, everyMs: number): Promise<void> {
    const { bot } = this.#newsroom;
    while (!isOver()) {
      await sleep(everyMs);
      const memory = anonymousMemory(bot.pid);
      if (this.#isIndexing || memory.indexing > 0) continue;
      const openFiles = countOpenFiles(bot.pid) + countOpenFiles(await bot.answeringPid());
      this.samples.push({
        atMs: performance.now(),
        bot: memory.bot,
        library: memory.library,
        openFiles,
      });
    }
  }
}

/** What grew after the warm-up, beyond chance. */
function trendFailures(all: readonly Sample[], maxGrowth: number): string[] {
  const samples = all.slice(Math.ceil(all.length * WARM_UP_SHARE));
  if (samples.length < 6) return [`only ${samples.length} samples of memory were taken`];
  const times = samples.map(({ atMs }) => atMs);
  const failures: string[] = [];
  for (const process of ['bot', 'library'] as const) {
    const values = samples.map((sample) => sample[process]);
    const { total, noise, mean } = trendOf(times, values);
    if (total > Math.max(2 * noise, maxGrowth * mean)) {
      failures.push(
        `memory of the ${process} grew by ${inMiB(total)} MiB, noise ${inMiB(noise)} MiB`,
      );
    }
  }
  const files = samples.map(({ openFiles }) => openFiles);
  const third = Math.ceil(files.length / 3);
  const moreFiles = percentile(files.slice(-third), 0.5) - percentile(files.slice(0, third), 0.5);
  if (moreFiles > MAX_MORE_FILES) failures.push(`${moreFiles} more files are open`);
  return failures;
}

function inMiB(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

/** The line of best fit: how much it rises from the first to the last value, and how far off they are. */
function trendOf(
  times: readonly number[],
  values: readonly number[],
): { readonly total: number; readonly noise: number; readonly mean: number } {
  const average = (numbers: readonly number[]): number =>
    numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const [meanTime, mean] = [average(times), average(values)];
  const covariance = average(times.map((time, at) => (time - meanTime) * (values[at]! - mean)));
  const slope = covariance / average(times.map((time) => (time - meanTime) ** 2));
  const squares = values.map((value, at) => (value - mean - slope * (times[at]! - meanTime)) ** 2);
  const total = slope * (times.at(-1)! - times[0]!);
  return { total, noise: Math.sqrt(average(squares)), mean };
}

/** Answers of the index that has been through all that, compared with those of a new one. */
async function differencesFromNew(
  newsroom: Newsroom,
  questions: readonly string[],
): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-soak-'));
  try {
    const used = await answersOf(newsroom.corpusDir, newsroom.indexDir, questions);
    const anew = await answersOf(newsroom.corpusDir, path.join(folder, 'index'), questions);
    return used.flatMap((answer, at) =>
      answer === anew[at] ? [] : [`answers otherwise than a new index: ${answer}`],
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function answersOf(
  corpusDir: string,
  indexDir: string,
  questions: readonly string[],
): Promise<string[]> {
  const input = questions
    .slice(0, COMPARED_QUESTIONS)
    .map((question, id) => JSON.stringify({ id: String(id), question }));
  const { code, stdout, stderr } = await runVerbatim(['ask', '--json', '--batch', '-'], {
    input: input.join('\n'),
    env: { CORPUS_DIR: corpusDir, INDEX_DIR: indexDir },
  });
  if (code !== 0) throw new Error(`ask ends with ${code}: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const { ms: _, ...answer } = JSON.parse(line) as { ms: number };
      return JSON.stringify(answer);
    });
}

function countOpenFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
