import { readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { readCurrent } from '../../vector-index/current-file.ts';
import { examination, type Finding, ok, warning } from './check.ts';
import { nearestExisting } from './check-index-folder.ts';

/** Room that a rebuild should have even where the index is small or missing. */
const LEAST_BYTES = 100e6;

/** Whether a new index fits beside the current one. */
export const checkDiskSpace = examination('disk space', async ({ indexDir }) => {
  const { bavail, bsize } = await statfs(await nearestExisting(indexDir));
  return judgeSpace(bavail * bsize, await currentBytes(indexDir));
});

/** @param indexBytes size of the current generation; 0 when there is none. */
export function judgeSpace(freeBytes: number, indexBytes: number): Finding {
  const neededBytes = Math.max(2 * indexBytes, LEAST_BYTES);
  const finding = `${formatBytes(freeBytes)} free, a rebuild wants ${formatBytes(neededBytes)}`;
  if (freeBytes >= neededBytes) return ok(finding);
  return warning(
    finding,
    'make room, lower KEEP_GENERATIONS, or set INDEX_DIR or --index to a larger disk',
  );
}

async function currentBytes(indexDir: string): Promise<number> {
  const names = await readCurrent(indexDir).catch(() => null);
  if (names === null) return 0;
  const folder = path.join(indexDir, names.current);
  const files = await readdir(folder).catch(() => []);
  // Another process may remove the generation meanwhile.
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(path.join(folder, file)).catch(() => null))?.size ?? 0),
  );
  return sizes.reduce((total, size) => total + size, 0);
}

function formatBytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(0)} MB`;
}
