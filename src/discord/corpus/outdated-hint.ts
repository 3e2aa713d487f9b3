import { OperatorError } from '../../errors.ts';
import type { BotParts } from '../bot-parts.ts';
import { countOf } from '../render/overview-line.ts';
import { labelOf, shortenMarkdown } from '../render/shorten.ts';
import { findOutdated } from './find-outdated.ts';

/** Files that are looked into; more of them change when a whole corpus does. */
const MAX_FILES = 20;
const MAX_NAMED = 3;
const MAX_PATH_CHARS = 100;

/**
 * That public answers quoted what has changed in files of the corpus, as Markdown; null where none did.
 *
 * @param paths of changed files.
 */
export async function outdatedHint(
  paths: readonly string[],
  parts: BotParts,
): Promise<string | null> {
  let total = 0;
  const named: string[] = [];
  for (const path of paths.slice(0, MAX_FILES)) {
    const count = await countOutdated(path, parts);
    if (count === 0) continue;
    total += count;
    named.push(`${shortenMarkdown(labelOf(path) ?? '–', MAX_PATH_CHARS)} (${count})`);
  }
  if (total === 0) return null;
  const more = named.length > MAX_NAMED ? ' and others' : '';
  const files = named.slice(0, MAX_NAMED).join(', ') + more;
  return `**${countOf(total, 'public answer')}** quoted what has changed in ${files}. \`/corpus correct\` lists them, and marks them if you like.`;
}

async function countOutdated(path: string, parts: BotParts): Promise<number> {
  try {
    return (await findOutdated({ kind: 'corrected', path, bytes: null }, parts)).length;
  } catch (error) {
    // What cannot be read was refused by name already.
    if (error instanceof OperatorError) return 0;
    throw error;
  }
}
