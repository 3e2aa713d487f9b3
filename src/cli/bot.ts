import type { Command } from 'commander';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';

/** `bot`: answers in Discord until it is told to stop. */
export function addBotCommand(program: Command): void {
  withCommonOptions(program.command('bot'))
    .description('answer in Discord; needs DISCORD_TOKEN')
    .action(async (options: CommonOptions) => {
      const config = configFrom(options);
      // Loaded late: the terminal does without discord.js.
      const { runBot } = await import('./run-bot.ts');
      await runBot(config);
    });
}
