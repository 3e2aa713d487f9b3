import { types } from 'node:util';
import { SECRET_SHOWN_AS } from './secret.ts';

const MAX_DEPTH = 8;
const MAX_ITEMS = 100;
/** No text that belongs in a log is longer. */
const MAX_TEXT_CHARS = 10_000;

/** Fields whose text is a secret, whatever it looks like. */
const SECRET_NAME = /(?:api[-_]?key|authorization|cookie|password|secret|token)$/i;

/**
 * Turns anything into plain data for a log, with every text scrubbed. Of an error only type, message,
 * codes, stack and causes are taken, as errors of HTTP libraries carry whole requests. Objects with a
 * class of their own are named, not shown: a message of Discord would bring its content along.
 */
export function toLoggable(
  value: unknown,
  scrub: (text: string) => string,
  ancestors: readonly object[] = [],
): unknown {
  if (typeof value === 'string') return toText(value, scrub);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return toText(value.href, scrub);
  if (ancestors.includes(value)) return '[circular]';
  if (ancestors.length >= MAX_DEPTH) return '[too deep]';

  const path = [...ancestors, value];
  if (Array.isArray(value) || value instanceof Set) {
    return [...value].slice(0, MAX_ITEMS).map((item) => toLoggable(item, scrub, path));
  }
  const fields = fieldsOf(value);
  if (fields === null) return `[${value.constructor.name}]`;
  const loggable = fields
    .slice(0, MAX_ITEMS)
    .map(([name, field]) => [
      toText(name, scrub),
      isSecret(name, field) ? SECRET_SHOWN_AS : toLoggable(field, scrub, path),
    ]);
  return Object.fromEntries(loggable);
}

function toText(text: string, scrub: (text: string) => string): string {
  // Control characters would steer the terminal that shows the log.
  const scrubbed = scrub(text).replace(/(?![\n\t])\p{Cc}/gu, '\uFFFD');
  if (scrubbed.length <= MAX_TEXT_CHARS) return scrubbed;
  return `${scrubbed.slice(0, MAX_TEXT_CHARS)}[… ${scrubbed.length} characters]`;
}

/** What is shown of an object; null for nothing. */
function fieldsOf(value: object): [name: string, field: unknown][] | null {
  if (isError(value)) return Object.entries(errorFields(value));
  if (value instanceof Map) return [...value].map(([name, field]) => [String(name), field]);
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype ? Object.entries(value) : null;
}

function errorFields(error: Error): Record<string, unknown> {
  const { name: type, message, stack, cause } = error;
  const { code, status } = error as { code?: unknown; status?: unknown };
  return {
    type,
    message,
    code,
    status,
    stack,
    // Anything else may be the data that was refused.
    cause: isError(cause) || typeof cause === 'string' ? cause : undefined,
    errors: error instanceof AggregateError ? error.errors : undefined,
  };
}

function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

function isSecret(name: string, value: unknown): boolean {
  return SECRET_NAME.test(name) && (typeof value === 'string' || typeof value === 'object');
}
