import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type {
  GatewayIdentifyData,
  GatewayResumeData,
  GatewaySendPayload,
} from 'discord-api-types/v10';
import {
  ApplicationFlags,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  GatewayIntentBits,
  GatewayOpcodes,
} from 'discord-api-types/v10';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { GatewaySession } from './gateway-session.ts';
import { renderUser } from './user.ts';
import type { World } from './world.ts';

const HEARTBEAT_INTERVAL_MS = 41_250;
const ALL_INTENTS = Object.values(GatewayIntentBits)
  .filter((bit) => typeof bit === 'number')
  .reduce((all, bit) => all | bit, 0);
/** Discord takes so many sessions of a group of shards, one after another. */
const IDENTIFY_EVERY_MS = 5000;
const NORMAL_CLOSE_CODES = new Set([1000, 1001]);

/** The gateway: sockets of the bot, and its sessions, which outlive them. */
export class Gateway {
  readonly #world: World;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #sessions = new Map<string, GatewaySession>();
  /** When a shard of each group has identified last, by a clock that never goes back. */
  readonly #identifiedMs = new Map<number, number>();
  /** No socket is let in during an outage. */
  isDown = false;

  constructor(world: World) {
    this.#world = world;
  }

  /** Whether a bot is connected and identified. */
  get isConnected(): boolean {
    return [...this.#sessions.values()].some((session) => session.isConnected);
  }

  /** Whether a bot is connected and has read what it was sent at the start. */
  get isCaughtUp(): boolean {
    return [...this.#sessions.values()].some((session) => session.isCaughtUp);
  }

  /** How many sessions hear of a server, or of direct messages where it is null. */
  countSessions(serverId: string | null): number {
    return [...this.#sessions.values()].filter(
      (session) => session.isCaughtUp && session.hearsOf(serverId),
    ).length;
  }

  /** Takes the sockets of an HTTP server. */
  listen(server: HttpServer): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (this.isDown) socket.destroy();
      else this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#greet(opened));
    });
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }

  dispatch(
    event: GatewayDispatchEvents,
    intents: number,
    render: (sessionIntents: number) => object,
  ): void {
    for (const session of this.#sessions.values()) {
      if (intents !== 0 && (session.intents & intents) === 0) continue;
      const data = render(session.intents);
      if (session.hearsOf(serverIdIn(event, data))) session.push(event, data);
    }
  }

  /** Loses every socket: with a code, or without a word where there is none. */
  drop({ code, resumable }: { code: number | null; resumable: boolean }): void {
    for (const session of this.#sessions.values()) session.drop(code);
    if (!resumable) this.#sessions.clear();
    this.#world.changes.tell();
  }

  /** Says that the session is not valid, or not now. */
  invalidate(resumable: boolean): void {
    for (const session of this.#sessions.values()) {
      session.send(GatewayOpcodes.InvalidSession, resumable);
    }
    if (!resumable) this.#sessions.clear();
  }

  /** Asks the bot to connect anew and resume. */
  askToReconnect(): void {
    for (const session of this.#sessions.values()) session.send(GatewayOpcodes.Reconnect, null);
  }

  #greet(socket: WebSocket): void {
    let session: GatewaySession | null = null;
    socket.on('message', (raw) => {
      session = this.#answer(socket, session, raw);
      this.#world.changes.tell();
    });
    socket.on('close', (code) => {
      session?.detach(socket);
      // A client that closes so does not mean to resume.
      if (session !== null && NORMAL_CLOSE_CODES.has(code)) this.#sessions.delete(session.id);
      this.#world.changes.tell();
    });
    send(socket, GatewayOpcodes.Hello, { heartbeat_interval: HEARTBEAT_INTERVAL_MS });
  }

  /** The session of the socket after a message from the bot. */
  #answer(socket: WebSocket, session: GatewaySession | null, raw: RawData): GatewaySession | null {
    const payload = parse(raw);
    if (payload === null) {
      this.#refuse(socket, GatewayCloseCodes.DecodeError, 'sent what is no JSON');
      return session;
    }
    if (payload.op === GatewayOpcodes.Heartbeat) {
      send(socket, GatewayOpcodes.HeartbeatAck, null);
      return session;
    }
    if (payload.op === GatewayOpcodes.Identify) {
      if (session === null) return this.#identify(socket, payload.d);
      this.#refuse(socket, GatewayCloseCodes.AlreadyAuthenticated, 'identified twice');
      return session;
    }
    if (payload.op === GatewayOpcodes.Resume) return this.#resume(socket, payload.d);
    if (session === null) {
      const what = `sent opcode ${payload.op} before it identified`;
      this.#refuse(socket, GatewayCloseCodes.NotAuthenticated, what);
    }
    return session;
  }

  #identify(socket: WebSocket, identity: GatewayIdentifyData): GatewaySession | null {
    const { token, intents, shard = [0, 1] } = identity;
    const { bot, sharding } = this.#world;
    if (token !== bot.token) {
      socket.close(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
      return null;
    }
    if (!Number.isInteger(intents) || (intents & ~ALL_INTENTS) !== 0) {
      this.#refuse(socket, GatewayCloseCodes.InvalidIntents, `asked for the intents ${intents}`);
      return null;
    }
    if ((intents & this.#disallowedIntents()) !== 0) {
      socket.close(GatewayCloseCodes.DisallowedIntents, 'Disallowed intent(s).');
      return null;
    }
    const [shardId, shardCount] = shard;
    if (!(Number.isInteger(shardId) && shardId >= 0 && shardId < shardCount)) {
      this.#refuse(
        socket,
        GatewayCloseCodes.InvalidShard,
        `identified as shard ${shard.join(' of ')}`,
      );
      return null;
    }
    if (shardCount < sharding.shards) {
      socket.close(GatewayCloseCodes.ShardingRequired, 'Sharding required.');
      return null;
    }
    if (shardCount > 1 && !this.#mayIdentify(shardId % sharding.maxConcurrency)) {
      this.#world.violations.push(`gateway: shard ${shardId} identified before its turn`);
      send(socket, GatewayOpcodes.InvalidSession, false);
      return null;
    }
    const session = new GatewaySession(this.#world.ids.next(), { intents, shard }, socket);
    this.#sessions.set(session.id, session);
    this.#start(session);
    this.#awaitCatchUp(session, socket);
    return session;
  }

  #mayIdentify(group: number): boolean {
    const nowMs = performance.now();
    const lastMs = this.#identifiedMs.get(group) ?? -Infinity;
    if (nowMs - lastMs < IDENTIFY_EVERY_MS) return false;
    this.#identifiedMs.set(group, nowMs);
    return true;
  }

  #start(session: GatewaySession): void {
    const { bot, servers, gatewayUrl } = this.#world;
    session.push(GatewayDispatchEvents.Ready, {
      v: 10,
      user: renderUser(bot.user),
      guilds: [...servers.keys()]
        .filter((id) => session.hearsOf(id))
        .map((id) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: gatewayUrl,
      shard: session.shard,
      application: { id: bot.user.id, flags: applicationFlags(bot.messageContentEnabled) },
    });
    if ((session.intents & GatewayIntentBits.Guilds) === 0) return;
    for (const server of servers.values()) {
      if (!session.hearsOf(server.id)) continue;
      session.push(GatewayDispatchEvents.GuildCreate, server.renderForGateway());
    }
  }

  #resume(socket: WebSocket, { token, session_id: id, seq }: GatewayResumeData) {
    if (token !== this.#world.bot.token) {
      socket.close(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
      return null;
    }
    const session = this.#sessions.get(id) ?? null;
    if (session === null) {
      send(socket, GatewayOpcodes.InvalidSession, false);
    } else if (seq > session.sequence) {
      socket.close(GatewayCloseCodes.InvalidSeq, 'Invalid seq.');
      return null;
    } else {
      session.resume(socket, seq);
      this.#awaitCatchUp(session, socket);
    }
    return session;
  }

  #awaitCatchUp(session: GatewaySession, socket: WebSocket): void {
    // Frames are read in order, so that whoever answers this one has read those before.
    socket.once('pong', () => {
      session.catchUp(socket);
      this.#world.changes.tell();
    });
    socket.ping();
  }

  #disallowedIntents(): number {
    const privileged = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences;
    const { messageContentEnabled } = this.#world.bot;
    return messageContentEnabled ? privileged : privileged | GatewayIntentBits.MessageContent;
  }

  #refuse(socket: WebSocket, code: GatewayCloseCodes, what: string): void {
    this.#world.violations.push(`gateway: the bot ${what}`);
    socket.close(code);
  }
}

/** What the application says of the privileged intent for the content of messages. */
export function applicationFlags(messageContentEnabled: boolean): number {
  return messageContentEnabled ? ApplicationFlags.GatewayMessageContentLimited : 0;
}

/** The server that an event is about; null for direct messages. */
function serverIdIn(event: GatewayDispatchEvents, data: object): string | null {
  const { guild_id: serverId, id } = data as { guild_id?: string; id?: string };
  const isServer =
    event === GatewayDispatchEvents.GuildCreate ||
    event === GatewayDispatchEvents.GuildUpdate ||
    event === GatewayDispatchEvents.GuildDelete;
  return (isServer ? id : serverId) ?? null;
}

function send(socket: WebSocket, op: GatewayOpcodes, data: unknown): void {
  socket.send(JSON.stringify({ op, d: data, s: null, t: null }));
}

function parse(raw: RawData): GatewaySendPayload | null {
  try {
    return JSON.parse((raw as Buffer).toString('utf8')) as GatewaySendPayload;
  } catch {
    return null;
  }
}
