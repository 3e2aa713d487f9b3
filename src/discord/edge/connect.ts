import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Events, GatewayIntentBits, Options, Partials } from 'discord.js';
import {
  type GatewayChannelDeleteDispatchData,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  type GatewayMessageDeleteBulkDispatchData,
  type GatewayMessageDeleteDispatchData,
  type GatewayThreadDeleteDispatchData,
} from 'discord-api-types/v10';
import { ConfigError, DiscordError, type OperatorError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { SettledMessages } from '../../state/settled-messages.ts';
import { type Bot, COMMAND_DEFINITIONS } from '../bot.ts';
import type { DiscordLink } from '../discord-link.ts';
import { inviteLink } from '../permissions.ts';
import type { Shard } from '../shard.ts';
import { createLink } from './create-link.ts';
import { createInteractionRest, restOptions } from './create-rest.ts';
import { CatchUp } from './catch-up.ts';
import { asOperatorError, INTENT_REFUSED, TOKEN_REFUSED } from './discord-problem.ts';
import { Dispatcher } from './dispatcher.ts';
import type { Observer } from './observer.ts';
import { identifyThrottler } from './identify-throttler.ts';
import { Intake } from './intake.ts';
import { registerChangedCommands } from './register-commands.ts';
import { Sender } from './sender.ts';

const SHARDING_REQUIRED =
  'SHARD_COUNT must be larger, as the bot is on too many servers for Discord; "doctor" tells how many ' +
  'shards Discord asks for, and docs/sharding.md the rest';

/** A gateway that is gone does not say goodbye. */
const GOODBYE_MS = 500;

/** The bot, connected to Discord. */
export interface Connection {
  readonly link: DiscordLink;
  /** Resolves when Discord has ended the connection for good, with what the operator can do. */
  readonly ended: Promise<OperatorError>;
  /**
   * Answers from now on what Discord delivers.
   *
   * @param taken what another process that was connected has taken on; null where nobody knows.
   */
  open(taken: ReadonlySet<string> | null): void;
  /** Leaves everything new to another process, which is to be told what is returned. */
  handOver(): string[];
  /** Finishes the answers that have been begun, for up to ten seconds, and leaves. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly token: string;
  readonly apiUrl: string;
  /** Whether to ask for the text of all messages, a privilege that the application must have. */
  readonly messageContent: boolean;
  /** The part of the servers that this process answers on. */
  readonly shard: Shard;
  /** Whether a shard of this group may open a session now, which then counts as opened. */
  readonly takeIdentifyTurn: (group: number) => boolean;
  readonly createBot: (link: DiscordLink) => Bot;
  /** How messages that nobody has heard are found; where this is absent they are not looked for. */
  readonly catchUp?: {
    /** How far back; at most `LONGEST_CATCH_UP_MS`, and 0 for not at all. */
    readonly windowMs: number;
    readonly settled: SettledMessages;
  };
  readonly logger: Logger;
  readonly observer: Observer;
}

/**
 * Connects to Discord, and answers as soon as the connection is opened. The first shard registers the
 * commands where they have changed. Interruptions of the connection mend themselves.
 *
 * @throws ConfigError when Discord refuses the token or an intent.
 * @throws DiscordError when Discord cannot be reached.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { token, apiUrl, createBot, logger, observer } = options;
  const client = createClient(options);
  const sender = new Sender(client.rest, createInteractionRest(apiUrl));
  const link = createLink(client, sender, apiUrl);
  const { settled = null, windowMs = 0 } = options.catchUp ?? {};
  const dispatcher = new Dispatcher(createBot(link), sender, { logger, observer, settled });
  const intake = new Intake();
  const catchUp = new CatchUp(client, {
    windowMs,
    async answer(message) {
      const answered: Promise<void>[] = [];
      intake.take(message.id, () => {
        answered.push(dispatcher.dispatchMissed(message));
      });
      await Promise.all(answered);
    },
    logger,
  });
  listen(client, intake, dispatcher);
  listenForDeletions(client, intake, dispatcher);
  client.on(Events.ClientReady, (ready) => welcome(ready, options));
  noteInterruptions(client, logger, observer);
  const ended = endOf(client);

  const loggedIn = client.login(token).catch((error: unknown) => {
    throw asOperatorError(error, apiUrl);
  });
  const problem = await Promise.race([loggedIn.then(() => null), ended]);
  if (problem !== null) throw problem;
  return {
    link,
    ended,
    open(taken) {
      intake.open(taken);
      void catchUp.look();
      // After an outage that was too long for the session to be resumed.
      client.on(Events.ShardReady, () => void catchUp.look());
    },
    handOver() {
      catchUp.stop();
      return intake.close();
    },
    async close() {
      catchUp.stop();
      await dispatcher.close();
      // Leaving is no interruption.
      client.removeAllListeners(Events.ShardReconnecting);
      await Promise.race([client.destroy(), sleep(GOODBYE_MS)]);
    },
  };
}

function listen(client: Client, intake: Intake, dispatcher: Dispatcher): void {
  client.on(Events.InteractionCreate, (interaction) =>
    intake.take(interaction.id, () => dispatcher.dispatchInteraction(interaction)),
  );
  client.on(Events.MessageCreate, (message) =>
    intake.take(message.id, () => dispatcher.dispatchMessage(message)),
  );
  client.on(Events.MessageUpdate, (_before, message) => {
    // What was never seen before comes without its author, and was never answered.
    if (message.partial) return;
    intake.take(`${message.id} edited ${message.editedTimestamp ?? 0}`, () =>
      dispatcher.dispatchEdit(message),
    );
  });
}

/**
 * Of what the library does not know, such as archived threads after a start, it reports no deletion;
 * hence as Discord sends it.
 */
function listenForDeletions(client: Client, intake: Intake, dispatcher: Dispatcher): void {
  const forget = (ids: string[]): void =>
    intake.take(`${ids.join(' ')} deleted`, () => dispatcher.dispatchDeletion(ids));
  const forgetChannel = (id: string): void =>
    intake.take(`${id} deleted`, () => dispatcher.dispatchChannelDeletion(id));
  client.ws.on(GatewayDispatchEvents.MessageDelete, ({ id }: GatewayMessageDeleteDispatchData) =>
    forget([id]),
  );
  client.ws.on(
    GatewayDispatchEvents.MessageDeleteBulk,
    ({ ids }: GatewayMessageDeleteBulkDispatchData) => forget(ids),
  );
  client.ws.on(GatewayDispatchEvents.ThreadDelete, ({ id }: GatewayThreadDeleteDispatchData) =>
    forgetChannel(id),
  );
  client.ws.on(GatewayDispatchEvents.ChannelDelete, ({ id }: GatewayChannelDeleteDispatchData) => {
    forgetChannel(id);
    // Its threads go with it, which Discord does not mention.
    for (const channel of client.channels.cache.values()) {
      if (channel.isThread() && channel.parentId === id) forgetChannel(channel.id);
    }
  });
}

/** The connection stands: tells the operator, and Discord what commands there are. */
function welcome(
  { application, user, guilds, rest }: Client<true>,
  { shard, logger }: ConnectOptions,
): void {
  logger.info(
    { bot: user.tag, servers: guilds.cache.size, invite: inviteLink(application.id) },
    'connected to Discord',
  );
  if (shard.id !== 0) return;
  registerChangedCommands(rest, application.id, COMMAND_DEFINITIONS).then(
    (registered) => logger.info({ registered }, 'commands are registered'),
    (error: unknown) => logger.error({ error }, 'could not register the commands'),
  );
}

function createClient({ apiUrl, messageContent, shard, takeIdentifyTurn }: ConnectOptions): Client {
  return new Client({
    shards: [shard.id],
    shardCount: shard.count,
    // Where there is one shard, nobody else has to wait for it.
    ws: shard.count === 1 ? {} : { buildIdentifyThrottler: identifyThrottler(takeIdentifyTurn) },
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(messageContent ? [GatewayIntentBits.MessageContent] : []),
    ],
    // Discord does not announce the channels of direct messages, and messages that were written
    // before the start can be edited too.
    partials: [Partials.Channel, Partials.Message],
    rest: restOptions(apiUrl),
    allowedMentions: { parse: [], repliedUser: false },
    // Everything that a request is about comes with it; what is kept only takes memory.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 50,
      GuildMemberManager: { maxSize: 200, keepOverLimit: isSelf },
      UserManager: { maxSize: 200, keepOverLimit: isSelf },
      ReactionManager: 0,
      PresenceManager: 0,
      VoiceStateManager: 0,
    }),
  });
}

