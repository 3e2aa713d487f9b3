import { articleId } from '../corpus/article.ts';
import { parseArticles } from '../corpus/read-articles.ts';
import { findCounterpart } from './find-counterpart.ts';

/** A quote of an earlier version of an article. */
export interface EarlierQuote {
  readonly articleId: string;
  /** To the letter. */
  readonly text: string;
}

/** A passage that is no longer what was quoted. */
export interface ChangedPassage {
  /** What the article says in its place, to the letter; null where it says nothing of the kind. */
  readonly now: string | null;
}

/**
 * What has become of quotes from a file that was changed, in the order given; null for one that
 * still stands in its article word for word.
 *
 * @param bytes the file as it is now; null where it is gone.
 * @throws CorpusError saying why nothing of the file can be read.
 */
export async function compareVersions(
  path: string,
  bytes: Uint8Array | null,
  quotes: readonly EarlierQuote[],
): Promise<(ChangedPassage | null)[]> {
  const { articles } = bytes === null ? { articles: [] } : await parseArticles(path, bytes);
  const byId = new Map(articles.map((article) => [articleId(article.path), article]));
  // Many answers quote the same passage.
  const known = new Map<string, ChangedPassage | null>();
  return quotes.map((quote) => {
    const key = `${quote.articleId} ${quote.text}`;
    let change = known.get(key);
    if (change === undefined) {
      const article = byId.get(quote.articleId);
      if (article === undefined) change = { now: null };
      else if (article.text.includes(quote.text)) change = null;
      else {
        const range = findCounterpart(article, quote.text);
        change = { now: range && article.text.slice(range.start, range.end) };
      }
      known.set(key, change);
    }
    return change;
  });
}
