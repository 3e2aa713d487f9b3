import { LIMITS } from '../limits.ts';
import type { MessageBody } from '../reply.ts';
import { renderButton, rowsOf } from './buttons.ts';

/** One page of a list. */
export interface PageView {
  readonly title: string;
  /** Markdown above the list. */
  readonly heading: string;
  /** Markdown, one line each; those that do not fit are left for the next page. */
  readonly lines: readonly string[];
  /** Lines before this page. */
  readonly offset: number;
  /** Lines in all, over every page. */
  readonly total: number;
  readonly pageSize: number;
  /** The id of the button that leads to another offset. */
  readonly buttonId: (offset: number) => string;
}

/** A page of a list that is ordered from new to old, with buttons to leaf through it. */
export function renderPage(view: PageView): MessageBody {
  const { title, heading, offset, total } = view;
  const lines = fit(view.lines, LIMITS.embedDescription - heading.length - 2);
  const shownTo = offset + lines.length;
  return {
    embeds: [
      {
        title,
        description: lines.length === 0 ? heading : `${heading}\n\n${lines.join('\n')}`,
        ...(lines.length > 0 && { footer: { text: `${offset + 1}–${shownTo} of ${total}` } }),
      },
    ],
    components: renderPageButtons({ ...view, shownTo }),
  };
}

/** Buttons to the pages before and after; none when all is on one page. */
export function renderPageButtons({
  offset,
  shownTo,
  total,
  pageSize,
  buttonId,
}: Pick<PageView, 'offset' | 'total' | 'pageSize' | 'buttonId'> & {
  readonly shownTo: number;
}): ReturnType<typeof rowsOf> {
  const isFirst = offset === 0;
  const isLast = shownTo >= total;
  if (isFirst && isLast) return [];
  // Discord refuses two buttons with the same id, even where nothing is left to list.
  const older = Math.max(offset + 1, shownTo);
  return rowsOf([
    renderButton('Newer', buttonId(Math.max(0, offset - pageSize)), { isDisabled: isFirst }),
    renderButton('Older', buttonId(older), { isDisabled: isLast }),
  ]);
}

function fit(lines: readonly string[], room: number): string[] {
  const fitting: string[] = [];
  let left = room;
  for (const line of lines) {
    left -= line.length + 1;
    if (left < 0) break;
    fitting.push(line);
  }
  return fitting;
}
