import type { APIGuild } from 'discord-api-types/v10';
import {
  ChannelType,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Locale,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { Channel } from './channel.ts';
import { Member } from './member.ts';
import { INVITED_PERMISSIONS, PEOPLES_PERMISSIONS } from './permissions.ts';
import { Role } from './role.ts';
import type { World } from './world.ts';

export interface ServerOptions {
  /** What the invitation gave the bot: to see, to send, to embed and to read the history. */
  readonly botPermissions?: bigint;
  /** Whether the invitation lets the bot have commands here. */
  readonly grantsCommands?: boolean;
}

export interface MemberOptions {
  /** Besides what people have in every channel. */
  readonly permissions?: bigint;
  readonly roles?: readonly Role[];
}

/**
 * A server that the bot is in.
 *
 * `everyone` has no permissions: the bot has those of `botRole`, people those of `people`.
 */
export class Server {
  readonly id: string;
  readonly name: string;
  readonly everyone: Role;
  readonly people: Role;
  readonly botRole: Role;
  readonly owner: Member;
  readonly grantsCommands: boolean;
  readonly roles: Role[] = [];
  readonly channels: Channel[] = [];
  readonly threads: Channel[] = [];
  readonly #world: World;
  readonly #members = new Map<string, Member>();
  readonly #commandAllowances: { command: string; subject: Role | Member }[] = [];

  constructor(
    world: World,
    name: string,
    { botPermissions = INVITED_PERMISSIONS, grantsCommands = true }: ServerOptions,
  ) {
    this.#world = world;
    this.id = world.ids.next();
    this.name = name;
    this.grantsCommands = grantsCommands;
    this.everyone = this.#createRole(this.id, '@everyone', {});
    this.people = this.#createRole(world.ids.next(), 'People', {
      permissions: PEOPLES_PERMISSIONS,
    });
    this.botRole = this.#createRole(world.ids.next(), world.bot.user.name, {
      permissions: botPermissions,
      botId: world.bot.user.id,
    });
    this.#enrol(new Member(world, world.bot.user, this, [this.everyone, this.botRole]));
    this.owner = this.addMember('Owner');
    world.servers.set(this.id, this);
    world.dispatch(GatewayDispatchEvents.GuildCreate, {
      intents: GatewayIntentBits.Guilds,
      render: () => this.renderForGateway(),
    });
  }

  get members(): readonly Member[] {
    return [...this.#members.values()];
  }

  /** The bot as a member; null once it was removed. */
  get botMember(): Member | null {
    return this.findMember(this.#world.bot.user.id);
  }

  findMember(userId: string): Member | null {
    return this.#members.get(userId) ?? null;
  }

  /** A text channel. */
  addChannel(name: string): Channel {
    return this.#open(ChannelType.GuildText, name);
  }

  addForum(name: string): Channel {
    return this.#open(ChannelType.GuildForum, name);
  }

  /** A new user, or one who is a member elsewhere already. */
  addMember(who: string | Member, { permissions = 0n, roles = [] }: MemberOptions = {}): Member {
    const user = typeof who === 'string' ? this.#world.addUser(who) : who.user;
    const own = permissions === 0n ? [] : [this.addRole(`${user.name}’s`, { permissions })];
    return this.#enrol(
      new Member(this.#world, user, this, [this.everyone, this.people, ...roles, ...own]),
    );
  }

  addRole(name: string, options: { permissions?: bigint; mentionable?: boolean } = {}): Role {
    const role = this.#createRole(this.#world.ids.next(), name, options);
    this.#announceRole(GatewayDispatchEvents.GuildRoleCreate, role);
    return role;
  }

  /** Another bot on the server, which writes as members do. */
  addBot(name: string): Member {
    const user = this.#world.addUser(name, true);
    return this.#enrol(new Member(this.#world, user, this, [this.everyone, this.people]));
  }

  /** As an administrator does it in the settings, overruling what the command asks for. */
  allowCommand(command: string, subject: Role | Member): void {
    this.#commandAllowances.push({ command, subject });
  }

  /** Whether a member may use a command, given the permissions that it asks for. */
  allowsCommand(command: string, asked: string | null, member: Member, channel: Channel): boolean {
    const isAllowed = this.#commandAllowances.some(
      (allowance) =>
        allowance.command === command &&
        (allowance.subject === member || member.roles.includes(allowance.subject as Role)),
    );
    if (isAllowed || asked === null) return true;
    const permissions = channel.permissionsOf(member.user);
    // A command that asks for no bit at all is for administrators.
    const needed = BigInt(asked) === 0n ? PermissionFlagsBits.Administrator : BigInt(asked);
    return (permissions & needed) === needed;
  }

  /** The bot is removed from the server. */
  removeBot(): void {
    this.#world.servers.delete(this.id);
    this.#members.delete(this.#world.bot.user.id);
    this.#world.dispatch(GatewayDispatchEvents.GuildDelete, {
      intents: GatewayIntentBits.Guilds,
      render: () => ({ id: this.id }),
    });
  }

  /** Takes a channel that was deleted from the lists, with its threads. */
  forget(gone: Channel): void {
    for (const list of [this.channels, this.threads]) {
      const kept = list.filter((channel) => channel !== gone && channel.parent !== gone);
      list.splice(0, list.length, ...kept);
    }
  }

  render(): APIGuild {
    return {
      id: this.id,
      name: this.name,
      owner_id: this.owner.user.id,
      roles: this.roles.map((role) => role.render()),
      icon: null,
      splash: null,
      discovery_splash: null,
      banner: null,
      description: null,
      emojis: [],
      stickers: [],
      features: [],
      afk_channel_id: null,
      afk_timeout: 300,
      verification_level: 0,
      default_message_notifications: 0,
      explicit_content_filter: 0,
      mfa_level: 0,
      application_id: null,
      system_channel_id: null,
      system_channel_flags: 0,
      rules_channel_id: null,
      public_updates_channel_id: null,
      safety_alerts_channel_id: null,
      vanity_url_code: null,
      premium_tier: 0,
      premium_progress_bar_enabled: false,
      preferred_locale: Locale.EnglishUS,
      nsfw_level: 0,
      hub_type: null,
      incidents_data: null,
      region: 'deprecated',
    } as unknown as APIGuild;
  }

  /** The server with all that the bot is told at the start. */
  renderForGateway(): object {
    return {
      ...this.render(),
      joined_at: new Date(this.#world.clock.now()).toISOString(),
      large: false,
      member_count: this.#members.size,
      // Without the intent for presences Discord lists nobody else.
      members: [this.botMember]
        .filter((member) => member !== null)
        .map((member) => member.render()),
      channels: this.channels.map((channel) => channel.render()),
      threads: this.threads
        .filter(({ isArchived }) => !isArchived)
        .map((thread) => thread.render()),
      presences: [],
      voice_states: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
    };
  }

  #open(type: ChannelType, name: string): Channel {
    const channel = new Channel(this.#world, { type, name, server: this });
    this.channels.push(channel);
    this.#world.dispatch(GatewayDispatchEvents.ChannelCreate, {
      intents: GatewayIntentBits.Guilds,
      channel,
      render: () => channel.render(),
    });
    return channel;
  }

  #enrol(member: Member): Member {
    this.#members.set(member.user.id, member);
    return member;
  }

  #createRole(id: string, name: string, options: ConstructorParameters<typeof Role>[2]): Role {
    const role = new Role(id, name, options, (changed) =>
      this.#announceRole(GatewayDispatchEvents.GuildRoleUpdate, changed),
    );
    this.roles.push(role);
    return role;
  }

  #announceRole(event: GatewayDispatchEvents, role: Role): void {
    this.#world.dispatch(event, {
      intents: GatewayIntentBits.Guilds,
      render: () => ({ guild_id: this.id, role: role.render() }),
    });
  }
}
