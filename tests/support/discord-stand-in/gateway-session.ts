import { GatewayOpcodes } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';

/** A session of the bot at the gateway: it outlives its socket, so that it can be resumed. */
export class GatewaySession {
  readonly id: string;
  readonly intents: number;
  /** Which part of the servers it hears of, and of how many parts. */
  readonly shard: readonly [id: number, count: number];
  readonly #sent: string[] = [];
  #socket: WebSocket | null;
  #isCaughtUp = false;

  constructor(
    id: string,
    { intents, shard }: Pick<GatewaySession, 'intents' | 'shard'>,
    socket: WebSocket,
  ) {
    this.id = id;
    this.intents = intents;
    this.shard = shard;
    this.#socket = socket;
  }

  get isConnected(): boolean {
    return this.#socket !== null;
  }

  /** Whether the bot has read what it was sent when it identified or resumed. */
  get isCaughtUp(): boolean {
    return this.isConnected && this.#isCaughtUp;
  }

  /** Whether it hears of a server; of direct messages, null, the first shard does. */
  hearsOf(serverId: string | null): boolean {
    const [id, count] = this.shard;
    if (serverId === null) return id === 0;
    return Number((BigInt(serverId) >> 22n) % BigInt(count)) === id;
  }

  /** The number of the last event. */
  get sequence(): number {
    return this.#sent.length;
  }

  /** Sends an event, or keeps it until the session is resumed. */
  push(event: string, data: object): void {
    const sequence = this.#sent.length + 1;
    const text = JSON.stringify({ op: GatewayOpcodes.Dispatch, t: event, s: sequence, d: data });
    this.#sent.push(text);
    this.#socket?.send(text);
  }

  /** Goes on with another socket, which is sent what came after the event given. */
  resume(socket: WebSocket, sequence: number): void {
    this.#socket?.terminate();
    this.#socket = socket;
    this.#isCaughtUp = false;
    for (const text of this.#sent.slice(sequence)) socket.send(text);
    this.push('RESUMED', {});
  }

  /** The bot has read everything up to now, if it still uses the socket given. */
  catchUp(socket: WebSocket): void {
    if (this.#socket === socket) this.#isCaughtUp = true;
  }

  /** The socket given is gone. */
  detach(socket: WebSocket): void {
    if (this.#socket === socket) this.#socket = null;
  }

  send(op: GatewayOpcodes, data: unknown): void {
    this.#socket?.send(JSON.stringify({ op, d: data }));
  }

  /** Closes the socket with a code, or tears it where there is none. */
  drop(code: number | null): void {
    if (code === null) this.#socket?.terminate();
    else this.#socket?.close(code);
    this.#socket = null;
  }
}
