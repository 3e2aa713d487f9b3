import type { Command } from 'commander';
import { isCheckable, MAX_CLAIM_CHARS } from '../check/claim.ts';
import { QuoteChecker } from '../check/quote-checker.ts';
import { ConfigError } from '../errors.ts';
import { withNotes } from '../quotes/answer-as-corrected.ts';
import { checkQuote } from '../quotes/check-quote.ts';
import { openEngine } from './engine.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { renderCheck } from './render-check.ts';

/** `check QUOTE`: whether a text is quoted exactly, altered, or not at all. */
export function addCheckCommand(program: Command): void {
  withCommonOptions(program.command('check'))
    .description('check whether a text stands in the articles exactly, altered, or not at all')
    .argument('[quote...]')
    .action(async (words: string[], options: CommonOptions) => {
      const quote = words.join(' ').trim();
      if (!isCheckable(quote)) throw new ConfigError(whyNotCheckable(quote));
      const { index, corrected } = await openEngine(configFrom(options));
      const { claim: _, ...found } = checkQuote(index, new QuoteChecker(index), quote);
      const check = { ...found, matches: withNotes(found.matches, index, corrected) };
      console.log(options.json === true ? JSON.stringify(check) : renderCheck(check));
    });
}

function whyNotCheckable(quote: string): string {
  const example = 'as in: check "The bridge was closed on Monday"';
  if (quote === '') return `check needs a quote, ${example}`;
  return quote.length > MAX_CLAIM_CHARS
    ? `check takes a quote of up to ${MAX_CLAIM_CHARS} characters, found ${quote.length}; check it in parts`
    : `check needs a quote with words in it, found "${quote.slice(0, 40)}"; ${example}`;
}
