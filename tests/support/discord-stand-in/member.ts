import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIGuildMember,
  APIUser,
  GuildMemberFlags,
} from 'discord-api-types/v10';
import {
  AllowedMentionsTypes,
  ApplicationCommandType,
  ComponentType,
  GatewayDispatchEvents,
  InteractionContextType,
  InteractionType,
} from 'discord-api-types/v10';
import type { Patience } from './changes.ts';
import type { Channel } from './channel.ts';
import { Exchange } from './exchange.ts';
import type { Upload } from './files.ts';
import { fillModal } from './fill-modal.ts';
import type { Message } from './message.ts';
import type { Role } from './role.ts';
import { SeenMessage } from './seen-message.ts';
import type { Server } from './server.ts';
import { type OptionValues, SlashOptions } from './slash-options.ts';
import { renderUser, type User } from './user.ts';
import type { World } from './world.ts';

interface Place {
  readonly in: Channel;
}

interface Writing extends Place {
  readonly replyTo?: SeenMessage;
  /** Whether a reply notifies the author of the other message, as is usual. */
  readonly pings?: boolean;
  readonly files?: readonly Upload[];
}

const ALL_MENTIONS = [
  AllowedMentionsTypes.Everyone,
  AllowedMentionsTypes.Role,
  AllowedMentionsTypes.User,
];

/** A user in a server, who talks to the bot as a client of Discord would let them. */
export class Member {
  readonly user: User;
  readonly server: Server;
  readonly #world: World;
  readonly #roles: Role[];

  /** Servers enrol their members by `addMember`. */
  constructor(world: World, user: User, server: Server, roles: readonly Role[]) {
    this.#world = world;
    this.user = user;
    this.server = server;
    this.#roles = [...roles];
  }

  get id(): string {
    return this.user.id;
  }

  get mention(): string {
    return `<@${this.user.id}>`;
  }

  get roles(): readonly Role[] {
    return this.#roles;
  }

  /** The user’s conversation with the bot. */
  get dm(): Channel {
    return this.#world.directChannelWith(this.user);
  }

  addRole(role: Role): void {
    this.#roles.push(role);
    this.#announce();
  }

  removeRole(role: Role): void {
    const position = this.#roles.indexOf(role);
    if (position === -1) throw new Error(`${this.user.name} has no role ${role.name}`);
    this.#roles.splice(position, 1);
    this.#announce();
  }

  /**
   * Sends a slash command: `ask`, `corpus add`.
   *
   * @throws Error where a person could not send it: the command or an option is unknown, missing or
   *   wrong, or not for this member or place.
   */
  async runs(command: string, values: OptionValues, place: Place): Promise<Exchange> {
    return this.#slash(InteractionType.ApplicationCommand, command, values, place.in, null);
  }

  /** Types into an option that the bot completes; resolves with its choices. */
  async types(
    command: string,
    values: OptionValues,
    { focused, in: channel, ...patience }: Place & Patience & { readonly focused: string },
  ): Promise<readonly APIApplicationCommandOptionChoice[]> {
    const type = InteractionType.ApplicationCommandAutocomplete;
    return this.#slash(type, command, values, channel, focused).choices(patience);
  }

