import type { Article } from '../corpus/article.ts';
import type { Passage, TokenLimit } from '../passages/passage.ts';

/**
 * What the model is given for a passage: title, heading and date of publication, then the passage.
 * The first three are context that helps to find it and never part of a quote; they are left out
 * where they would push the passage over the model's limit.
 */
export function passageInput(article: Article, passage: Passage, limit: TokenLimit): string {
  const text = article.text.slice(passage.start, passage.end);
  const context = passageContext(article, passage);
  if (context === '') return text;
  const input = `${context}\n${text}`;
  return limit.countTokens(input) <= limit.maxTokens ? input : text;
}

/** Title and heading of a passage, where it does not hold them itself. */
export function passageContext(article: Article, passage: Passage): string {
  const { heading } = passage;
  const parts = [article.title];
  if (heading !== null && heading.start < passage.start) {
    parts.push(article.text.slice(heading.start, heading.end));
  }
  return parts.filter((part) => part !== null).join('\n');
}
