import { editDistance } from '../retrieval/spellings.ts';

/** More typing errors than that, or than letters that are right, make another word. */
const MAX_ERRORS = 2;

/** The name that somebody has most likely meant, in any case; null where none is near. */
export function nearName(typed: string, names: readonly string[]): string | null {
  let nearest: string | null = null;
  let least = MAX_ERRORS + 1;
  for (const name of names) {
    const errors = editDistance(typed.toUpperCase(), name.toUpperCase(), MAX_ERRORS);
    if (errors < least && 2 * errors <= name.length) [nearest, least] = [name, errors];
  }
  return nearest;
}
