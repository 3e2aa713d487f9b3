import { COMMAND_DEFINITIONS } from '../discord/bot.ts';
import { createRest } from '../discord/edge/create-rest.ts';
import { registerCommands } from '../discord/edge/register-commands.ts';
import { fetchApplication } from '../discord/edge/inspect.ts';
import { ConfigError } from '../errors.ts';
import { configFrom } from './options.ts';
import type { RegisterOptions } from './register.ts';

/** Tells Discord the commands, or prints them. */
export async function runRegister(options: RegisterOptions): Promise<void> {
  if (options.dryRun === true) {
    console.log(JSON.stringify(COMMAND_DEFINITIONS, null, 2));
    return;
  }
  if (options.server !== undefined && !/^\d{15,20}$/.test(options.server)) {
    throw new ConfigError(
      `--server must be the id of a server, 15 to 20 digits, found "${options.server}"; in Discord, ` +
        'switch on User Settings > Advanced > Developer Mode, right-click the server and copy its id',
    );
  }
  const config = configFrom(options);
  if (config.discordToken === null) {
    throw new ConfigError('DISCORD_TOKEN is not set; README.md tells how to get one');
  }
  const rest = createRest({ token: config.discordToken.reveal(), apiUrl: config.discordApiUrl });
  const { id } = await fetchApplication(rest, config.discordApiUrl);
  await registerCommands(rest, id, COMMAND_DEFINITIONS, options.server);
  const place = options.server === undefined ? 'everywhere' : `on the server ${options.server}`;
  console.log(
    options.json === true
      ? JSON.stringify({ registered: COMMAND_DEFINITIONS.length, server: options.server ?? null })
      : `${COMMAND_DEFINITIONS.length} commands registered ${place}.`,
  );
}