  /** Uses a command of the context menu of a message. */
  async runsOnMessage(command: string, target: SeenMessage, place: Place): Promise<Exchange> {
    const definition = this.#offered(command, ApplicationCommandType.Message, place.in);
    const message = this.#see(target);
    const data = {
      ...identify(definition),
      target_id: message.id,
      // The bot is shown what it is used on, whatever its intents.
      resolved: { messages: { [message.id]: this.#world.messages.render(message, true) } },
    };
    const type = InteractionType.ApplicationCommand;
    return this.#send({ type, channel: place.in, data, target: message });
  }

  /**
   * Presses a button, by its label or its id.
   *
   * @throws Error where the message is gone or not for this member, or has no such enabled button.
   */
  async presses(
    message: SeenMessage,
    button: string | { readonly customId: string },
  ): Promise<Exchange> {
    const source = this.#see(message);
    const buttons = new SeenMessage(this.#world, source).buttons.filter(
      ({ disabled, customId }) => !disabled && customId !== null,
    );
    const found = buttons.find(({ label, customId }) =>
      typeof button === 'string' ? label === button : customId === button.customId,
    );
    if (found === undefined) {
      const wanted = typeof button === 'string' ? button : button.customId;
      const labels = buttons.map(({ label }) => label).join(', ');
      throw new Error(`no button “${wanted}” can be pressed, but: ${labels}`);
    }
    const data = { custom_id: found.customId, component_type: ComponentType.Button };
    return this.#use(source, data);
  }

  /** Selects values of a menu, by its id. @throws Error as `presses` does. */
  async selects(
    message: SeenMessage,
    customId: string,
    values: readonly string[],
  ): Promise<Exchange> {
    const source = this.#see(message);
    const menu = source.components
      .flatMap((row) => row.components)
      .filter((component) => component.type === ComponentType.StringSelect)
      .find((component) => component.custom_id === customId && component.disabled !== true);
    const offered = menu?.options.map(({ value }) => value) ?? [];
    const wrong = values.find((value) => !offered.includes(value));
    if (menu === undefined || wrong !== undefined) {
      throw new Error(`the menu “${customId}” does not offer “${wrong ?? ''}”`);
    }
    const data = { custom_id: customId, component_type: ComponentType.StringSelect, values };
    return this.#use(source, data);
  }

  /** Sends the form that the bot opened in an exchange, filled by the ids of its fields. */
  async submits(exchange: Exchange, fields: Readonly<Record<string, string>>): Promise<Exchange> {
    const { channel, source } = exchange.interaction;
    const data = fillModal(await exchange.modal(), fields);
    return this.#send({ type: InteractionType.ModalSubmit, channel, data, source });
  }

  /** Writes a message. */
  async writes(
    content: string,
    { in: channel, replyTo, pings = true, files = [] }: Writing,
  ): Promise<SeenMessage> {
    const repliesTo = replyTo === undefined ? null : this.#see(replyTo);
    const message = this.#world.messages.post(
      channel,
      this.user,
      { content, allowed_mentions: { parse: ALL_MENTIONS, replied_user: pings } },
      { repliesTo, uploads: files },
    );
    return new SeenMessage(this.#world, message);
  }

  directMessage(content: string): Promise<SeenMessage> {
    return this.writes(content, { in: this.dm });
  }

  async edits(message: SeenMessage, content: string): Promise<SeenMessage> {
    this.#world.messages.edit(this.#own(message), { content });
    return message.now();
  }

  async deletes(message: SeenMessage): Promise<void> {
    this.#world.messages.delete(this.#own(message));
  }

  render(): APIGuildMember {
    return {
      user: this.renderUser(),
      roles: this.#roles.filter(({ id }) => id !== this.server.id).map(({ id }) => id),
      joined_at: '2024-01-01T00:00:00.000Z',
      premium_since: null,
      nick: null,
      avatar: null,
      deaf: false,
      mute: false,
      flags: 0 as GuildMemberFlags,
      pending: false,
    };
  }

  renderUser(): APIUser {
    return renderUser(this.user);
  }

  #slash(
    type: InteractionType,
    command: string,
    values: OptionValues,
    channel: Channel,
    focused: string | null,
  ): Exchange {
    const [name = '', ...path] = command.split(' ');
    const definition = this.#offered(name, ApplicationCommandType.ChatInput, channel);
    const options = new SlashOptions(this.#world.files, { values, focused });
    const given = options.fill(definition.options ?? [], path);
    const data = { ...identify(definition), options: given, resolved: options.resolved };
    return this.#send({ type, channel, data });
  }

  /** A command that this member is offered in a channel. */
  #offered(name: string, type: ApplicationCommandType, channel: Channel): APIApplicationCommand {
    const definition = this.#world.commands.find(name, type, channel);
    const { contexts, default_member_permissions: asked } = definition;
    const here =
      channel.server === null ? InteractionContextType.BotDM : InteractionContextType.Guild;
    const isOffered =
      (contexts?.includes(here) ?? true) &&
      (channel.server?.allowsCommand(name, asked, this, channel) ?? true);
    if (!isOffered) throw new Error(`${this.user.name} is not offered “${name}” here`);
    return definition;
  }

  #use(source: Message, data: object): Exchange {
    const type = InteractionType.MessageComponent;
    return this.#send({ type, channel: source.channel, data, source });
  }

  #send(outgoing: {
    type: InteractionType;
    channel: Channel;
    data: object;
    source?: Message | null;
    target?: Message | null;
  }): Exchange {
    const interaction = this.#world.interactions.send({ member: this, ...outgoing });
    return new Exchange(this.#world, interaction);
  }

  /** @throws Error where the message is gone or for somebody else’s eyes. */
  #see(message: SeenMessage): Message {
    const found = this.#world.messages.find(message.id);
    if (found === null) throw new Error(`the message “${message.content}” is deleted`);
    if (found.onlyFor !== null && found.onlyFor.id !== this.user.id) {
      throw new Error(`${this.user.name} does not see the message “${message.content}”`);
    }
    return found;
  }

  #own(message: SeenMessage): Message {
    const found = this.#see(message);
    if (found.author.id !== this.user.id) throw new Error(`${this.user.name} did not write that`);
    return found;
  }

  #announce(): void {
    // Of other members the bot is told only with the privileged intent for them.
    if (this.user.id !== this.#world.bot.user.id) return;
    this.#world.dispatch(GatewayDispatchEvents.GuildMemberUpdate, {
      intents: 0,
      render: () => ({ ...this.render(), guild_id: this.server.id }),
    });
  }
}

function identify({ id, name, type, guild_id: serverId }: APIApplicationCommand): object {
  return { id, name, type, ...(serverId === undefined ? {} : { guild_id: serverId }) };
}
