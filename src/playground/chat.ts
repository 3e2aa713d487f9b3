import type { MessageBody, MessagePlace } from '../discord/reply.ts';
import { BOT, CAST, findMember, SERVER } from './cast.ts';
import { Snowflakes } from './snowflakes.ts';

/** A channel of the server, a thread, or what a member and the bot write to each other directly. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  /** Of a thread; its own id is that of the message that it was opened below. */
  readonly parentId: string | null;
  /** Of direct messages, which nobody else sees. */
  readonly memberId: string | null;
}

export interface ChatMessage {
  readonly id: string;
  readonly channelId: string;
  readonly author: { readonly id: string; readonly name: string };
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly body: MessageBody;
  /** The only member who sees it; null for all. */
  readonly visibleTo: string | null;
  readonly repliesToId: string | null;
  /** What the bot was asked with where that is no message, as in `Ada used /help`. */
  readonly occasion: string | null;
  /** Announced, and still to come. */
  readonly isWaiting: boolean;
  readonly isEdited: boolean;
}

/** What has happened in the chat. */
export type ChatEvent =
  /** New, or changed since. */
  | { readonly kind: 'message'; readonly message: ChatMessage }
  | { readonly kind: 'gone'; readonly channelId: string; readonly messageId: string }
  | { readonly kind: 'channel'; readonly channel: Channel }
  | { readonly kind: 'writing'; readonly channelId: string; readonly isWriting: boolean };

type NewMessage = Pick<ChatMessage, 'channelId' | 'author' | 'body'> &
  Partial<Pick<ChatMessage, 'visibleTo' | 'repliesToId' | 'occasion' | 'isWaiting'>>;

/** Older messages are forgotten. */
const MAX_MESSAGES = 1000;

/** The messages of a small server, kept in memory; each member sees a part of them. */
export class Chat {
  readonly #channels = new Map<string, Channel>();
  readonly #messages = new Map<string, ChatMessage>();
  readonly #listeners = new Set<{ memberId: string; listen: (event: ChatEvent) => void }>();
  readonly #now: () => number;
  readonly #ids: Snowflakes;

  /** @param now milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
    this.#ids = new Snowflakes(now);
    for (const [position, name] of ['general', 'newsroom', 'log'].entries()) {
      this.#addChannel({ id: `10000000000000002${position}`, name });
    }
    for (const { id } of CAST) {
      this.#addChannel({ id: directChannelOf(id), name: BOT.name, memberId: id });
    }
  }

  /** An id that nothing else has. */
  newId(): string {
    return this.#ids.next();
  }

  /** The channels that a member sees, in the order in which they were made. */
  channelsFor(memberId: string): Channel[] {
    return [...this.#channels.values()].filter((channel) => isOpenTo(channel, memberId));
  }

  /** The messages that a member sees, oldest first. */
  messagesFor(memberId: string): ChatMessage[] {
    return [...this.#messages.values()].filter((message) => this.#sees(memberId, message));
  }

  /** Undefined for a channel that the member does not see, or that there is not. */
  findChannel(id: string, memberId: string): Channel | undefined {
    const channel = this.#channels.get(id);
    return channel !== undefined && isOpenTo(channel, memberId) ? channel : undefined;
  }

  /** Undefined for a message that the member does not see, or that there is not. */
  findMessage(id: string, memberId: string): ChatMessage | undefined {
    const message = this.#messages.get(id);
    return message !== undefined && this.#sees(memberId, message) ? message : undefined;
  }

  /** What a message shows, to whomever; null where there is none. */
  bodyOf(id: string): MessageBody | null {
    return this.#messages.get(id)?.body ?? null;
  }

  /** Tells what happens from now on, as far as a member sees it, until the returned function is called. */
  subscribe(memberId: string, listen: (event: ChatEvent) => void): () => void {
    const listener = { memberId, listen };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  add(message: NewMessage): ChatMessage {
    const added: ChatMessage = {
      id: this.newId(),
      atMs: this.#now(),
      visibleTo: null,
      repliesToId: null,
      occasion: null,
      isWaiting: false,
      isEdited: false,
      ...message,
    };
    this.#messages.set(added.id, added);
    const [oldest] = this.#messages.keys();
    if (this.#messages.size > MAX_MESSAGES && oldest !== undefined) this.#messages.delete(oldest);
    this.#tellOf(added);
    return added;
  }

  /** Changes a message; nothing happens to one that is gone. */
  change(
    id: string,
    change: Partial<Pick<ChatMessage, 'body' | 'isWaiting' | 'isEdited'>>,
  ): ChatMessage | null {
    const message = this.#messages.get(id);
    if (message === undefined) return null;
    const changed = { ...message, ...change };
    this.#messages.set(id, changed);
    this.#tellOf(changed);
    return changed;
  }

  /** Takes a message away; one that is gone already is no error. */
  remove(id: string): void {
    const message = this.#messages.get(id);
    if (message === undefined) return;
    this.#messages.delete(id);
    const { channelId } = message;
    this.#tell({ kind: 'gone', channelId, messageId: id }, (memberId) =>
      this.#sees(memberId, message),
    );
  }

  /** Opens a thread below a message; null where it has one already. */
  openThread({ channelId, id }: MessagePlace, name: string): Channel | null {
    if (this.#channels.has(id)) return null;
    const thread = this.#addChannel({ id, name, parentId: channelId });
    this.#tell({ kind: 'channel', channel: thread }, (memberId) => isOpenTo(thread, memberId));
    return thread;
  }

  /** Shows that the bot is writing in a channel, or has stopped. */
  showWriting(channelId: string, isWriting: boolean): void {
    const channel = this.#channels.get(channelId);
    if (channel === undefined) return;
    this.#tell({ kind: 'writing', channelId, isWriting }, (memberId) =>
      isOpenTo(channel, memberId),
    );
  }

  #addChannel(channel: Pick<Channel, 'id' | 'name'> & Partial<Channel>): Channel {
    const added = { parentId: null, memberId: null, ...channel };
    this.#channels.set(added.id, added);
    return added;
  }

  #tellOf(message: ChatMessage): void {
    this.#tell({ kind: 'message', message }, (memberId) => this.#sees(memberId, message));
  }

  #tell(event: ChatEvent, isFor: (memberId: string) => boolean): void {
    for (const { memberId, listen } of this.#listeners) if (isFor(memberId)) listen(event);
  }

  #sees(memberId: string, { channelId, visibleTo }: ChatMessage): boolean {
    const channel = this.#channels.get(channelId);
    if (channel === undefined || !isOpenTo(channel, memberId)) return false;
    return visibleTo === null || visibleTo === memberId;
  }
}

/** The id of the channel in which a member and the bot write to each other. */
export function directChannelOf(memberId: string): string {
  if (findMember(memberId) === undefined) throw new Error(`nobody has the id ${memberId}`);
  return memberId.replace(/..$/, (number) => String(Number(number) + 20));
}

/** The server that a channel belongs to; null for direct messages. */
export function serverOf({ memberId }: Channel): string | null {
  return memberId === null ? SERVER.id : null;
}

function isOpenTo({ memberId }: Channel, viewerId: string): boolean {
  return memberId === null || memberId === viewerId;
}
