/**
 * A mistake that the operator can mend: a missing file, a bad setting, an index of another model.
 * The message is one line that says what is wrong, what was expected, what was found and the remedy;
 * the program prints that line alone and exits with code 2. Anything else that is thrown is a bug.
 */
export class OperatorError extends Error {
  override name = 'OperatorError';
}

/** A setting or a command-line argument that cannot be used. */
export class ConfigError extends OperatorError {
  override name = 'ConfigError';
}

/** The corpus folder cannot be used at all. A single bad file is refused by name instead. */
export class CorpusError extends OperatorError {
  override name = 'CorpusError';
}

/** The embedding model is missing, incomplete, damaged or cannot be fetched. */
export class ModelError extends OperatorError {
  override name = 'ModelError';
}

/** The index on disk is damaged, or was made with another model or other settings. */
export class IndexError extends OperatorError {
  override name = 'IndexError';
}

/** The SQLite file with what the bot remembers is damaged, of a newer version or cannot be written. */
export class StateError extends OperatorError {
  override name = 'StateError';
}

/** The index was made with another model, other settings or another version; building it mends that. */
export class StaleIndexError extends IndexError {
  override name = 'StaleIndexError';
}

/** Discord cannot be reached, or has ended the connection. */
export class DiscordError extends OperatorError {
  override name = 'DiscordError';
}

/** The message of anything that was thrown, on one line. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s*\n\s*/g, ' ').trim();
}

/** Why a file could not be read, without its place on this machine, which is nobody else's business. */
export function fileProblem(error: unknown): string {
  return messageOf(error).replace(/, \w+ '.*'$/, '');
}

/** Whether a disk is full, closed to writing or failing, and not the program wrong. */
export function isDiskProblem(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'EIO'].includes(code);
}

/** An error on its way between processes, where it loses its class. */
export interface Failure {
  readonly error: Error;
  readonly isOperatorError: boolean;
}

export function toFailure(thrown: unknown): Failure {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { error, isOperatorError: error instanceof OperatorError };
}

export function fromFailure({ error, isOperatorError }: Failure): Error {
  return isOperatorError ? new OperatorError(error.message, { cause: error }) : error;
}
