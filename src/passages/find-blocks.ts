import type { TextRange } from '../corpus/article.ts';
import { MARKDOWN_HEADING, TIMED_ENTRY } from '../corpus/heading-forms.ts';
import { rangesBetween } from '../corpus/text-ranges.ts';
import { pushTrimmed } from './split-sentences.ts';

/** A paragraph, a heading or a list item. */
export interface Block extends TextRange {
  readonly isHeading: boolean;
  /** Whether a part of the text that is not to be quoted stands between this block and the last. */
  readonly followsGap: boolean;
}

/** A heading is at most this long. */
const MAX_HEADING_CHARS = 150;
const ENDS_LIKE_SENTENCE = /[.!?…:;,]["'”’»)\]]*$/;

/**
 * The blocks of a text in order: what stands between blank lines, outside of the excluded ranges.
 * Markdown headings are blocks of their own even without a blank line below them.
 *
 * @param excluded in order and not overlapping.
 */
export function findBlocks(text: string, excluded: readonly TextRange[]): Block[] {
  const blocks: Block[] = [];
  for (const part of rangesBetween(excluded, text.length)) {
    rangesBetweenBlankLines(text, part).forEach((range, index) => {
      blocks.push({ ...range, isHeading: false, followsGap: index === 0 && blocks.length > 0 });
    });
  }
  return blocks.map((block, index) => ({
    ...block,
    isHeading: isHeading(text, block, blocks[index + 1]),
  }));
}

function rangesBetweenBlankLines(text: string, { start, end }: TextRange): TextRange[] {
  const ranges: TextRange[] = [];
  let blockStart = start;
  let position = start;
  for (const line of text.slice(start, end).matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    const [whole, content = ''] = line;
    const isMarkdownHeading = MARKDOWN_HEADING.test(content);
    if (content.trim() === '' || isMarkdownHeading) {
      pushTrimmed(ranges, text, { start: blockStart, end: position });
      blockStart = position;
    }
    position += whole.length;
    if (isMarkdownHeading) {
      pushTrimmed(ranges, text, { start: blockStart, end: position });
      blockStart = position;
    }
  }
  pushTrimmed(ranges, text, { start: blockStart, end });
  return ranges;
}

/** A heading is a short line that does not end like a sentence and has a paragraph below it. */
function isHeading(text: string, block: Block, next: Block | undefined): boolean {
  const content = text.slice(block.start, block.end);
  if (content.length > MAX_HEADING_CHARS || /[\r\n]/.test(content)) return false;
  if (next === undefined || next.followsGap) return false;
  if (MARKDOWN_HEADING.test(content) || TIMED_ENTRY.test(content)) return true;
  const nextLength = next.end - next.start;
  return nextLength > content.length && !ENDS_LIKE_SENTENCE.test(content);
}
