import { type Command, InvalidArgumentError } from 'commander';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';

interface PlaygroundOptions extends CommonOptions {
  readonly port: number;
  readonly keep?: boolean;
}

/** `playground`: a page on this machine that shows the bot at work, without Discord. */
export function addPlaygroundCommand(program: Command): void {
  withCommonOptions(program.command('playground'))
    .description('try the bot on a page in the browser, without an account at Discord')
    .option('--port <port>', 'port of the page; 0 for any that is free', readPort, 8787)
    .option('--keep', 'let changes of the articles stay, instead of trying them on a copy')
    .action(async (options: PlaygroundOptions) => {
      const config = configFrom(options);
      // Loaded late: the other commands do without it.
      const { runPlayground } = await import('./run-playground.ts');
      await runPlayground(config, options);
    });
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It must be a port from 0 to 65535.');
}
