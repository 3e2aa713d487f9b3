import type { PageElement } from './page.ts';

const MAY_BE_HIDDEN = '[hidden], [aria-hidden="true"], [style]';
const HIDING_STYLE = /\b(?:display\s*:\s*none|visibility\s*:\s*hidden)\b/i;

/** Removes what no reader of a page sees, by the rules that Readability has for what it finds. */
export function removeHiddenParts(element: PageElement): void {
  for (const part of element.querySelectorAll(MAY_BE_HIDDEN)) {
    if (isHidden(part)) part.remove();
  }
}

function isHidden(element: PageElement): boolean {
  return (
    element.getAttribute('hidden') !== null ||
    element.getAttribute('aria-hidden') === 'true' ||
    HIDING_STYLE.test(element.getAttribute('style') ?? '')
  );
}
