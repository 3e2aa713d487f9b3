import type {
  APIApplicationCommand,
  RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { ApplicationCommandType } from 'discord-api-types/v10';
import type { Channel } from './channel.ts';
import { checkCommands } from './check-commands.ts';
import type { World } from './world.ts';

type Definition = RESTPostAPIApplicationCommandsJSONBody;

/** The commands that the bot has registered, everywhere or in one server. */
export class CommandBook {
  readonly #world: World;
  /** By server; the key '' has those of every place. */
  readonly #scopes = new Map<string, APIApplicationCommand[]>();

  constructor(world: World) {
    this.#world = world;
  }

  list(serverId: string | null): readonly APIApplicationCommand[] {
    return this.#scopes.get(serverId ?? '') ?? [];
  }

  /** Registers these commands and no others. @throws ApiError where a definition is wrong. */
  replace(serverId: string | null, definitions: unknown): readonly APIApplicationCommand[] {
    const known = this.list(serverId);
    const commands = checkCommands(definitions).map((definition) =>
      this.#register(serverId, definition, known.find(sameAs(definition))),
    );
    this.#scopes.set(serverId ?? '', commands);
    this.#world.changes.tell();
    return commands;
  }

  /** Registers one command, in place of that of the same name. @throws ApiError as `replace`. */
  upsert(serverId: string | null, definition: unknown): APIApplicationCommand {
    const rest = this.list(serverId).filter(
      (command) => !sameAs(definition as Definition)(command),
    );
    const commands = this.replace(serverId, [...rest, definition]);
    return commands.at(-1) as APIApplicationCommand;
  }

  /** The command that somebody finds by its name in a channel. */
  find(name: string, type: ApplicationCommandType, { server }: Channel): APIApplicationCommand {
    const here = server === null ? [] : this.list(server.id);
    const offered = [...here, ...this.list(null)];
    const found = offered.find((command) => command.name === name && command.type === type);
    if (found === undefined) {
      const names = offered.map((command) => command.name).join(', ');
      throw new Error(`no command “${name}” is registered, but: ${names}`);
    }
    return found;
  }

  #register(
    serverId: string | null,
    definition: Definition,
    known: APIApplicationCommand | undefined,
  ): APIApplicationCommand {
    return {
      ...definition,
      id: known?.id ?? this.#world.ids.next(),
      application_id: this.#world.bot.user.id,
      version: this.#world.ids.next(),
      type: definition.type ?? ApplicationCommandType.ChatInput,
      description: 'description' in definition ? definition.description : '',
      default_member_permissions: definition.default_member_permissions ?? null,
      nsfw: definition.nsfw ?? false,
      ...(serverId === null ? {} : { guild_id: serverId }),
    } as APIApplicationCommand;
  }
}

function sameAs(definition: Definition): (command: APIApplicationCommand) => boolean {
  const type = definition.type ?? ApplicationCommandType.ChatInput;
  return (command) => command.name === definition.name && command.type === type;
}
