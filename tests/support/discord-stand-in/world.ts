import type { GatewayDispatchEvents } from 'discord-api-types/v10';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Bot } from './bot.ts';
import { Changes } from './changes.ts';
import { Channel } from './channel.ts';
import { Clock } from './clock.ts';
import { CommandBook } from './command-book.ts';
import { Files } from './files.ts';
import { Gateway } from './gateway.ts';
import { Interactions } from './interactions.ts';
import { Messages } from './messages.ts';
import { describeRequests, type LoggedRequest } from './request-log.ts';
import type { Server } from './server.ts';
import { Snowflakes } from './snowflakes.ts';
import type { User } from './user.ts';

interface Announcement {
  /** Any of these intents lets the event through; 0 where it needs none. */
  readonly intents: number;
  /** The bot hears of it only where it sees this channel. */
  readonly channel?: Channel;
  readonly render: (sessionIntents: number) => object;
}

/** What Discord asks of a bot on many servers. */
export interface Sharding {
  /** It takes no fewer. */
  readonly shards: number;
  /** How many of them may identify at the same time. */
  readonly maxConcurrency: number;
}

/** Everything that a stand-in knows, shared by its parts. */
export class World {
  readonly clock = new Clock();
  readonly ids = new Snowflakes(this.clock);
  readonly requests: LoggedRequest[] = [];
  readonly violations: string[] = [];
  readonly changes = new Changes(() => describeRequests(this.requests));
  readonly users = new Map<string, User>();
  readonly servers = new Map<string, Server>();
  readonly channels = new Map<string, Channel>();
  readonly messages = new Messages(this);
  readonly interactions = new Interactions(this);
  readonly commands = new CommandBook(this);
  readonly gateway = new Gateway(this);
  readonly bot: Bot;
  readonly files: Files;
  readonly sharding: Sharding;
  readonly #baseUrl: () => string;
  readonly #directChannels = new Map<string, Channel>();

  /** @param baseUrl of the HTTP server, known once it listens. */
  constructor(messageContentEnabled: boolean, sharding: Sharding, baseUrl: () => string) {
    this.sharding = sharding;
    const user = this.addUser('Verbatim', true);
    const id = Buffer.from(user.id).toString('base64url');
    this.bot = {
      user,
      token: `${id}.G5tAnd.aStandInsTokenThatNobodyElseTakes38chr`,
      mention: `<@${user.id}>`,
      messageContentEnabled,
    };
    this.#baseUrl = baseUrl;
    this.files = new Files(this.ids, baseUrl);
  }

  get gatewayUrl(): string {
    return this.#baseUrl().replace('http:', 'ws:');
  }

  addUser(name: string, isBot = false): User {
    const user = { id: this.ids.next(), name, isBot, takesDirectMessages: true };
    this.users.set(user.id, user);
    return user;
  }

  /** The conversation of the bot with a user, the same at every call. */
  directChannelWith(user: User): Channel {
    const known = this.#directChannels.get(user.id);
    if (known !== undefined) return known;
    const channel = Channel.openDirect(this, user);
    this.#directChannels.set(user.id, channel);
    return channel;
  }

  /** Tells every session of the bot that has the intents, and keeps it for those that resume. */
  dispatch(event: GatewayDispatchEvents, { intents, channel, render }: Announcement): void {
    if (channel !== undefined) {
      const permissions = channel.permissionsOf(this.bot.user);
      if ((permissions & PermissionFlagsBits.ViewChannel) === 0n) return;
    }
    this.gateway.dispatch(event, intents, render);
  }
}
