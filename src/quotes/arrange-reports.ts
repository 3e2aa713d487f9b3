import { agree } from '../figures/agree.ts';
import type { Statement } from '../figures/statement.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';

/** Rows of a table that is read at a glance, and whose buttons stand side by side. */
const MAX_FIGURES = 5;

/**
 * The statements that a table shows, newest first: what an article says twice once, and no figure left
 * out for one that says the same.
 */
export function chooseRows(index: SearchIndex, statements: readonly Statement[]): Statement[] {
  return newestFirst(index, mostDifferent(oncePerArticle(newestFirst(index, statements))));
}

/** Whether two statements of one event say different things of it. */
export function differs({ said: a }: Statement, { said: b }: Statement): boolean {
  if ('figure' in a && 'figure' in b) return !agree(a.figure.amount, b.figure.amount);
  const [figure] = [a, b].flatMap((said) => ('figure' in said ? [said.figure] : []));
  // To deny that anything happened is to count nothing.
  return figure !== undefined && figure.value !== 0;
}

/** By publication; what has no date comes last, and what is of one article stands in its order. */
export function newestFirst(
  { articles }: SearchIndex,
  statements: readonly Statement[],
): Statement[] {
  const dayOf = ({ article }: Statement): string => articles.row(article).date ?? '';
  return [...statements].sort((a, b) => {
    const [first, second] = [dayOf(a), dayOf(b)];
    if (first !== second) return first < second ? 1 : -1;
    return a.article - b.article || a.range.start - b.range.start;
  });
}

/** Each article's figures without those that only say the same again. */
function oncePerArticle(statements: readonly Statement[]): Statement[] {
  const kept: Statement[] = [];
  for (const statement of statements) {
    const isSaid = kept.some(
      (other) => other.article === statement.article && !differs(other, statement),
    );
    if (!isSaid) kept.push(statement);
  }
  return kept;
}

/** As many as there is room for, and no figure left out for one that says the same. */
function mostDifferent(statements: readonly Statement[]): Statement[] {
  const chosen: Statement[] = [];
  for (const statement of statements) {
    if (chosen.every((other) => differs(other, statement))) chosen.push(statement);
  }
  const others = statements.filter((statement) => !chosen.includes(statement));
  return [...chosen, ...others].slice(0, MAX_FIGURES);
}
