import { chmod, stat } from 'node:fs/promises';

/** Somebody who owns nothing. */
const NOBODY = 65534;

/** Runs an action while the folders may be read but not written to, not even by root. */
export async function withoutWriteAccess(
  folders: readonly string[],
  action: () => Promise<void>,
): Promise<void> {
  const modes = await Promise.all(folders.map(async (folder) => (await stat(folder)).mode));
  for (const folder of folders) await chmod(folder, 0o555);
  const isRoot = process.geteuid?.() === 0;
  // Root may write everywhere, so it is somebody else meanwhile.
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    await action();
  } finally {
    if (isRoot) process.seteuid?.(0);
    for (const [at, folder] of folders.entries()) await chmod(folder, modes[at]!);
  }
}
