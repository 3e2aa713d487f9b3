import type { Command } from 'commander';
import * as v from 'valibot';
import { Conversations } from '../conversation/conversations.ts';
import { ConfigError } from '../errors.ts';
import { readJsonLines } from '../json-lines.ts';
import { answerAsCorrected } from '../quotes/answer-as-corrected.ts';
import type { AskOptions } from '../quotes/answer-question.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { openEngine, openReranking } from './engine.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { readDay, readDayRange } from './read-days.ts';
import { renderAnswer } from './render-answer.ts';
import { warn } from './terminal.ts';
import { findUnknownOutlet } from './unknown-outlet.ts';

interface AskCommandOptions extends CommonOptions {
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly outlet?: string;
  readonly limit?: string;
  readonly batch?: string;
}

const batchSchema = v.object({
  id: v.string(),
  question: v.pipe(v.string(), v.trim(), v.nonEmpty('the question is empty')),
  /** Lines of the same conversation follow each other, with others between them or not. */
  conversation: v.optional(v.string()),
});

/** More quotes than that are a search result, not an answer. */
const MAX_LIMIT = 20;
const DEFAULT_LIMIT = 3;

/** `ask QUESTION`: one question, one reply; `ask --batch FILE`: one reply a line. */
export function addAskCommand(program: Command): void {
  withCommonOptions(program.command('ask'))
    .description('answer one question, or with --batch one JSON object {"id", "question"} a line')
    .argument('[question...]')
    .option('--from <day>', 'only what speaks of this day or later (2022-11-15)')
    .option('--to <day>', 'only what speaks of this day or earlier')
    .option('--as-of <day>', 'only what was published by this day')
    .option('--outlet <name>', 'only from this outlet, or from those with this in their name')
    .option(
      '--limit <n>',
      `the most quotes, 1 to ${MAX_LIMIT}, also such as are only related; without it up to ` +
        `${DEFAULT_LIMIT}, in text only those that may be the answer`,
    )
    .option('--batch <file>', 'questions from a file, or - for standard input; replies as JSON')
    .action(async (words: string[], options: AskCommandOptions) => {
      const askOptions = await readAskOptions(options);
      const question = words.join(' ').trim();
      if (options.batch !== undefined && question === '') {
        await answerBatch(options.batch, options, askOptions);
        return;
      }
      if (question === '' || options.batch !== undefined) {
        throw new ConfigError(
          'ask needs a question, as in: ask "Who visited Kherson?", or --batch FILE',
        );
      }
      const config = configFrom(options);
      const reranking = await openReranking(config);
      const { index, embedder, corrected } = await openEngine(config);
      warnOfUnknownOutlet(index, askOptions);
      const answer = await answerAsCorrected(index, embedder, corrected, question, {
        ...askOptions,
        reranking,
      });
      const withRelated = options.limit !== undefined;
      console.log(
        options.json === true ? JSON.stringify(answer) : renderAnswer(answer, { withRelated }),
      );
    });
}

async function answerBatch(
  file: string,
  options: AskCommandOptions,
  askOptions: AskOptions,
): Promise<void> {
  const questions = await readJsonLines(file, batchSchema);
  const config = configFrom(options);
  const reranking = await openReranking(config);
  const { index, embedder, corrected } = await openEngine(config);
  warnOfUnknownOutlet(index, askOptions);
  const conversations = new Conversations();
  for (const { id, question, conversation } of questions) {
    const history = conversations.historyOf(conversation);
    const answer = await answerAsCorrected(index, embedder, corrected, question, {
      ...askOptions,
      history,
      reranking,
    });
    conversations.add(conversation, answer);
    console.log(JSON.stringify({ id, ...answer }));
  }
}

async function readAskOptions({
  from,
  to,
  asOf,
  outlet,
  limit,
}: AskCommandOptions): Promise<AskOptions> {
  const count = Number(limit ?? DEFAULT_LIMIT);
  if (!Number.isInteger(count) || count < 1 || count > MAX_LIMIT) {
    throw new ConfigError(
      `--limit must be a whole number from 1 to ${MAX_LIMIT}, found "${limit}"`,
    );
  }
  return {
    filters: {
      ...(await readDayRange({ from, to })),
      asOf: await readDay('--as-of', asOf),
      outlet,
    },
    limit: count,
  };
}

function warnOfUnknownOutlet(index: SearchIndex, { filters }: AskOptions): void {
  const problem = filters?.outlet === undefined ? null : findUnknownOutlet(index, filters.outlet);
  if (problem !== null) warn(problem);
}
