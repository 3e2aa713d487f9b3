import type { ServerResponse } from 'node:http';
import type { CommandDefinition } from '../discord/commands/command.ts';
import { BOT, CAST, type CastMember, ROLES, SERVER } from './cast.ts';
import type { Chat } from './chat.ts';

/** How the playground stands, for the page to show. */
export interface Status {
  /** Whether questions can be answered. */
  readonly isReady: boolean;
  /** Something to ask that the articles can answer; null where that is not known. */
  readonly example: string | null;
}

export interface StreamOptions {
  readonly chat: Chat;
  readonly commands: readonly CommandDefinition[];
  /** Whether changes of the corpus stay when the playground ends. */
  readonly keepsChanges: boolean;
  /** Larger files are not sent. */
  readonly maxFileBytes: number;
}

/** Programs between a page and its server end a connection on which nothing comes. */
const PING_EVERY_MS = 20_000;

/**
 * Tells pages what happens as server-sent events: everything that a member sees when the page
 * connects, and changes from then on. A page that was cut off connects again and starts afresh.
 */
export class EventStreams {
  readonly #options: StreamOptions;
  readonly #open = new Set<ServerResponse>();
  #status: Status = { isReady: false, example: null };

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  /** Tells all pages how the playground stands. */
  setStatus(status: Status): void {
    this.#status = status;
    for (const response of this.#open) send(response, { kind: 'status', status });
  }

  /** Answers a request with everything that a member is to see, from now on until it is closed. */
  open(response: ServerResponse, member: CastMember): void {
    const { chat } = this.#options;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    send(response, { kind: 'everything', ...this.#everythingFor(member) });
    const unsubscribe = chat.subscribe(member.id, (event) => send(response, event));
    const ping = setInterval(() => response.write(':\n\n'), PING_EVERY_MS);
    this.#open.add(response);
    response.on('close', () => {
      unsubscribe();
      clearInterval(ping);
      this.#open.delete(response);
    });
  }

  close(): void {
    for (const response of this.#open) response.end();
  }

  #everythingFor(member: CastMember): object {
    const { chat, commands, keepsChanges, maxFileBytes } = this.#options;
    return {
      server: SERVER,
      bot: BOT,
      me: member.id,
      members: CAST.map(({ id, name, part }) => ({ id, name, part })),
      roles: ROLES,
      commands: commands.filter((definition) => maySee(member, definition)),
      channels: chat.channelsFor(member.id),
      messages: chat.messagesFor(member.id),
      status: this.#status,
      keepsChanges,
      maxFileBytes,
    };
  }
}

/** Discord shows a command to those who have every permission that its definition names. */
function maySee(
  { permissions }: CastMember,
  { default_member_permissions: needed }: CommandDefinition,
): boolean {
  return needed == null || (permissions & BigInt(needed)) === BigInt(needed);
}

function send(response: ServerResponse, event: object): void {
  // JSON has no line breaks of its own, which would end the event.
  response.write(`data: ${JSON.stringify(event)}\n\n`);
}