/** Whether a cached user or member is the bot, which is needed all the time. */
function isSelf({ id, client }: { id: string; client: Client }): boolean {
  return id === client.user?.id;
}

function noteInterruptions(client: Client, logger: Logger, observer: Observer): void {
  const interrupted = new Set<number>();
  client.on(Events.ShardReconnecting, (shard) => {
    // It is told of every try, of which an outage takes two in a second.
    if (!interrupted.has(shard)) {
      logger.warn({ shard }, 'no connection to Discord, connecting again');
    }
    interrupted.add(shard);
    observer.interrupted();
  });
  const noteReturn = (shard: number): void => {
    if (interrupted.delete(shard)) logger.info({ shard }, 'connected again');
    if (interrupted.size === 0) observer.connected();
  };
  client.on(Events.ShardResume, noteReturn);
  client.on(Events.ShardReady, noteReturn);
  client.on(Events.ShardError, (error, shard) => logger.warn({ error, shard }, 'connection error'));
  client.on(Events.Error, (error) => logger.error({ error }, 'error in the connection'));
  client.on(Events.Warn, (warning) => logger.warn({ warning }, 'warning of the connection'));
}

/** Resolves with the reason when Discord has closed the connection for good. */
function endOf(client: Client): Promise<OperatorError> {
  return new Promise((resolve) => {
    client.once(Events.ShardDisconnect, ({ code }) => resolve(closeError(code)));
  });
}

function closeError(code: GatewayCloseCodes): OperatorError {
  if (code === GatewayCloseCodes.AuthenticationFailed) return new ConfigError(TOKEN_REFUSED);
  if (code === GatewayCloseCodes.DisallowedIntents) return new ConfigError(INTENT_REFUSED);
  if (code === GatewayCloseCodes.ShardingRequired) return new ConfigError(SHARDING_REQUIRED);
  const name = GatewayCloseCodes[code];
  return new DiscordError(
    `Discord ended the connection for good with code ${code}${name === undefined ? '' : ` (${name})`}; ` +
      'start the bot again, and if that does not help look the code up in Discord’s documentation',
  );
}
