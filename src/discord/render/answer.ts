import type { Quote } from '../../quotes/quote.ts';
import { LIMITS } from '../limits.ts';
import type { MessageBody } from '../reply.ts';
import { renderAnswerButtons } from './buttons.ts';
import { fitEmbeds } from './fit.ts';
import { renderQuote } from './quote.ts';
import { shorten } from './shorten.ts';

/** What is shown of an answer. */
export interface AnswerView {
  /** Under which the answer is kept for its buttons. */
  readonly answerId: string;
  /** Best first; at least one. */
  readonly quotes: readonly Quote[];
  /** A line above the quotes, in Markdown; null for none. */
  readonly header: string | null;
  readonly isPrivate: boolean;
  /** Quotes of the answer that were shown before these. */
  readonly offset: number;
  /** Whether others may follow. */
  readonly mayHaveMore: boolean;
}

/** Nobody reads on for longer. */
const MAX_OFFSET = 99;

/** Quotes, one embed each, over their buttons. Where not all fit, the last ones are left out. */
export function renderAnswer(view: AnswerView): MessageBody {
  const { answerId, quotes, header, isPrivate, offset, mayHaveMore } = view;
  const embeds = fitEmbeds(quotes.map(renderQuote));
  const nextOffset = offset + embeds.length;
  const hasNext = (mayHaveMore || embeds.length < quotes.length) && nextOffset <= MAX_OFFSET;
  return {
    ...(header !== null && { content: shorten(header, LIMITS.content) }),
    embeds,
    components: renderAnswerButtons({
      answerId,
      quoteCount: embeds.length,
      isPrivate,
      nextOffset: hasNext ? nextOffset : null,
    }),
  };
}
