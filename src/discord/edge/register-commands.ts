import { isDeepStrictEqual } from 'node:util';
import { DiscordAPIError, type REST, Routes } from 'discord.js';
import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import { ConfigError } from '../../errors.ts';
import type { CommandDefinition } from '../commands/command.ts';
import { inviteLink } from '../permissions.ts';
import { patiently } from './patiently.ts';

/** What makes two definitions the same. Discord adds ids, versions and defaults of its own. */
const COMPARED_KEYS = new Set([
  'type',
  'name',
  'description',
  'options',
  'required',
  'autocomplete',
  'choices',
  'value',
  'min_length',
  'max_length',
  'min_value',
  'max_value',
  'channel_types',
  'default_member_permissions',
  'contexts',
  'integration_types',
]);

/**
 * Replaces all commands of the bot, everywhere or on one server; an outage is waited out.
 *
 * @throws ConfigError when the bot may have no commands on that server.
 */
export async function registerCommands(
  rest: REST,
  applicationId: string,
  definitions: readonly CommandDefinition[],
  serverId?: string,
): Promise<void> {
  const route = commandsRoute(applicationId, serverId);
  try {
    await patiently(() => rest.put(route, { body: definitions }));
  } catch (error) {
    if (!(error instanceof DiscordAPIError) || error.code !== RESTJSONErrorCodes.MissingAccess) {
      throw error;
    }
    throw new ConfigError(
      `the bot must be on the server ${serverId} and allowed to have commands there, and is not; ` +
        `check the id, or invite the bot with this link: ${inviteLink(applicationId)}`,
      { cause: error },
    );
  }
}

/**
 * Registers the commands when Discord knows others; an outage is waited out.
 *
 * @returns whether it did.
 */
export async function registerChangedCommands(
  rest: REST,
  applicationId: string,
  definitions: readonly CommandDefinition[],
): Promise<boolean> {
  const known = (await patiently(() => rest.get(commandsRoute(applicationId)))) as {
    name: string;
  }[];
  if (isDeepStrictEqual(comparable(sortByName(known)), comparable(sortByName(definitions)))) {
    return false;
  }
  await registerCommands(rest, applicationId, definitions);
  return true;
}

function sortByName<T extends { name: string }>(commands: readonly T[]): T[] {
  return [...commands].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function commandsRoute(applicationId: string, serverId?: string): `/${string}` {
  return serverId === undefined
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, serverId);
}

/** A definition reduced to what is compared, without what is left at its default. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, entry]) => COMPARED_KEYS.has(key) && !isDefault(entry))
    .map(([key, entry]) => [key, comparable(entry)] as const);
  return Object.fromEntries(entries);
}

function isDefault(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === null || value === undefined || value === false || value === '';
}
