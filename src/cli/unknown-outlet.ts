import { summarizeIndex } from '../quotes/summarize-index.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { printable } from './terminal.ts';

/** More names than that make nobody wiser. */
const MAX_OUTLETS = 5;

/** That there is nothing from an outlet, and what there is; null where there is something. */
export function findUnknownOutlet(index: SearchIndex, name: string): string | null {
  const wanted = name.trim().toLowerCase();
  const { outlets } = summarizeIndex(index);
  if (outlets.some((outlet) => outlet.name.toLowerCase().includes(wanted))) return null;
  const problem = `No article is from "${name}"`;
  if (outlets.length === 0) return `${problem}, nor does any say which outlet it is from.`;
  const shown = outlets.slice(0, MAX_OUTLETS).map((outlet) => outlet.name);
  const more = outlets.length - shown.length;
  if (more > 0) shown.push(`${more} more`);
  const list = new Intl.ListFormat('en', { type: 'conjunction' }).format(shown);
  return printable(`${problem}; there are articles from ${list}.`);
}
