import { describeInherited } from '../conversation/describe-inherited.ts';
import { formatDay } from '../corpus/calendar-date.ts';
import { MIN_CONFIDENCE } from '../quotes/answer-question.ts';
import { confidenceInWords } from '../quotes/confidence-words.ts';
import type { Answer, Quote } from '../quotes/quote.ts';
import { renderReports } from './render-reports.ts';
import { printable, styled } from './terminal.ts';

/**
 * The reply as text for a terminal. Quotes stand between quotation marks, highlights are bold; what a
 * follow-up was taken to be about stands below.
 *
 * @param options.withRelated also quotes that are probably not the answer.
 */
export function renderAnswer(
  answer: Answer,
  { withRelated = false }: { readonly withRelated?: boolean } = {},
): string {
  const subject = answer.inherited === undefined ? null : describeInherited(answer.inherited);
  const quotes = answer.quotes.filter(({ score }) => withRelated || score >= MIN_CONFIDENCE);
  const reply = [...renderWithdrawn(answer), renderReply({ ...answer, quotes })].join('\n\n');
  return subject === null ? reply : `${reply}\n${styled('dim', `about: ${printable(subject)}`)}`;
}

/** Which withdrawn article is not quoted. */
function renderWithdrawn({ withdrawn }: Answer): string[] {
  if (withdrawn === undefined) return [];
  const { article, on, note } = withdrawn;
  const why = note === null ? '.' : `: ${printable(note)}`;
  const line = `${sourceLine(article)}\nwas withdrawn on ${formatDay(on)} and is not quoted${why}`;
  return [styled('yellow', line)];
}

function renderReply(answer: Answer): string {
  if (answer.answered) {
    return [...answer.quotes.map(renderQuote), ...renderReports(answer)].join('\n\n');
  }
  if (answer.unreadableScript !== undefined) {
    return `The model cannot read ${answer.unreadableScript}, and the articles have none of these words.`;
  }
  const closest = (answer.closest ?? []).map(({ article }) => `  ${sourceLine(article)}`);
  const lines = ['Nothing close enough in the articles.'];
  if (closest.length > 0) lines.push('Nearest, but probably no answer:', ...new Set(closest));
  return lines.join('\n');
}

function renderQuote(quote: Quote): string {
  const { score } = quote;
  return renderExcerpt(quote, `${confidenceInWords(score)} (${score.toFixed(2)})`);
}

/** A quote with its source above and its place below, where a remark may stand too. */
export function renderExcerpt(quote: Quote, remark: string | null): string {
  const { article, start, end } = quote;
  const place = `${printable(article.path)}, characters ${start}–${end}`;
  const lines = [
    styled('bold', sourceLine(article)),
    `“${renderText(quote)}”`,
    styled('dim', remark === null ? place : `${place} · ${remark}`),
  ];
  if (article.note !== null) lines.push(styled('dim', `Note: ${printable(article.note)}`));
  if (article.url !== null) lines.push(styled('dim', printable(article.url)));
  return lines.join('\n');
}

/** The quote's text, cut at the highlights' ends only to style them. */
function renderText({ text, start, highlights }: Quote): string {
  let position = 0;
  let rendered = '';
  for (const highlight of highlights) {
    rendered += printable(text.slice(position, highlight.start - start));
    rendered += styled(
      'bold',
      printable(text.slice(highlight.start - start, highlight.end - start)),
    );
    position = highlight.end - start;
  }
  return rendered + printable(text.slice(position));
}

/** An article without a title goes by its file, or several could not be told apart. */
function sourceLine({ outlet, published, title, path }: Quote['article']): string {
  return [
    outlet ?? 'Outlet unknown',
    published === null ? 'date unknown' : formatDay(published),
    title ?? path,
  ]
    .map(printable)
    .join(' · ');
}
