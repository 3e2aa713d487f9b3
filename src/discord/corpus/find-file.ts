import type { CorpusFileLabel } from '../../curation/suggest-files.ts';
import type { BotParts } from '../bot-parts.ts';

/** The file that a moderator means, or what to tell them. */
export type FoundFile =
  { readonly file: CorpusFileLabel } | { readonly file: null; readonly refusal: string };

/** Finds the one file that was named in full or of which a part of name or title was typed. */
export async function findFile(
  typed: string,
  { library }: Pick<BotParts, 'library'>,
): Promise<FoundFile> {
  const files = await library.suggestFiles(typed, 2);
  const file = files.find(({ path }) => path === typed) ?? (files.length === 1 ? files[0] : null);
  if (file) return { file };
  const what = files.length === 0 ? 'There is no such article' : 'Several articles fit';
  return { file: null, refusal: `${what}. Choose one from the list that appears while you type.` };
}
