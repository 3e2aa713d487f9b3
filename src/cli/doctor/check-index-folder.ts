import { randomUUID } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readCurrent } from '../../vector-index/current-file.ts';
import { examination, failure, ok, warning } from './check.ts';

/** Whether an index can be written, which is tried out with an empty file. */
export const checkIndexFolder = examination('index folder', async ({ indexDir }) => {
  const folder = await nearestExisting(indexDir);
  if (!(await stat(folder)).isDirectory()) {
    return failure(`${folder} is not a folder`, 'set INDEX_DIR or --index to a folder');
  }
  const probe = path.join(folder, `.doctor-${randomUUID()}`);
  try {
    await writeFile(probe, '', { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const finding = `nothing can be written to ${folder} (${code})`;
    const remedy = 'make it writable, or set INDEX_DIR or --index to another folder';
    const hasIndex = (await readCurrent(indexDir).catch(() => null)) !== null;
    return hasIndex
      ? warning(`${finding}: answering works, indexing does not`, remedy)
      : failure(`${finding}: no index can be built`, remedy, error);
  }
  await rm(probe);
  return ok(folder === indexDir ? `${folder} is writable` : `${indexDir} can be made`);
});

/** The folder itself or, while it is not there, the nearest above it that is. */
export async function nearestExisting(folder: string): Promise<string> {
  try {
    await stat(folder);
    return folder;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const parent = path.dirname(folder);
    if ((code !== 'ENOENT' && code !== 'ENOTDIR') || parent === folder) throw error;
    return nearestExisting(parent);
  }
}
