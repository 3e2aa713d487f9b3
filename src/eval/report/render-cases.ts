import type { Quote } from '../../quotes/quote.ts';
import { LATER_RANKS } from '../evaluate-questions.ts';
import { quotesOf, type QuestionOutcome } from '../judge-answer.ts';
import { type Markup, markup, NO_MARKUP } from './markup.ts';
import { section } from './page.ts';

/** Everything that went wrong, in three lists, each in the order asked. */
export function renderCases(outcomes: readonly QuestionOutcome[]): Markup[] {
  return [
    renderList(
      'Misses: the first quote is not the right one',
      outcomes.filter((one) => isAnswerable(one) && one.answer.answered && one.rank !== 1),
    ),
    renderList(
      'Unanswerable, yet answered',
      outcomes.filter((one) => !isAnswerable(one) && one.answer.answered),
    ),
    renderList(
      'Answerable, yet silent',
      outcomes.filter((one) => isAnswerable(one) && !one.answer.answered),
    ),
  ];
}

function isAnswerable({ question }: QuestionOutcome): boolean {
  return question.gold.length > 0;
}

function renderList(heading: string, cases: readonly QuestionOutcome[]): Markup {
  const content = cases.length === 0 ? [markup`<p>None.</p>`] : cases.map(renderCase);
  return section(`${heading} (${cases.length})`, content);
}

function renderCase(outcome: QuestionOutcome): Markup {
  const { question, answer } = outcome;
  const [first] = quotesOf(answer);
  const facts = [
    question.id,
    ...(question.style === undefined ? [] : [question.style]),
    `confidence ${answer.confidence}`,
    ...(isAnswerable(outcome) ? [placeOf(outcome)] : []),
  ];
  const expected = isAnswerable(outcome)
    ? markup`<p>Expected: ${question.gold.map((gold) => `“${gold}”`).join(' or ')}</p>
`
    : NO_MARKUP;
  return markup`<article class="case">
<h3 dir="auto">${question.question}</h3>
<p class="faint">${facts.join(' · ')}</p>
${expected}${first === undefined ? markup`<p>Nothing came near.</p>` : renderQuote(first, answer.answered)}</article>
`;
}

function renderQuote({ text, article }: Quote, answered: boolean): Markup {
  const source = [article.outlet, article.published, article.title ?? article.path].filter(
    (part) => part !== null,
  );
  return markup`<p>${answered ? 'First quote' : 'Nearest, held back'}:</p>
<blockquote dir="auto">${text}</blockquote>
<p class="faint">${source.join(' · ')}</p>
`;
}

/** Where the right passage stood. */
function placeOf({ rank, laterRank }: QuestionOutcome): string {
  const place = rank ?? laterRank;
  return place === null
    ? `right passage not among the first ${LATER_RANKS}`
    : `right passage at rank ${place}`;
}
