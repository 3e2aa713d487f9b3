import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { ConfigError, messageOf } from '../errors.ts';

/** What is sent back. */
export interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** The names by which this machine calls itself. */
const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Serves pages, by their paths, to programs on this machine. A page must not reject.
 *
 * @throws ConfigError when the port cannot be had.
 */
export async function serveLoopback(
  port: number,
  pages: ReadonlyMap<string, () => Promise<Page>>,
): Promise<Server> {
  const server = createServer((request, response) => void answer(request, response, pages));
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const found = isTaken
      ? 'which another program uses'
      : `which cannot be had: ${messageOf(error)}`;
    throw new ConfigError(
      `METRICS_PORT must be a free port of this machine, found ${port}, ${found}; choose another one`,
      { cause: error },
    );
  }
  return server;
}

async function answer(
  { method = '', url = '/', headers: { host } }: IncomingMessage,
  response: ServerResponse,
  pages: ReadonlyMap<string, () => Promise<Page>>,
): Promise<void> {
  // A web page elsewhere can point a name of its own at this machine, and read what it gets.
  if (!LOOPBACK_NAMES.has(hostNameOf(host))) {
    return send(response, plain(403, 'only for localhost'));
  }
  const page = pages.get(url.replace(/\?.*/s, ''));
  if (page === undefined) {
    return send(response, plain(404, `there is ${[...pages.keys()].join(', ')}`));
  }
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return send(response, plain(405, 'only to be read'));
  }
  send(response, await page());
}

/** The host of a header `host`, without the port. */
function hostNameOf(host = ''): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

function plain(status: number, text: string): Page {
  return { status, type: 'text/plain; charset=utf-8', body: `${text}\n` };
}

function send(response: ServerResponse, { status, type, body }: Page): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
