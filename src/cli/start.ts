import type { Command } from 'commander';
import { ConfigError } from '../errors.ts';
import { chat } from './chat.ts';
import { warnOfMisspeltSettings } from './misspelt-settings.ts';
import { nearName } from './near-name.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { runInDiscord } from './run-in-discord.ts';

/** What runs without a command: the bot where a token is set, else a conversation in the terminal. */
export function addStartCommand(program: Command): void {
  withCommonOptions(program.command('start', { isDefault: true, hidden: true }))
    .description('run the bot where DISCORD_TOKEN is set, else answer in the terminal')
    // Commander hands over here what is the name of no command.
    .allowExcessArguments()
    .allowUnknownOption()
    .action(async (options: CommonOptions, { args: [word] }: Command) => {
      if (word !== undefined) throw unknownWord(word, program);
      await start(options);
    });
}

async function start(options: CommonOptions): Promise<void> {
  warnOfMisspeltSettings();
  const config = configFrom(options);
  if (config.discordToken === null) {
    await chat(config, options);
    return;
  }
  await runInDiscord(config);
}

function unknownWord(word: string, program: Command): ConfigError {
  if (word.startsWith('-')) return new ConfigError(`unknown option '${word}'`);
  const commands = program.createHelp().visibleCommands(program);
  const near = nearName(
    word,
    commands.map((command) => command.name()),
  );
  return new ConfigError(
    `unknown command "${word}"; ${near === null ? '' : `did you mean "${near}"? `}` +
      '"npm run -s verbatim -- --help" lists all',
  );
}
