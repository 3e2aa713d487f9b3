import { IndexError, isDiskProblem, messageOf } from '../errors.ts';
import { readCurrent, REBUILD_REMEDY, writeCurrent } from './current-file.ts';
import { verifyGeneration } from './generation.ts';
import { lockIndex } from './index-lock.ts';

/**
 * Makes the generation before the current one current again, once all of its files are verified. The
 * one that was current is kept in its place, so that the next rollback undoes this one.
 *
 * @returns when the generation that is current now was built, ISO 8601.
 * @throws IndexError when there is nothing to go back to, it is damaged, or somebody is indexing.
 */
export async function rollbackIndex(indexDir: string): Promise<string> {
  const lock = await lockIndex(indexDir);
  try {
    const names = await readCurrent(indexDir);
    const [target, ...rest] = names?.previous ?? [];
    if (names === null || target === undefined) {
      throw new IndexError(
        `the index in ${indexDir} has no generation to go back to; KEEP_GENERATIONS says how many are kept`,
      );
    }
    const manifest = await verifyGeneration(indexDir, target).catch((error: unknown) => {
      throw new IndexError(
        `the generation before cannot be used: ${messageOf(error)}; ${REBUILD_REMEDY}`,
        { cause: error },
      );
    });
    await writeCurrent(indexDir, { current: target, previous: [names.current, ...rest] });
    return manifest.createdAt;
  } catch (error) {
    if (!isDiskProblem(error)) throw error;
    throw new IndexError(
      `the index in ${indexDir} cannot be written: ${messageOf(error)}; free some space there, or allow ` +
        'writing to it',
      { cause: error },
    );
  } finally {
    lock.release();
  }
}
