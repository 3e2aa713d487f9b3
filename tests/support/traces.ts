import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The files beside a file, itself included, that hold a text. */
export async function tracesOf(text: string, file: string): Promise<string[]> {
  const folder = path.dirname(file);
  const names: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const { name } = entry;
    const bytes = await readFile(path.join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      // SQLite takes its log away a moment after the database is closed.
      if (error.code !== 'ENOENT') throw error;
      return Buffer.alloc(0);
    });
    if (bytes.includes(text)) names.push(name);
  }
  return names;
}
