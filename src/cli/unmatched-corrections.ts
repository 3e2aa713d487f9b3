import type { Config } from '../config.ts';
import { fileOfArticle } from '../corpus/article.ts';
import { type Corrections, readCorrections } from '../corpus/corrections.ts';
import { CORRECTIONS_FILE } from '../corpus/list-corpus.ts';
import { CorpusError } from '../errors.ts';
import { decodeSources, type Source } from '../retrieval/sources.ts';
import { findIndex } from './find-index.ts';
import { printable, warn } from './terminal.ts';

/** More paths than that are no line any more. */
const MAX_SHOWN = 5;

/** What to do about entries that name no article. */
export const UNMATCHED_REMEDY = `write the path that the article has now into ${CORRECTIONS_FILE}, or take the entry out`;

/**
 * That corrections name articles that the index does not have; null where they all name some. An article
 * that was withdrawn and has been renamed since is quoted again.
 */
export function findUnmatched(
  corrections: Corrections,
  sources: readonly Pick<Source, 'articles'>[],
): string | null {
  const named = new Set(
    sources.flatMap(({ articles }) => articles.flatMap((path) => [path, fileOfArticle(path)])),
  );
  const unmatched = [...corrections.keys()].filter((path) => !named.has(path));
  if (unmatched.length === 0) return null;
  const shown = unmatched.slice(0, MAX_SHOWN).map((path) => JSON.stringify(path));
  const more = unmatched.length - shown.length;
  if (more > 0) shown.push(`${more} more`);
  const list = new Intl.ListFormat('en', { type: 'conjunction' }).format(shown);
  return (
    `${CORRECTIONS_FILE} names ${list}, of which the index has no article; if it was renamed, it is ` +
    'quoted as if nothing had been said about it'
  );
}

/** Says so on standard error, or why it cannot be told. */
export async function warnOfUnmatchedCorrections(config: Config): Promise<void> {
  try {
    const corrections = await readCorrections(config.corpusDir);
    if (corrections.size === 0) return;
    const index = await findIndex(config);
    const problem = index && findUnmatched(corrections, decodeSources(index.sources));
    if (problem !== null) warn(printable(`${problem}; ${UNMATCHED_REMEDY}.`));
  } catch (error) {
    if (!(error instanceof CorpusError)) throw error;
    warn(error.message);
  }
}
