import { destination, pino, stdTimeFunctions, type Logger as Pino } from 'pino';
import type { LogLevel } from './config.ts';
import { messageOf } from './errors.ts';
import { toLoggable } from './loggable.ts';
import { createScrubber } from './scrub.ts';
import type { Secret } from './secret.ts';

/**
 * What the bot tells its operator. Messages are fixed phrases; what varies stands in the fields: ids,
 * counts, durations, errors. What members write, questions included, is never logged. Secrets are
 * taken out of everything, but that is a net, not a licence.
 */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** A logger that adds the fields to every line. */
  child(fields: object): Logger;
}

interface LoggerOptions {
  readonly level: LogLevel;
  /** Never shown, whatever they look like. */
  readonly secrets: readonly Secret[];
  /** Takes whole lines; standard error by default. */
  readonly output?: { write(line: string): unknown };
  /** Lines for people instead of JSON. By default where standard error is a terminal. */
  readonly isTerminal?: boolean;
}

/** Makes a logger whose lines are out when its methods return, so that the last one is not lost. */
export async function createLogger({
  level,
  secrets,
  output = standardError(),
  isTerminal = process.stderr.isTTY,
}: LoggerOptions): Promise<Logger> {
  const format = isTerminal ? await loadPrettyFormat() : (line: string) => line;
  const root = pino(
    {
      level,
      // Process id and host name are known to whoever collects the lines.
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => void output.write(format(line)) },
  );
  return scrubbingLogger(root, createScrubber(secrets));
}

/** What cannot be written, on a full disk say, is lost; the bot goes on. */
function standardError(): { write(line: string): unknown } {
  const output = destination({ dest: process.stderr.fd, sync: true });
  output.on('error', () => {});
  return output;
}

async function loadPrettyFormat(): Promise<(line: string) => string> {
  const { default: pretty } = await import('pino-pretty');
  return pretty.prettyFactory({ translateTime: 'SYS:HH:MM:ss' });
}

function scrubbingLogger(target: Pino, scrub: (text: string) => string): Logger {
  const loggable = (fields: object): object => {
    try {
      const plain = toLoggable(fields, scrub);
      return typeof plain === 'object' && plain !== null ? plain : { value: plain };
    } catch (error) {
      // A log line is never the reason that something fails.
      return { unloggable: toLoggable(messageOf(error), scrub) };
    }
  };
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (fields: object, message: string): void => {
      if (!target.isLevelEnabled(level)) return;
      target[level](loggable(fields), String(toLoggable(message, scrub)));
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => scrubbingLogger(target.child(loggable(fields)), scrub),
  };
}
