import { OperatorError } from '../../errors.ts';
import type { IndexSummary } from '../../retrieval/index-corpus.ts';
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
 * @param summary of the indexing run that has found the changes.
 */
export async function outdatedHint(
  { changed, lost }: Pick<IndexSummary, 'changed' | 'lost'>,
  parts: BotParts,
): Promise<string | null> {
  // One may have quoted several files.
  const answers = new Set<string>();
  const named: string[] = [];
  for (const path of [...changed, ...lost].slice(0, MAX_FILES)) {
    const outdated = await idsOfOutdated(path, parts);
    if (outdated.length === 0) continue;
    for (const id of outdated) answers.add(id);
    named.push(`${shortenMarkdown(labelOf(path) ?? '–', MAX_PATH_CHARS)} (${outdated.length})`);
  }
  if (answers.size === 0) return null;
  const more = named.length > MAX_NAMED ? ' and others' : '';
  const files = named.slice(0, MAX_NAMED).join(', ') + more;
  return `**${countOf(answers.size, 'public answer')}** quoted what has changed in ${files}. \`/corpus correct\` lists them, and marks them if you like.`;
}

async function idsOfOutdated(path: string, parts: BotParts): Promise<string[]> {
  try {
    const outdated = await findOutdated({ kind: 'corrected', path, bytes: null }, parts);
    return outdated.map(({ answerId }) => answerId);
  } catch (error) {
    // What cannot be read was refused by name already.
    if (error instanceof OperatorError) return [];
    throw error;
  }
}
