import type { IncomingMessage } from 'node:http';

/** A body that is larger than it may be. */
export class TooLargeError extends Error {
  override name = 'TooLargeError';
}

/**
 * The JSON in the body of a request.
 *
 * @throws TooLargeError as soon as it is larger than that; SyntaxError where it is no JSON.
 */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new TooLargeError();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new TooLargeError();
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
