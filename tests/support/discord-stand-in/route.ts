import type { Upload } from './files.ts';

/** A request that has found its route. */
export interface ApiRequest {
  /** The part of the path that stands at a name in the route’s pattern. */
  readonly param: (name: string) => string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly uploads: readonly Upload[];
}

/** What the API does at a method and a path. */
export interface Route {
  readonly method: string;
  readonly pattern: string;
  /** Whether the bot has to show its token; the paths of interactions hold one of their own. */
  readonly needsToken: boolean;
  /** The content of the answer; null where there is none. @throws ApiError to refuse. */
  readonly handle: (request: ApiRequest) => object | null;
}

type Handler = Route['handle'];

/** A route for the bot: `GET /channels/:channelId`. */
export function route(place: string, handle: Handler): Route {
  const [method = '', pattern = ''] = place.split(' ');
  return { method, pattern, needsToken: true, handle };
}

/** A route for whoever knows the token in its path. */
export function openRoute(place: string, handle: Handler): Route {
  return { ...route(place, handle), needsToken: false };
}

/** Finds the route of a request, with what stands at the names in its pattern. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; param: ApiRequest['param'] } | null {
  const parts = path.split('/');
  for (const candidate of routes) {
    const names = candidate.pattern.split('/');
    const isMatch =
      candidate.method === method &&
      names.length === parts.length &&
      names.every((name, position) => name.startsWith(':') || name === parts[position]);
    if (!isMatch) continue;
    const param = (wanted: string): string => parts[names.indexOf(`:${wanted}`)] ?? '';
    return { route: candidate, param };
  }
  return null;
}
