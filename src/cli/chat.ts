import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { answerQuestion } from '../quotes/answer-question.ts';
import { type Engine, openEngine } from './engine.ts';
import type { Config } from '../config.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { renderAnswer } from './render-answer.ts';
import { printable, styled, warn } from './terminal.ts';

const HELP = [
  'Type a question and press Enter.',
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
  const engine = await openEngine(config);
  if (process.stdin.isTTY && process.stdout.isTTY) await converse(engine);
  else await answerEachLine(engine, json === true);
}

async function converse(engine: Engine): Promise<void> {
  const { articles, passages } = engine.index.manifest.counts;
  warn(`${articles} articles, ${passages} passages. Ask about them; /help for more.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  terminal.setPrompt(styled('cyan', '? '));
  terminal.prompt();
  for await (const line of terminal) {
    const input = line.trim();
    if (input === '/quit') break;
    if (input !== '') console.log(`${await reply(engine, input)}\n`);
    terminal.prompt();
  }
  terminal.close();
}

async function answerEachLine(engine: Engine, asJson: boolean): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const question = line.trim();
    if (question === '') continue;
    const answer = await answerQuestion(engine.index, engine.embedder, question);
    console.log(asJson ? JSON.stringify(answer) : `${renderAnswer(answer)}\n`);
  }
}

async function reply(engine: Engine, input: string): Promise<string> {
  if (input === '/help') return HELP;
  if (input === '/sources') return listSources(engine);
  if (input.startsWith('/')) return `There is no ${printable(input)}.\n${HELP}`;
  return renderAnswer(await answerQuestion(engine.index, engine.embedder, input));
}

function listSources({ index }: Engine): string {
  const lines: string[] = [];
  for (let article = 0; article < index.articles.size; article++) {
    const { date, outlet, title, path } = index.articles.row(article);
    lines.push([date ?? 'date unknown', outlet ?? 'outlet unknown', title ?? path].join(' · '));
  }
  return lines.map(printable).sort().join('\n');
}
