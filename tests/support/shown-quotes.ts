import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { SeenMessage } from './discord-stand-in/seen-message.ts';
import { readMarkdown } from './read-markdown.ts';

/** A quote as a member reads it. */
export interface ShownQuote {
  /** What stands between the quotation marks. */
  readonly text: string;
  readonly bold: readonly string[];
  /** The file of the article below the corpus folder. */
  readonly path: string;
  /** In words; undefined beside a quote that is shown with its context. */
  readonly confidence: string | undefined;
}

const QUOTATION = /^“([^]*)”$/;
const PLACE = /^(?:Confidence: (.+?)|The quote) · (.+), characters (\d+)–(\d+)$/;

/**
 * The quotes of an answer, each compared with its file: between the quotation marks stands what
 * stands at the place that is named, character by character, and nothing else is formatted.
 */
export async function quotesIn(
  { embeds }: Pick<SeenMessage, 'embeds'>,
  corpusDir: string,
): Promise<ShownQuote[]> {
  const quotes: ShownQuote[] = [];
  for (const { description = '', footer } of embeds) {
    const [, confidence, file, start, end] = PLACE.exec(footer?.text ?? '') ?? [];
    if (file === undefined) continue;
    const [, inside] = QUOTATION.exec(description) ?? [];
    const { text, bold, markup } = readMarkdown(inside ?? 'no quotation');
    const article = await readFile(path.join(corpusDir, file), 'utf8');
    expect(text).toBe(article.slice(Number(start), Number(end)));
    expect(markup).toEqual([]);
    quotes.push({ text, bold, path: file, confidence });
  }
  return quotes;
}
