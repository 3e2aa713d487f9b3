import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import type { Turn } from '../conversation/turn.ts';
import { answerAsCorrected } from '../quotes/answer-as-corrected.ts';
import type { Answer } from '../quotes/quote.ts';
import { type Engine, openEngine, openReranking } from './engine.ts';
import type { Config } from '../config.ts';
import type { Reranking } from '../retrieval/rerank.ts';
import { chatCommandOf } from './chat-command.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { renderAnswer } from './render-answer.ts';
import { printable, styled, warn } from './terminal.ts';

/** What a conversation takes. */
interface ChatEngine extends Engine {
  readonly reranking: Reranking | null;
}

const PROMPT = '? ';

const HELP = [
  'Type a question and press Enter. It may go on from the one before: "and in Odessa?"',
  '/new      begins a new conversation',
  '/sources  lists the articles',
  '/help     shows this',
  '/quit     ends the conversation (so does Ctrl+D)',
].join('\n');

/** `chat`: a conversation in the terminal; without a terminal, a reply to each line of input. */
export function addChatCommand(program: Command): void {
  withCommonOptions(program.command('chat'))
    .description('answer questions in the terminal, or each line of standard input')
    .action((options: CommonOptions) => chat(configFrom(options), options));
}

/** Answers in the terminal until the input ends. */
export async function chat(config: Config, { json }: Pick<CommonOptions, 'json'>): Promise<void> {
  const reranking = await openReranking(config);
  const engine: ChatEngine = { ...(await openEngine(config)), reranking };
  if (process.stdin.isTTY && process.stdout.isTTY) await converse(engine);
  else await answerEachLine(engine, json === true);
}

async function converse(engine: ChatEngine): Promise<void> {
  const { articles, passages } = engine.index.manifest.counts;
  warn(`${articles} articles, ${passages} passages. Ask about them; /help for more.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  terminal.setPrompt(styled('cyan', PROMPT));
  terminal.prompt();
  let history: readonly Turn[] = [];
  for await (const line of terminal) {
    const input = line.trim();
    const command = chatCommandOf(input);
    if (command === 'quit' || command === 'exit') break;
    if (command === 'new') {
      history = [];
      console.log('A new conversation.\n');
    } else if (command !== null) {
      console.log(`${obey(engine, command)}\n`);
    } else if (input !== '') {
      const answer = await ask(engine, input, history);
      history = [answer];
      console.log(`${renderAnswer(answer)}\n`);
    }
    terminal.prompt();
  }
  terminal.close();
}

/** Each reply below its question, as nobody has seen that being typed. */
async function answerEachLine(engine: ChatEngine, asJson: boolean): Promise<void> {
  let isFirst = true;
  for await (const line of createInterface({ input: process.stdin })) {
    const question = line.trim();
    if (question === '') continue;
    const answer = await ask(engine, question, []);
    if (asJson) {
      console.log(JSON.stringify(answer));
      continue;
    }
    if (!isFirst) console.log();
    isFirst = false;
    console.log(`${styled('cyan', PROMPT)}${printable(question)}\n${renderAnswer(answer)}`);
  }
}

function ask(
  { index, embedder, corrected, reranking }: ChatEngine,
  question: string,
  history: readonly Turn[],
): Promise<Answer> {
  return answerAsCorrected(index, embedder, corrected, question, { history, reranking });
}

function obey(engine: Engine, command: string): string {
  if (command === 'help') return HELP;
  if (command === 'sources') return listSources(engine);
  return `There is no /${printable(command)}.\n${HELP}`;
}

function listSources({ index }: Engine): string {
  const lines: string[] = [];
  for (let article = 0; article < index.articles.size; article++) {
    const { date, outlet, title, path } = index.articles.row(article);
    lines.push([date ?? 'date unknown', outlet ?? 'outlet unknown', title ?? path].join(' · '));
  }
  return lines.map(printable).sort().join('\n');
}
