import type { Quote } from '../../quotes/quote.ts';
import { LIMITS } from '../limits.ts';
import type { MessageBody } from '../reply.ts';
import { type AnswerButtons, renderAnswerButtons } from './buttons.ts';
import { fitEmbeds } from './fit.ts';
import { renderQuote } from './quote.ts';
import { shorten, shortenMarkdown } from './shorten.ts';

/** What is shown of an answer. */
export interface AnswerView {
  /** Under which the answer is kept for its buttons. */
  readonly answerId: string;
  /** Best first; at least one. */
  readonly quotes: readonly Quote[];
  /** A line above the quotes, in Markdown; null for none. */
  readonly header: string | null;
  /** What a follow-up was taken to be about, as it is written; null where it says that itself. */
  readonly about: string | null;
  readonly buttons: Omit<AnswerButtons, 'answerId' | 'quoteCount' | 'nextOffset'>;
  /** Quotes of the answer that were shown before these. */
  readonly offset: number;
  /** Whether others may follow. */
  readonly mayHaveMore: boolean;
}

const MAX_ABOUT_CHARS = 200;
/** Nobody reads on for longer. */
const MAX_OFFSET = 99;

/** Quotes, one embed each, over their buttons. Where not all fit, the last ones are left out. */
export function renderAnswer(view: AnswerView): MessageBody {
  const { answerId, quotes, header, about, buttons, offset, mayHaveMore } = view;
  const embeds = fitEmbeds(quotes.map(renderQuote));
  const nextOffset = offset + embeds.length;
  const hasNext = (mayHaveMore || embeds.length < quotes.length) && nextOffset <= MAX_OFFSET;
  const lines = [
    ...(header === null ? [] : [header]),
    ...(about === null ? [] : [`-# about: ${shortenMarkdown(about, MAX_ABOUT_CHARS)}`]),
  ];
  return {
    ...(lines.length > 0 && { content: shorten(lines.join('\n'), LIMITS.content) }),
    embeds,
    components: renderAnswerButtons({
      answerId,
      quoteCount: embeds.length,
      ...buttons,
      nextOffset: hasNext ? nextOffset : null,
    }),
  };
}
