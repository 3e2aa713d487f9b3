import type { Config } from '../../config.ts';
import { createRest } from '../../discord/edge/create-rest.ts';
import {
  fetchApplication,
  fetchServers,
  fetchShardCount,
  type ServerReport,
} from '../../discord/edge/inspect.ts';
import { inviteLink } from '../../discord/permissions.ts';
import { counted, examination, failure, type Finding, ok, warning } from './check.ts';

/** Whether Discord accepts the token and what the settings ask for, and may answer on each server. */
export const checkDiscord = examination('discord', async (config) => {
  const { discordToken, discordApiUrl } = config;
  if (discordToken === null) {
    return ok('DISCORD_TOKEN is not set, so "npm start" answers in the terminal');
  }
  const rest = createRest({ token: discordToken.reveal(), apiUrl: discordApiUrl });
  const application = await fetchApplication(rest, discordApiUrl);
  const invite = inviteLink(application.id);
  if (config.messageContent && !application.mayReadMessages) return missingIntent();

  const servers = await fetchServers(rest, application.id);
  const wanting = servers.map(whatIsMissing).filter((missing) => missing !== null);
  if (wanting.length > 0) {
    return failure(wanting.join('; '), `open this link again for each of these servers: ${invite}`);
  }
  if (servers.length === 0) {
    return warning(
      `${application.name} is on no server yet`,
      `invite it with this link: ${invite}`,
    );
  }
  const wantedShards = await fetchShardCount(rest);
  if (config.shardCount < wantedShards) return tooFewShards(config, wantedShards);
  if (config.shardCount > 1 && config.homeServers.length === 0) return homeless(config);
  return ok(
    `${application.name} is on ${counted(servers.length, 'server')} with all that it needs` +
      `${intentOf(config)}; to invite it to another: ${invite}`,
  );
});

function missingIntent(): Finding {
  return failure(
    'MESSAGE_CONTENT is on, but the application may not read messages',
    'switch "Message Content Intent" on, on the page "Bot" of your application at ' +
      'https://discord.com/developers/applications, or set MESSAGE_CONTENT=off',
  );
}

function tooFewShards({ shardCount }: Config, wantedShards: number): Finding {
  return warning(
    `Discord asks for ${counted(wantedShards, 'shard')}, SHARD_COUNT is ${shardCount}`,
    `set SHARD_COUNT=${wantedShards} or more, as docs/sharding.md tells; with far too few Discord turns ` +
      'the bot away',
  );
}

function homeless({ shardCount }: Config): Finding {
  return warning(
    `SHARD_COUNT is ${shardCount} and HOME_SERVERS is not set, so nobody may change the corpus in Discord`,
    'set HOME_SERVERS to the ids of the servers whose moderators own the corpus',
  );
}

/** What the bot lacks on a server; null where it lacks nothing. */
function whatIsMissing({ name, missingPermissions, mayHaveCommands }: ServerReport): string | null {
  const missing = [
    ...(mayHaveCommands ? [] : ['the scope applications.commands']),
    ...missingPermissions.map((permission) => `the permission ${permission}`),
  ];
  return missing.length === 0 ? null : `on "${name}" it lacks ${missing.join(', ')}`;
}

function intentOf({ messageContent }: Config): string {
  return messageContent
    ? ' and may read messages'
    : '; no privileged intent is asked for, so there is no discussion mode and threads need mentions ' +
        '(MESSAGE_CONTENT=on, with "Message Content Intent" switched on for the application, brings both)';
}
