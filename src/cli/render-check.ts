import type { ComparedPart } from '../check/difference.ts';
import { differenceInWords } from '../check/difference-words.ts';
import type { QuoteCheck } from '../quotes/check-quote.ts';
import { renderExcerpt } from './render-answer.ts';
import { printable, styled } from './terminal.ts';

const ABSENT =
  'Absent: this stands in none of the articles, neither word for word nor nearly so.\n' +
  'They may say the same in other words; ask finds that.';

/**
 * The verdict as text for a terminal, with what the claim differs in and the sentences around what was
 * found. What is in the article alone is red and struck, what is in the claim alone green; without
 * colours they are `[-…-]` and `{+…+}`.
 */
export function renderCheck({
  verdict,
  matches,
  differences,
  parts,
}: Pick<QuoteCheck, 'verdict' | 'matches' | 'differences' | 'parts'>): string {
  const excerpts = matches.map((match) => renderExcerpt(match, null));
  switch (verdict) {
    case 'exact':
      return ['Exact: this stands in the articles.', ...excerpts].join('\n\n');
    case 'altered': {
      const named = differences.map(
        (difference) => `  ${differenceInWords(difference, printable)}`,
      );
      const heading = 'Altered: the articles have it otherwise.';
      return [[heading, ...named].join('\n'), parts.map(renderPart).join(' '), ...excerpts].join(
        '\n\n',
      );
    }
    case 'absent':
      return ABSENT;
  }
}

function renderPart({ in: where, text }: ComparedPart): string {
  const shown = printable(text);
  if (where === 'both') return shown;
  const coloured =
    where === 'article'
      ? styled(['red', 'strikethrough'], shown)
      : styled(['green', 'bold'], shown);
  if (coloured !== shown) return coloured;
  return where === 'article' ? `[-${shown}-]` : `{+${shown}+}`;
}
