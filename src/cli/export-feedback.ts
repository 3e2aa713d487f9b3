import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { ConfigError, messageOf } from '../errors.ts';
import type { GoldQuestion } from '../eval/gold-questions.ts';
import { IndexedLibrary } from '../quotes/indexed-library.ts';
import { openExistingState, STATE_FILE } from '../state/database.ts';
import { FeedbackStore, type QuestionPassageVotes, type VoteCount } from '../state/feedback.ts';
import { openEngine } from './engine.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { printable, warn } from './terminal.ts';

interface ExportOptions extends CommonOptions {
  readonly force?: boolean;
}

/** A question of a member, in the form of those that `eval --questions` takes, with its votes. */
type VotedQuestion = Omit<GoldQuestion, 'conversation'> & VoteCount;

interface Export {
  readonly questions: readonly VotedQuestion[];
  /** Questions whose useful passages are no longer what they were. */
  readonly outdated: number;
  /** Questions without a passage that was found useful more often than not. */
  readonly unsolved: number;
}

/** `export-feedback`: turns what members found useful into questions to measure answers with. */
export function addExportFeedbackCommand(program: Command): void {
  withCommonOptions(program.command('export-feedback'))
    .description('write questions whose answers were found useful, for eval --questions')
    .argument('[file]', 'standard output if you leave it out')
    .option('--force', 'replace a file of that name')
    .action(async (file: string | undefined, options: ExportOptions) => {
      const config = configFrom(options);
      const { questions, outdated, unsolved } = await collect(await readVotes(config), config);
      const lines = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
      if (file === undefined) process.stdout.write(lines);
      else await writeLines(path.resolve(file), lines, { force: options.force === true });
      warn(
        `${questions.length} questions; left out: ${outdated} whose article is gone or has changed, ` +
          `${unsolved} without a passage that was found useful more often than not.`,
      );
    });
}

async function readVotes({ dataDir }: Config): Promise<readonly QuestionPassageVotes[]> {
  const state = await openExistingState(path.join(dataDir, STATE_FILE));
  try {
    return new FeedbackStore(state).byQuestionAndPassage();
  } finally {
    state.close();
  }
}

async function collect(votes: readonly QuestionPassageVotes[], config: Config): Promise<Export> {
  // Then there is no need for an index.
  if (votes.length === 0) return { questions: [], outdated: 0, unsolved: 0 };
  const { index, embedder } = await openEngine(config);
  const library = new IndexedLibrary(index, embedder, config);
  const questions: VotedQuestion[] = [];
  let outdated = 0;
  let unsolved = 0;
  for (const group of byQuestion(votes)) {
    const useful = group.filter((passage) => passage.useful > passage.notUseful);
    const excerpts = await library.excerpts(useful);
    const gold = excerpts.flatMap((excerpt) => (excerpt === null ? [] : [excerpt.text]));
    if (useful.length === 0) unsolved += 1;
    else if (gold.length === 0) outdated += 1;
    else questions.push(toVotedQuestion(group, gold));
  }
  return { questions, outdated, unsolved };
}

function byQuestion(votes: readonly QuestionPassageVotes[]): Iterable<QuestionPassageVotes[]> {
  const groups = new Map<string, QuestionPassageVotes[]>();
  for (const vote of votes) {
    const group = groups.get(vote.question);
    if (group === undefined) groups.set(vote.question, [vote]);
    else group.push(vote);
  }
  return groups.values();
}

/** @param group at least one. */
function toVotedQuestion(group: readonly QuestionPassageVotes[], gold: string[]): VotedQuestion {
  const { question } = group[0]!;
  return {
    id: `feedback-${createHash('sha256').update(question).digest('hex').slice(0, 8)}`,
    question,
    gold,
    useful: sum(group.map(({ useful }) => useful)),
    notUseful: sum(group.map(({ notUseful }) => notUseful)),
  };
}

async function writeLines(
  file: string,
  lines: string,
  { force }: { readonly force: boolean },
): Promise<void> {
  try {
    // What members asked is nobody else's business.
    await writeFile(file, lines, { flag: force ? 'w' : 'wx', mode: 0o600 });
  } catch (error) {
    const problem =
      (error as NodeJS.ErrnoException).code === 'EEXIST'
        ? 'exists already; name another file, or replace it: --force'
        : `cannot be written: ${messageOf(error)}; check that its folder exists and can be written to`;
    throw new ConfigError(printable(`${file} ${problem}`), { cause: error });
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
