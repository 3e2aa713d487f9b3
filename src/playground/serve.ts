import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError, messageOf } from '../errors.ts';
import { readAction } from './actions.ts';
import { CAST, findMember } from './cast.ts';
import type { EventStreams } from './event-streams.ts';
import { setSecurityHeaders, whyRefused } from './guard.ts';
import type { PageFile } from './page-files.ts';
import type { Playground } from './playground.ts';
import { readJson, TooLargeError } from './read-json.ts';

export interface PlaygroundServer {
  /** Where the page is, as `http://127.0.0.1:8787/`. */
  readonly url: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** 0 for any that is free. */
  readonly port: number;
  readonly pageFiles: ReadonlyMap<string, PageFile>;
  readonly playground: Pick<Playground, 'act'>;
  readonly streams: EventStreams;
  /** Larger requests are refused. */
  readonly maxBodyBytes: number;
}

/** A request that takes longer to arrive is dropped. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Serves the page, what happens in the chat, and takes what members do, on the loopback alone.
 *
 * @throws ConfigError when the port cannot be had.
 */
export async function servePlayground(options: ServeOptions): Promise<PlaygroundServer> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    void answer(request, response, options);
  });
  try {
    await once(server.listen(options.port, '127.0.0.1'), 'listening');
  } catch (error) {
    throw new ConfigError(
      `--port must be a free port of this machine, found ${options.port}, which cannot be had: ` +
        `${messageOf(error)}; choose another one, or 0 for any`,
      { cause: error },
    );
  }
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      options.streams.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Never rejects. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
): Promise<void> {
  setSecurityHeaders(response);
  try {
    const refusal = whyRefused(request);
    if (refusal !== null) return sendProblem(response, refusal.status, refusal.reason);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') {
      if (pathname === '/actions') return await takeAction(request, response, options);
      return sendProblem(response, 404, 'there is nothing here');
    }
    if (pathname === '/events') {
      const member = findMember(searchParams.get('member') ?? CAST[0]!.id);
      if (member === undefined) return sendProblem(response, 400, 'nobody has that id');
      return options.streams.open(response, member);
    }
    const file = options.pageFiles.get(pathname);
    if (file === undefined) return sendProblem(response, 404, 'there is nothing here');
    send(response, 200, file.type, file.content);
  } catch (error) {
    sendProblem(response, 500, messageOf(error));
  }
}

async function takeAction(
  request: IncomingMessage,
  response: ServerResponse,
  { playground, maxBodyBytes }: ServeOptions,
): Promise<void> {
  let body: unknown;
  try {
    body = await readJson(request, maxBodyBytes);
  } catch (error) {
    if (error instanceof SyntaxError) return sendProblem(response, 400, 'that is no JSON');
    if (!(error instanceof TooLargeError)) throw error;
    // What is still to come is not read.
    response.setHeader('connection', 'close');
    return sendProblem(response, 413, 'that is too large');
  }
  const sent = readAction(body);
  const member = sent === null ? undefined : findMember(sent.memberId);
  if (sent === null || member === undefined) {
    return sendProblem(response, 400, 'that is nothing that can be done here');
  }
  const outcome = await playground.act(sent.action, member);
  send(response, 200, 'application/json', Buffer.from(JSON.stringify(outcome)));
}

function sendProblem(response: ServerResponse, status: number, reason: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  send(response, status, 'application/json', Buffer.from(JSON.stringify({ problem: reason })));
}

function send(response: ServerResponse, status: number, type: string, content: Uint8Array): void {
  response.writeHead(status, { 'content-type': type, 'content-length': content.length });
  // Node leaves the body out where only the head was asked for.
  response.end(content);
}
