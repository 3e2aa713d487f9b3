import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError } from './api-error.ts';
import { applicationRoutes } from './application-routes.ts';
import { channelRoutes } from './channel-routes.ts';
import { guildRoutes } from './guild-routes.ts';
import { interactionRoutes } from './interaction-routes.ts';
import { readBody, type RequestBody } from './read-request.ts';
import type { LoggedRequest } from './request-log.ts';
import { matchRoute, type Route } from './route.ts';
import { NO_ANSWER, type Trouble } from './trouble.ts';
import type { World } from './world.ts';

interface Answer {
  readonly status: number;
  readonly body: object | null;
  readonly headers?: Readonly<Record<string, string>>;
}

const API_PATH = /^\/api\/v10(?=\/)/;
const UNAUTHORIZED: Answer = { status: 401, body: { message: '401: Unauthorized', code: 0 } };
const FAILED: Answer = { status: 500, body: { message: '500: Internal Server Error', code: 0 } };
const NOT_FOUND: Answer = { status: 404, body: { message: '404: Not Found', code: 0 } };

/** The API over HTTP, and the files that messages and options have attached. */
export class RestServer {
  readonly #world: World;
  readonly #trouble: Trouble;
  readonly #server: Server;
  readonly #routes: readonly Route[];

  constructor(world: World, trouble: Trouble) {
    this.#world = world;
    this.#trouble = trouble;
    this.#routes = [
      ...applicationRoutes(world),
      ...guildRoutes(world),
      ...channelRoutes(world),
      ...interactionRoutes(world),
    ];
    this.#server = createServer((request, response) => void this.#respond(request, response));
    world.gateway.listen(this.#server);
  }

  /** Where the server listens, without a path. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async listen(): Promise<void> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', this.url);
    const file = this.#world.files.find(pathname);
    if (file !== null) {
      response.writeHead(200, { 'content-type': file.contentType }).end(file.bytes);
      return;
    }
    let body: RequestBody = { json: null, uploads: [] };
    let refusal: ApiError | null = null;
    try {
      body = await readBody(request);
    } catch (error) {
      if (!(error instanceof ApiError)) {
        // The client went away in the middle of its request, or sent a form that is none.
        request.socket.destroy();
        return;
      }
      refusal = error;
    }
    const entry: LoggedRequest = {
      method: request.method ?? '',
      path: decodeURIComponent(pathname).replace(API_PATH, ''),
      query: search,
      body: body.json,
      at: this.#world.clock.now(),
      status: 0,
    };
    this.#world.requests.push(entry);
    const trouble = this.#trouble.take(entry.method, entry.path);
    const handle = (): Answer =>
      refusal === null
        ? this.#handle(request, entry, searchParams, body)
        : this.#refuse(refusal, entry);
    const isTorn = trouble?.failure?.status === NO_ANSWER;
    const answer = trouble === null ? handle() : this.#spoil(trouble, handle);
    entry.status = answer.status;
    if (isTorn) request.socket.destroy();
    else send(response, answer, entry);
    this.#world.changes.tell();
  }

  /** The answer to a request that meets trouble. */
  #spoil(
    { failure, rateLimit }: NonNullable<ReturnType<Trouble['take']>>,
    handle: () => Answer,
  ): Answer {
    if (rateLimit !== null) {
      const seconds = rateLimit.retryAfterMs / 1000;
      const isGlobal = rateLimit.global === true;
      return {
        status: 429,
        body: { message: 'You are being rate limited.', retry_after: seconds, global: isGlobal },
        headers: {
          'retry-after': String(seconds),
          'x-ratelimit-reset-after': String(seconds),
          'x-ratelimit-remaining': '0',
          'x-ratelimit-scope': isGlobal ? 'global' : 'user',
          ...(isGlobal ? { 'x-ratelimit-global': 'true' } : {}),
        },
      };
    }
    if (failure?.afterHandling === true) handle();
    const code = failure?.code ?? 0;
    return { status: failure?.status ?? 500, body: { message: 'Trouble', code } };
  }

  #handle(
    request: IncomingMessage,
    { method, path }: LoggedRequest,
    query: URLSearchParams,
    { json, uploads }: RequestBody,
  ): Answer {
    const match = API_PATH.test(request.url ?? '') ? matchRoute(this.#routes, method, path) : null;
    if (match === null) {
      this.#world.violations.push(`unknown route: ${method} ${path}`);
      return NOT_FOUND;
    }
    const { route, param } = match;
    if (route.needsToken && request.headers.authorization !== `Bot ${this.#world.bot.token}`) {
      return UNAUTHORIZED;
    }
    try {
      const content = route.handle({ param, query, body: json, uploads });
      return { status: content === null ? 204 : 200, body: content };
    } catch (error) {
      if (error instanceof ApiError) return this.#refuse(error, { method, path });
      this.#world.violations.push(`the stand-in failed: ${method} ${path}: ${String(error)}`);
      return FAILED;
    }
  }

  #refuse(error: ApiError, { method, path }: Pick<LoggedRequest, 'method' | 'path'>): Answer {
    if (error.isMistake) {
      const what = JSON.stringify(error);
      this.#world.violations.push(`refused: ${method} ${path}: ${what}`);
    }
    return { status: error.status, body: error.toJSON() };
  }
}

function send(response: ServerResponse, answer: Answer, { method, path }: LoggedRequest): void {
  const { status, body, headers = {} } = answer;
  const content = body === null ? '' : JSON.stringify(body);
  const resetAfterSeconds = 1;
  response.writeHead(status, {
    ...(body === null ? {} : { 'content-type': 'application/json' }),
    'x-ratelimit-limit': '1000',
    'x-ratelimit-remaining': '999',
    'x-ratelimit-reset': (Date.now() / 1000 + resetAfterSeconds).toFixed(3),
    'x-ratelimit-reset-after': String(resetAfterSeconds),
    'x-ratelimit-bucket': bucketOf(method, path),
    ...headers,
  });
  response.end(content);
}

/** Requests of one method to paths that differ only in ids and tokens share a limit. */
function bucketOf(method: string, path: string): string {
  const general = path.replaceAll(/[\w-]{15,}/g, 'id');
  return createHash('sha1').update(`${method} ${general}`).digest('hex');
}
