import type { IncomingMessage, ServerResponse } from 'node:http';

/** Why a request is refused. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/** The names by which this machine calls itself. */
const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

/** Nothing from elsewhere, nothing that stands in the page itself, and no markup out of strings. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/**
 * Why a request is not to be answered; null when it is. A web page elsewhere can point a name of its
 * own at this machine, or send requests here: the first shows in the host, the second in the origin.
 */
export function whyRefused({ method = '', headers }: IncomingMessage): Refusal | null {
  const { host = '', origin } = headers;
  if (!LOOPBACK_HOST.test(host)) return { status: 403, reason: 'only for localhost' };
  const isOwn = origin === `http://${host}`;
  if (origin !== undefined && !isOwn) {
    return { status: 403, reason: 'only for the page of the playground' };
  }
  if (method === 'GET' || method === 'HEAD') {
    // Whoever follows a link to the page is welcome; only the page itself asks for more.
    const site = headers['sec-fetch-site'];
    const isNavigation = headers['sec-fetch-mode'] === 'navigate';
    const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
    return isForeign && !isNavigation
      ? { status: 403, reason: 'only for the page of the playground' }
      : null;
  }
  if (method !== 'POST') return { status: 405, reason: 'GET, HEAD and POST only' };
  if (!isOwn) return { status: 403, reason: 'only for the page of the playground' };
  return headers['content-type'] === 'application/json'
    ? null
    : { status: 415, reason: 'application/json only' };
}

/** Has a browser take no more from an answer than it is meant to be. */
export function setSecurityHeaders(response: ServerResponse): void {
  response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('cache-control', 'no-store');
}
