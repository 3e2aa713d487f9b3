import { renderAnswer } from '../../src/discord/render/answer.ts';
import { renderNothingFound } from '../../src/discord/render/nothing-found.ts';
import { renderTimeline, type TimelineView } from '../../src/discord/render/timeline.ts';
import { chartOf, describeChart } from '../../src/discord/render/timeline-chart.ts';
import type { MessageBody } from '../../src/discord/reply.ts';
import { answerQuestion } from '../../src/quotes/answer-question.ts';
import { makeTimeline } from '../../src/quotes/make-timeline.ts';
import type { Quote } from '../../src/quotes/quote.ts';
import { drawChart } from '../../src/timeline/draw-chart.ts';
import type { Exchange } from './message-card.ts';
import type { Indexed } from './with-index.ts';

/** The bot shows up to three, with which a picture would be higher than a screen. */
export const QUOTES = 1;

/** @throws Error when nothing answers the question. */
export async function showAnswer(
  question: string,
  { index, embedder }: Indexed,
): Promise<Exchange> {
  const { quotes } = await answerQuestion(index, embedder, question, { limit: QUOTES });
  if (quotes.length === 0) throw new Error(`nothing answers "${question}"`);
  return {
    ...asking(question),
    body: publicAnswer(quotes),
    isPrivate: false,
    title: 'Verbatim answers a question in Discord',
    description:
      'Below the command stands a quote from an article, with its outlet, day and title above it, ' +
      'a sentence of it in bold, and under it how sure Verbatim is, the place in the article, and ' +
      'buttons.',
  };
}

/** @throws Error when something answers the question. */
export async function showNothingFound(
  question: string,
  { index, embedder }: Indexed,
): Promise<Exchange> {
  const answer = await answerQuestion(index, embedder, question);
  if (answer.answered) throw new Error(`something answers "${question}"`);
  return {
    ...asking(question),
    body: renderNothingFound(answer),
    isPrivate: true,
    title: 'Verbatim has no answer to a question in Discord',
    description:
      'A note that only the asker sees says that nothing in the articles is close enough, and names ' +
      'the articles that came nearest.',
  };
}

/** @throws Error when nothing was reported on the topic. */
export async function showTimeline(topic: string, { index, embedder }: Indexed): Promise<Exchange> {
  const timeline = await makeTimeline(index, embedder, topic);
  if (timeline.days.length === 0) throw new Error(`there is no timeline of "${topic}"`);
  const view: TimelineView = { timeline, page: { topic, offset: 0 }, notice: null };
  const chart = chartOf(view);
  const picture = {
    name: 'timeline.png',
    contentType: 'image/png',
    description: describeChart(chart),
    base64: (await drawChart(chart)).toString('base64'),
  };
  return {
    ...robin('/timeline', `topic: ${topic}`),
    body: { ...renderTimeline(view), files: [picture] },
    isPrivate: false,
    title: 'Verbatim shows a timeline in Discord',
    description: 'A chart of the reports by day, and below it for each day a quote.',
  };
}

/** A question, as it stands above its answer. */
export function asking(question: string): Pick<Exchange, 'memberName' | 'command' | 'options'> {
  return robin('/ask', `question: ${question}`);
}

/** An answer as all see it. */
export function publicAnswer(quotes: readonly Quote[]): MessageBody {
  return renderAnswer({
    answerId: 'picture',
    quotes,
    header: null,
    about: null,
    buttons: { isPrivate: false, isUnasked: false, canFollowUp: true, canOpenThread: true },
    offset: 0,
    mayHaveMore: false,
  });
}

function robin(
  command: string,
  options: string,
): Pick<Exchange, 'memberName' | 'command' | 'options'> {
  return { memberName: 'Robin', command, options };
}
