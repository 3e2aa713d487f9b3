import { randomBytes } from 'node:crypto';
import { lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, OperatorError, StateError } from '../errors.ts';
import type { SqliteDatabase } from '../sqlite.ts';
import { syncPath } from '../vector-index/current-file.ts';
import { missingError, openAsItIs } from './database.ts';

export interface Backup {
  readonly file: string;
  readonly bytes: number;
  /** How many rows there are, by table. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Copies the state as it is at one moment; a bot may go on reading and writing it. The copy is
 * checked before it takes its name, and where anything goes wrong there is none.
 *
 * @param options.force whether a file that has the name already is replaced.
 * @throws StateError when there is no state, or the copy cannot be written.
 */
export async function backUpState(
  stateFile: string,
  target: string,
  { force }: { readonly force: boolean },
): Promise<Backup> {
  if (!(await exists(stateFile))) throw missingError(stateFile);
  const folder = path.dirname(target);
  const partial = path.join(
    folder,
    `.${path.basename(target)}-${randomBytes(4).toString('hex')}.partial`,
  );
  try {
    await refuseStateItself(stateFile, target);
    if (!force && (await exists(target))) {
      throw new StateError(`${target} exists already; name another file, or replace it: --force`);
    }
    await copyInto(stateFile, partial);
    const counts = await countRows(partial);
    await syncPath(partial);
    const { size: bytes } = await stat(partial);
    await rename(partial, target);
    await syncPath(folder);
    return { file: target, bytes, counts };
  } catch (error) {
    await removePartial(partial);
    if (error instanceof OperatorError) throw error;
    throw new StateError(
      `the backup ${target} cannot be written: ${messageOf(error)}; check that its folder exists, can ` +
        'be written to and has room',
      { cause: error },
    );
  }
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return false;
      throw error;
    },
  );
}

/** A running bot would go on writing to a file that is no longer there. */
async function refuseStateItself(stateFile: string, target: string): Promise<void> {
  const state = await realpath(stateFile);
  const copy = (await exists(target))
    ? await realpath(target)
    : path.join(await realpath(path.dirname(target)), path.basename(target));
  if ([state, `${state}-wal`, `${state}-shm`].includes(copy)) {
    throw new StateError(`${target} is the state itself; name another file for the backup`);
  }
}

async function copyInto(stateFile: string, partial: string): Promise<void> {
  // SQLite would let everybody read the file, and fills one that is empty.
  await (await open(partial, 'wx', 0o600)).close();
  await using(stateFile, (state) => state.prepare('VACUUM INTO ?').run(partial));
}

async function countRows(file: string): Promise<Record<string, number>> {
  return using(file, (state) => {
    const tables = state
      .prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'meta' " +
          "AND name NOT LIKE 'sqlite%' ORDER BY rowid",
      )
      .all() as { name: string }[];
    return Object.fromEntries(
      tables.map(({ name }) => {
        const row = state.prepare(`SELECT count(*) AS count FROM "${name}"`).get();
        return [name, (row as { count: number }).count];
      }),
    );
  });
}

async function using<Result>(
  file: string,
  use: (database: SqliteDatabase) => Result,
): Promise<Result> {
  const database = await openAsItIs(file);
  try {
    return use(database);
  } finally {
    database.close();
  }
}

/** As far as it goes: what is reported is why there is no backup. */
async function removePartial(partial: string): Promise<void> {
  await Promise.allSettled([partial, `${partial}-journal`].map((file) => rm(file)));
}
