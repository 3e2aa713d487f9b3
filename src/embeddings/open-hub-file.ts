import type { ReadableStream } from 'node:stream/web';
import { ModelError, messageOf } from '../errors.ts';
import { type FileChecksum, parseETag } from './file-checksum.ts';
import { type ModelSetting, unsetRemedy } from './model-setting.ts';

/** The hub itself needs one redirect, a mirror or a renamed model one or two more. */
const MAX_REDIRECTS = 5;
/** Codes of a connection that was there and broke off, in Node's sockets and in its fetch. */
const DROPPED = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
/** A file of a model on a hub. */
export interface HubAddress {
  /** Base address of the hub, without a slash at the end. */
  readonly hubUrl: string;
  /** The model's name on the hub, such as `Xenova/all-MiniLM-L6-v2`. */
  readonly modelId: string;
  /** Below the model, such as `onnx/model.onnx`. */
  readonly file: string;
  /** What the model was named by, for messages. */
  readonly setting: ModelSetting;
}

/** A file that the hub has begun to send. */
export interface HubFile {
  readonly body: ReadableStream<Uint8Array>;
  /** Length in bytes; null where the hub does not say. */
  readonly size: number | null;
  /** Null where the hub gives none that could be verified. */
  readonly checksum: FileChecksum | null;
}

/** Trouble that may be gone at the next attempt: a connection that dropped, a server's own failure. */
export class PassingError extends ModelError {}

/** The beginning of each line about a file that could not be had. */
export function cannotFetch({ hubUrl, modelId, file }: HubAddress): string {
  return `cannot fetch ${file} of the model ${modelId} from ${hubUrl}`;
}

/** What helps when the hub cannot be reached. */
export function waysOut({ setting }: HubAddress): string {
  return (
    "check the connection or proxy, set HF_ENDPOINT to a mirror, copy the model's folder by hand and " +
    `set ${setting} to it, or ${unsetRemedy(setting)}`
  );
}

/** What a server sent, fit for a line on a terminal. */
export function quoted(text: string): string {
  return `"${text.slice(0, 60).replace(/[^\x20-\x7e]+/g, ' ')}"`;
}

/**
 * Asks the hub for a file. Redirects are followed by hand, because the hub answers a request for a
 * large file with a redirect whose own headers carry the checksum and the size.
 *
 * @throws ModelError when the file cannot be had; PassingError when trying again may help.
 */
export async function openHubFile(address: HubAddress, signal: AbortSignal): Promise<HubFile> {
  const { hubUrl, modelId, file } = address;
  let url = new URL(`${hubUrl}/${modelId}/resolve/main/${file}`);
  let linkedETag: string | null = null;
  let linkedSize: string | null = null;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await request(address, url, signal);
    linkedETag ??= response.headers.get('x-linked-etag');
    linkedSize ??= response.headers.get('x-linked-size');
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      url = redirectTarget(address, location, url);
      continue;
    }
    if (response.status !== 200 || response.body === null) throw badStatus(address, response);
    // Where a hub redirects to a store of another host, that store's ETag hashes who knows what.
    const ownETag = url.host === new URL(hubUrl).host ? response.headers.get('etag') : null;
    return {
      body: response.body,
      size: agreedSize(address, linkedSize, response.headers),
      checksum: parseETag(linkedETag ?? ownETag),
    };
  }
  throw new ModelError(
    `${cannotFetch(address)}: more than ${MAX_REDIRECTS} redirects, the last to ${url.href}; ` +
      'check HF_ENDPOINT',
  );
}

/** The error for a connection that failed, before or after the first byte. */
export function connectionError(address: HubAddress, error: unknown, found: string): ModelError {
  const cause = rootCause(error);
  const reason = messageOf(cause) || codeOf(cause);
  const Kind = DROPPED.has(codeOf(cause)) ? PassingError : ModelError;
  return new Kind(`${cannotFetch(address)}: ${found} (${reason}); ${waysOut(address)}`, {
    cause: error,
  });
}

async function request(address: HubAddress, url: URL, signal: AbortSignal): Promise<Response> {
  try {
    // Lengths and checksums are those of the file, so it must not be packed on the way.
    const headers = { 'accept-encoding': 'identity' };
    return await fetch(url, { headers, redirect: 'manual', signal });
  } catch (error) {
    signal.throwIfAborted();
    throw connectionError(address, error, `no answer from ${url.host}`);
  }
}

function redirectTarget(address: HubAddress, location: string, from: URL): URL {
  const target = URL.canParse(location, from.href) ? new URL(location, from) : null;
  if (target !== null && ['http:', 'https:'].includes(target.protocol)) return target;
  throw new ModelError(
    `${cannotFetch(address)}: expected a redirect to an http or https address, ` +
      `found ${quoted(location)}; check HF_ENDPOINT`,
  );
}

function badStatus(address: HubAddress, { status }: Response): ModelError {
  const { modelId, file, hubUrl, setting } = address;
  if (status === 404) {
    return new ModelError(
      `${file} of the model ${modelId} is not on the hub ${hubUrl} (404); ` +
        `check the name in ${setting}, or HF_ENDPOINT`,
    );
  }
  if (status === 401 || status === 403) {
    return new ModelError(
      `the hub ${hubUrl} does not give ${file} of the model ${modelId} to everyone, or does not ` +
        `know that model (${status}); check the name in ${setting}, or HF_ENDPOINT`,
    );
  }
  const Kind = status >= 500 ? PassingError : ModelError;
  return new Kind(
    `${cannotFetch(address)}: expected the file, found the answer ${status}; ` +
      'try again later, or set HF_ENDPOINT to a mirror',
  );
}

/** The length of the file, for which two headers must not disagree. */
function agreedSize(
  address: HubAddress,
  linkedSize: string | null,
  headers: Headers,
): number | null {
  // The length of a packed body is not that of the file.
  const isPacked = (headers.get('content-encoding') ?? 'identity') !== 'identity';
  const sent = isPacked ? null : parseSize(headers.get('content-length'));
  const linked = parseSize(linkedSize);
  if (sent !== null && linked !== null && sent !== linked) {
    throw new ModelError(
      `${cannotFetch(address)}: expected ${linked} bytes, found ${sent} on offer; ` +
        'try again later, or set HF_ENDPOINT to a mirror',
    );
  }
  return linked ?? sent;
}

function parseSize(header: string | null): number | null {
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : null;
}

/** The innermost cause: fetch itself only says "fetch failed". */
function rootCause(error: unknown): unknown {
  const inner: unknown =
    error instanceof AggregateError
      ? error.errors[0]
      : error instanceof Error
        ? error.cause
        : undefined;
  return inner === undefined ? error : rootCause(inner);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
