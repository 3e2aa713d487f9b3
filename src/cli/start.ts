import type { Command } from 'commander';
import { chat } from './chat.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { runInDiscord } from './run-in-discord.ts';

/** What runs without a command: the bot where a token is set, else a conversation in the terminal. */
export function addStartCommand(program: Command): void {
  withCommonOptions(program.command('start', { isDefault: true, hidden: true }))
    .description('run the bot where DISCORD_TOKEN is set, else answer in the terminal')
    .action(start);
}

async function start(options: CommonOptions): Promise<void> {
  const config = configFrom(options);
  if (config.discordToken === null) {
    await chat(config, options);
    return;
  }
  await runInDiscord(config);
}
