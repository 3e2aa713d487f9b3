import type { Config } from '../../config.ts';
import { messageOf, OperatorError } from '../../errors.ts';

/** What looking at one thing brought to light. */
export interface Finding {
  /** `warn`: answering works, though something is missing or soon to be done. */
  readonly status: 'ok' | 'warn' | 'fail';
  readonly finding: string;
  /** What to do about it; null when all is well. */
  readonly remedy: string | null;
  /** The error behind it, for those who want to see where it came from. */
  readonly cause?: unknown;
}

/** A finding under the name of what was looked at. */
export interface Check extends Finding {
  readonly name: string;
}

/**
 * Looks at one thing and leaves everything on disk as it is. Never rejects: an error that nobody
 * expected is a finding too, and the other checks go on.
 */
export type Examination = (config: Config) => Promise<Check>;

/** Makes an examination of a function that may throw. */
export function examination(
  name: string,
  examine: (config: Config) => Promise<Finding>,
): Examination {
  return async (config) => {
    try {
      return { name, ...(await examine(config)) };
    } catch (error) {
      return { name, ...failureOf(error) };
    }
  };
}

export function ok(finding: string): Finding {
  return { status: 'ok', finding, remedy: null };
}

export function warning(finding: string, remedy: string): Finding {
  return { status: 'warn', finding, remedy };
}

export function failure(finding: string, remedy: string, cause?: unknown): Finding {
  return { status: 'fail', finding, remedy, cause };
}

/** The failure that an error amounts to. The line of an operator's mistake ends with its remedy. */
export function failureOf(error: unknown): Finding {
  const message = messageOf(error);
  const end = error instanceof OperatorError ? message.lastIndexOf('; ') : -1;
  if (end >= 0) return failure(message.slice(0, end), message.slice(end + 2), error);
  return failure(message, 'see the message; with --verbose it tells where it came from', error);
}

/** Names a number of things, such as "1 file" and "2 files". */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
