import { isCheckable } from '../../check/claim.ts';
import { takeApart } from '../../check/take-apart.ts';
import { wordsOf } from '../../check/words.ts';
import type { QuoteCheck } from '../../quotes/check-quote.ts';
import { DISCORD_TOKENS } from '../plain-question.ts';

/** What was checked of a message. */
export interface CheckedPassages {
  /** In the order of the message; at least one. */
  readonly checks: readonly QuoteCheck[];
  /** Quotations that were not checked, since there are too many. */
  readonly omitted: number;
}

/** So many results can be read in one message. */
const MAX_PASSAGES = 5;
/** A frame of fewer words, such as "as he said on Tuesday", says nothing of where it comes from. */
const MIN_FRAME_WORDS = 6;

const FORMATTING = /\\([^\p{L}\p{N}\s])|\*+|__|~~|\|\||(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
const CODE = /`([^`\n]*)`/g;

/** The text of a message as it is read: without formatting, mentions and emoji of Discord. */
export function shownText(message: string): string {
  return message
    .replace(DISCORD_TOKENS, ' ')
    .replace(CODE, '$1')
    .replace(FORMATTING, (_, escaped: string | undefined) => escaped ?? '')
    .trim();
}

/**
 * Checks every quotation of a text by itself: what stands in quotation marks, and block quotes. A
 * text that has none, or that is itself taken from an article with the quotations in it, is checked
 * as a whole.
 *
 * @param text is checkable.
 */
export async function checkPassages(
  text: string,
  check: (claim: string) => Promise<QuoteCheck>,
): Promise<CheckedPassages> {
  const { quotations, frame } = takeApart(text);
  const claims = quotations.filter(isCheckable);
  const whole = await check(text);
  if (claims.length === 0 || whole.verdict === 'exact') return { checks: [whole], omitted: 0 };
  if (whole.verdict === 'altered' && (await isFromArticle(frame, check))) {
    return { checks: [whole], omitted: 0 };
  }
  const checks: QuoteCheck[] = [];
  for (const claim of claims.slice(0, MAX_PASSAGES)) checks.push(await check(claim));
  return { checks, omitted: claims.length - checks.length };
}

/** Whether what stands between quotations is an article's too, and not the words of who quotes. */
async function isFromArticle(
  frame: readonly string[],
  check: (claim: string) => Promise<QuoteCheck>,
): Promise<boolean> {
  const telling = frame.filter((text) => wordsOf(text).length >= MIN_FRAME_WORDS);
  for (const text of telling.slice(0, MAX_PASSAGES)) {
    if ((await check(text)).verdict !== 'absent') return true;
  }
  return false;
}
