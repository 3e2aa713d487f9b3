import type { Command } from 'commander';
import { warnOfMisspeltSettings } from './misspelt-settings.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { runInDiscord } from './run-in-discord.ts';

/** `bot`: answers in Discord until it is told to stop. */
export function addBotCommand(program: Command): void {
  withCommonOptions(program.command('bot'))
    .description('answer in Discord; needs DISCORD_TOKEN')
    .action(async (options: CommonOptions) => {
      warnOfMisspeltSettings();
      await runInDiscord(configFrom(options));
    });
}
