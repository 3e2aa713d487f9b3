import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { openAsItIs, STATE_FILE } from '../../state/database.ts';
import { nearestExisting } from './check-index-folder.ts';
import { examination, failure, ok } from './check.ts';

/** Whether what the bot remembers is whole, and of a version that this program knows. */
export const checkDataFolder = examination('data folder', async ({ dataDir }) => {
  const folder = await nearestExisting(dataDir);
  if (!(await stat(folder)).isDirectory()) {
    return failure(`${folder} is not a folder`, 'set DATA_DIR to a folder');
  }
  const file = path.join(dataDir, STATE_FILE);
  if (!existsSync(file)) return ok(`no ${STATE_FILE} in ${dataDir} yet; the bot makes it`);
  const database = await openAsItIs(file);
  database.close();
  return ok(`${file} is whole`);
});
