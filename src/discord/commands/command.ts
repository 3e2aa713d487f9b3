import {
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { BotParts } from '../bot-parts.ts';
import type { Choice, Handling } from '../reply.ts';
import type { AutocompleteRequest, CommandRequest } from '../request.ts';

/** What Discord is told about a command. */
export type CommandDefinition =
  | RESTPostAPIChatInputApplicationCommandsJSONBody
  | RESTPostAPIContextMenuApplicationCommandsJSONBody;

/** A command: what Discord is told about it, and what it does. */
export interface Command {
  readonly definition: CommandDefinition;
  handle(request: CommandRequest, parts: BotParts): Handling;
  /** What is offered while an option with autocomplete is typed; nothing by default. */
  suggest?(request: AutocompleteRequest, parts: BotParts): Promise<Choice[]>;
}

/** Where members' commands work: on servers that added the bot, and in direct messages with it. */
export const FOR_MEMBERS = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
};

/** Where moderators' commands work: on servers only. */
export const FOR_SERVERS = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
};

/** A text option's value, without blanks at its ends; undefined when it was left out or empty. */
export function textOption(
  { options }: Pick<CommandRequest, 'options'>,
  name: string,
): string | undefined {
  const value = options[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
