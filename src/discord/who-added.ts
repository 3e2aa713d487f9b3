import { fileOfArticle } from '../corpus/article.ts';
import type { QuotedArticle } from '../quotes/quote.ts';
import type { BotParts } from './bot-parts.ts';

/** Names of the moderators who added articles, by article id; without those that nobody added. */
export function whoAdded(
  articles: readonly Pick<QuotedArticle, 'id' | 'path'>[],
  { audit }: Pick<BotParts, 'audit'>,
): ReadonlyMap<string, string> {
  const names = audit.addedBy(articles.map(({ path }) => fileOfArticle(path)));
  return new Map(
    articles.flatMap(({ id, path }) => {
      const name = names.get(fileOfArticle(path));
      return name === undefined ? [] : [[id, name] as const];
    }),
  );
}
