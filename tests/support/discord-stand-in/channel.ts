import type { APIChannel } from 'discord-api-types/v10';
import {
  ChannelType,
  GatewayDispatchEvents,
  GatewayIntentBits,
  OverwriteType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import type { Member } from './member.ts';
import type { Message } from './message.ts';
import {
  basePermissions,
  channelPermissions,
  DIRECT_MESSAGE_PERMISSIONS,
  effectivePermissions,
  type Overwrite,
} from './permissions.ts';
import { Role } from './role.ts';
import { SeenMessage } from './seen-message.ts';
import type { Server } from './server.ts';
import { renderUser, type User } from './user.ts';
import type { World } from './world.ts';

/** Who is given or denied something in a channel. */
export type Subject = 'everyone' | 'bot' | Role | Member;

interface Origin {
  readonly type: ChannelType;
  readonly name: string;
  readonly server?: Server;
  /** The channel that a thread or a post belongs to. */
  readonly parent?: Channel;
  /** The user that the bot talks to. */
  readonly recipient?: User;
  /** The message that a thread was started from has the same id. */
  readonly id?: string;
  readonly owner?: User;
}

const THREADS: ReadonlySet<ChannelType> = new Set([
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
]);
const DAY_MINUTES = 1440;

/** A channel of a server, a thread in one, a post in a forum, or a conversation with one user. */
export class Channel {
  readonly id: string;
  readonly type: ChannelType;
  readonly name: string;
  readonly server: Server | null;
  readonly parent: Channel | null;
  readonly recipient: User | null;
  /** Every message in order, with the deleted and those that only one user sees. */
  readonly log: Message[] = [];
  isArchived = false;
  isLocked = false;
  readonly #world: World;
  readonly #owner: User | null;
  readonly #overwrites: Overwrite[] = [];

  /** The bot and its servers open channels by their own methods. */
  constructor(world: World, { type, name, server, parent, recipient, id, owner }: Origin) {
    this.#world = world;
    this.id = id ?? world.ids.next();
    this.type = type;
    this.name = name;
    this.server = server ?? null;
    this.parent = parent ?? null;
    this.recipient = recipient ?? null;
    this.#owner = owner ?? null;
    world.channels.set(this.id, this);
  }

  static openDirect(world: World, recipient: User): Channel {
    return new Channel(world, { type: ChannelType.DM, name: recipient.name, recipient });
  }

  get isThread(): boolean {
    return THREADS.has(this.type);
  }

  /** What stands in the channel now, oldest first, with what only one user sees. */
  get messages(): SeenMessage[] {
    return this.log
      .filter(({ isDeleted }) => !isDeleted)
      .map((message) => new SeenMessage(this.#world, message));
  }

  get mention(): string {
    return `<#${this.id}>`;
  }

  /** A public thread; in a forum, a post. */
  addThread(name: string, { id, owner }: { id?: string; owner?: User } = {}): Channel {
    if (this.server === null || this.isThread) throw new Error(`no threads in ${this.name}`);
    const thread = new Channel(this.#world, {
      type: ChannelType.PublicThread,
      name,
      server: this.server,
      parent: this,
      ...(id === undefined ? {} : { id }),
      ...(owner === undefined ? {} : { owner }),
    });
    this.server.threads.push(thread);
    thread.#announce(GatewayDispatchEvents.ThreadCreate, { newly_created: true });
    return thread;
  }

  /** A post in a forum. */
  addPost(name: string): Channel {
    if (this.type !== ChannelType.GuildForum) throw new Error(`${this.name} is no forum`);
    return this.addThread(name);
  }

  /** A message that a program sends by a webhook, under a name of its choice. */
  postByWebhook(name: string, content: string): SeenMessage {
    const webhookId = this.#world.ids.next();
    const author = { id: webhookId, name, isBot: true, takesDirectMessages: false };
    const message = this.#world.messages.post(this, author, { content }, { webhookId });
    return new SeenMessage(this.#world, message);
  }

  /** Gives permissions in this channel, whatever the roles give; the bot hears of it. */
  allow(subject: Subject, permissions: bigint): void {
    const overwrite = this.#overwriteOf(subject);
    overwrite.allow |= permissions;
    overwrite.deny &= ~permissions;
    this.#announceUpdate();
  }

  /** Takes permissions in this channel, whatever the roles give; the bot hears of it. */
  deny(subject: Subject, permissions: bigint): void {
    const overwrite = this.#overwriteOf(subject);
    overwrite.deny |= permissions;
    overwrite.allow &= ~permissions;
    this.#announceUpdate();
  }

  /** Archives a thread; a locked one can be opened by moderators only. */
  archive({ locked = false } = {}): void {
    if (!this.isThread) throw new Error(`${this.name} is no thread`);
    this.isArchived = true;
    this.isLocked = locked;
    this.#announce(GatewayDispatchEvents.ThreadUpdate);
  }

  /** A thread is opened again by a message in it. */
  unarchive(): void {
    this.isArchived = false;
    this.#announce(GatewayDispatchEvents.ThreadUpdate);
  }

  delete(): void {
    const event = this.isThread
      ? GatewayDispatchEvents.ThreadDelete
      : GatewayDispatchEvents.ChannelDelete;
    this.#announce(event);
    this.#world.channels.delete(this.id);
    for (const message of this.log) message.isDeleted = true;
    this.server?.forget(this);
    this.#world.changes.tell();
  }

  /** By the algorithm that Discord documents; threads have those of their parent. */
  permissionsOf(user: User): bigint {
    if (this.server === null) return DIRECT_MESSAGE_PERMISSIONS;
    const member = this.server.findMember(user.id);
    if (member === null) return 0n;
    const base = basePermissions(member, this.server.owner.user.id === user.id);
    const { overwrites } = this.parent ?? this;
    return channelPermissions(base, member, this.server.id, overwrites);
  }

  /** What a user can do here in effect: without sight or speech, less than the bits say. */
  abilitiesOf(user: User): bigint {
    const sending = this.isThread
      ? PermissionFlagsBits.SendMessagesInThreads
      : PermissionFlagsBits.SendMessages;
    return effectivePermissions(this.permissionsOf(user), sending);
  }

  get overwrites(): readonly Overwrite[] {
    return this.#overwrites;
  }

  render(): APIChannel {
    const { id, type, name, server, parent, recipient } = this;
    const lastMessageId = this.log.at(-1)?.id ?? null;
    if (server === null) {
      const recipients = recipient === null ? [] : [renderUser(recipient)];
      const direct = { id, type, recipients, last_message_id: lastMessageId, flags: 0 };
      return direct as unknown as APIChannel;
    }
    const shared = {
      id,
      type,
      name,
      guild_id: server.id,
      last_message_id: lastMessageId,
      flags: 0,
    };
    if (this.isThread) {
      return {
        ...shared,
        parent_id: parent?.id,
        owner_id: (this.#owner ?? server.owner.user).id,
        message_count: this.log.length,
        member_count: 1,
        rate_limit_per_user: 0,
        thread_metadata: {
          archived: this.isArchived,
          locked: this.isLocked,
          auto_archive_duration: DAY_MINUTES,
          archive_timestamp: new Date(this.#world.clock.now()).toISOString(),
        },
      } as unknown as APIChannel;
    }
    return {
      ...shared,
      parent_id: null,
      position: 0,
      nsfw: false,
      topic: null,
      rate_limit_per_user: 0,
      permission_overwrites: this.#overwrites.map(({ allow, deny, ...who }) => ({
        ...who,
        allow: String(allow),
        deny: String(deny),
      })),
      ...(type === ChannelType.GuildForum
        ? { available_tags: [], default_reaction_emoji: null }
        : {}),
    } as unknown as APIChannel;
  }

  #overwriteOf(subject: Subject): Overwrite {
    if (this.server === null || this.isThread) throw new Error(`no overwrites in ${this.name}`);
    const who = identify(subject, this.server, this.#world.bot.user);
    const known = this.#overwrites.find(({ id }) => id === who.id);
    if (known !== undefined) return known;
    const overwrite = { ...who, allow: 0n, deny: 0n };
    this.#overwrites.push(overwrite);
    return overwrite;
  }

  #announceUpdate(): void {
    this.#announce(GatewayDispatchEvents.ChannelUpdate);
  }

  #announce(event: GatewayDispatchEvents, additions: object = {}): void {
    this.#world.dispatch(event, {
      intents: GatewayIntentBits.Guilds,
      render: () => ({ ...this.render(), ...additions }),
    });
  }
}

function identify(subject: Subject, server: Server, bot: User): Pick<Overwrite, 'id' | 'type'> {
  if (subject === 'everyone') return { id: server.id, type: OverwriteType.Role };
  if (subject === 'bot') return { id: bot.id, type: OverwriteType.Member };
  if (subject instanceof Role) return { id: subject.id, type: OverwriteType.Role };
  return { id: subject.user.id, type: OverwriteType.Member };
}
