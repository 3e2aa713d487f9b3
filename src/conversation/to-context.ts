import { formatSpan } from '../corpus/calendar-date.ts';
import { analyze } from '../retrieval/analyze.ts';
import type { LexicalSearch, QuestionTerm } from '../retrieval/lexical-index.ts';
import type { RetrievalContext } from '../retrieval/retrieve.ts';
import type { Inherited } from './turn.ts';

/** What an inherited term counts for, beside 1 for the question's own. */
const WEIGHTS = { dates: 1, names: 0.5, words: 0.3 };

/**
 * What all inherited terms together count for at most where the question brings a name or a day that
 * leads elsewhere, beside 1 for that: what was said before never outweighs what is asked about now.
 */
const LIMIT_BESIDE_OWN_NAMES = 1;

/** What is inherited as the search takes it. */
export async function toContext(
  { dates, names, words, article }: Inherited,
  question: string,
  lexical: Pick<LexicalSearch, 'lookUp'>,
): Promise<RetrievalContext> {
  const ownTerms = await lexical.lookUp(analyze(question));
  const own = new Set(ownTerms.map(({ term }) => term));
  const terms = new Map<string, QuestionTerm>();
  const add = async (texts: readonly string[], weight: number): Promise<void> => {
    for (const term of await lexical.lookUp(texts.flatMap(analyze))) {
      // What no article has says nothing about any of them.
      if (term.matches.length === 0 || own.has(term.term) || terms.has(term.term)) continue;
      terms.set(term.term, { ...term, idf: term.idf * weight });
    }
  };
  await add(dates.map(formatSpan), WEIGHTS.dates);
  await add(names, WEIGHTS.names);
  await add(words, WEIGHTS.words);
  // No article is inherited where the question leads elsewhere.
  const brought = article === null ? sumOfIdf(ownTerms.filter(({ isName }) => isName)) : 0;
  const limit = brought > 0 ? LIMIT_BESIDE_OWN_NAMES * brought : Infinity;
  const scale = Math.min(1, limit / sumOfIdf([...terms.values()]));
  return {
    terms: [...terms.values()].map((term) => ({ ...term, idf: term.idf * scale })),
    text: [...names, ...words].join(' '),
    articleId: article?.id ?? null,
  };
}

function sumOfIdf(terms: readonly QuestionTerm[]): number {
  return terms.reduce((sum, { idf }) => sum + idf, 0);
}
