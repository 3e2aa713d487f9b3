import { DiscordAPIError, type REST, Routes } from 'discord.js';
import {
  type APIApplication,
  type APIGatewayBotInfo,
  type APIPartialGuild,
  ApplicationFlags,
  RESTJSONErrorCodes,
} from 'discord-api-types/v10';
import { INVITE_PERMISSIONS, namesOfMissing } from '../permissions.ts';
import { asOperatorError } from './discord-problem.ts';

/** What Discord has the bot down as. */
export interface ApplicationReport {
  readonly id: string;
  readonly name: string;
  /** Whether the owner has switched the Message Content intent on. */
  readonly mayReadMessages: boolean;
}

/** A server that the bot is on. */
export interface ServerReport {
  readonly id: string;
  readonly name: string;
  /** Names of permissions that the bot has on no channel unless one grants them. */
  readonly missingPermissions: readonly string[];
  /** Whether it was invited with the scope `applications.commands`. */
  readonly mayHaveCommands: boolean;
}

/** The most servers that Discord lists at once. */
const SERVERS_PER_PAGE = 200;

/** Either flag lets a bot have message content; the limited one is for those on few servers. */
const MAY_READ_MESSAGES =
  ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;

/** Into how many shards Discord wants the bot to be divided. */
export async function fetchShardCount(rest: REST): Promise<number> {
  const { shards } = (await rest.get(Routes.gatewayBot())) as APIGatewayBotInfo;
  return shards;
}

/** @throws ConfigError when the token is refused, DiscordError when Discord cannot be reached. */
export async function fetchApplication(rest: REST, apiUrl: string): Promise<ApplicationReport> {
  try {
    const { id, name, flags } = (await rest.get(Routes.currentApplication())) as APIApplication;
    return { id, name, mayReadMessages: ((flags ?? 0) & MAY_READ_MESSAGES) !== 0 };
  } catch (error) {
    throw asOperatorError(error, apiUrl);
  }
}

/** The servers that the bot is on, up to the first 200, and what it may do there. */
export async function fetchServers(rest: REST, applicationId: string): Promise<ServerReport[]> {
  const query = new URLSearchParams({ limit: String(SERVERS_PER_PAGE) });
  const servers = (await rest.get(Routes.userGuilds(), {
    query,
  })) as (APIPartialGuild & { permissions: string })[];
  const reports: ServerReport[] = [];
  for (const { id, name, permissions } of servers) {
    reports.push({
      id,
      name,
      missingPermissions: namesOfMissing(INVITE_PERMISSIONS, BigInt(permissions)),
      mayHaveCommands: await mayHaveCommands(rest, applicationId, id),
    });
  }
  return reports;
}

async function mayHaveCommands(
  rest: REST,
  applicationId: string,
  serverId: string,
): Promise<boolean> {
  try {
    await rest.get(Routes.applicationGuildCommands(applicationId, serverId));
    return true;
  } catch (error) {
    if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.MissingAccess) {
      return false;
    }
    throw error;
  }
}
