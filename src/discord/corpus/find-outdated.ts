import { articleId } from '../../corpus/article.ts';
import { fileOf } from '../../curation/suggest-files.ts';
import type { StoredQuote } from '../../state/answers.ts';
import type { CorrectionStore, OutdatedPassage, PublicAnswer } from '../../state/corrections.ts';
import { keptSinceMs } from '../../state/retention.ts';
import type { BotParts } from '../bot-parts.ts';

/** What happens, or has happened, to a file of the corpus. */
export interface FileChange {
  readonly kind: OutdatedPassage['kind'];
  readonly path: string;
  /** What a corrected file is to become; null for what it is by now. */
  readonly bytes: Uint8Array | null;
}

/** A public answer that quoted what is no longer there. */
export type OutdatedAnswer = PublicAnswer & { readonly passages: readonly OutdatedPassage[] };

/** A quote of an answer, and what it said. */
interface Quoted {
  readonly of: PublicAnswer;
  readonly quote: StoredQuote;
  readonly text: string;
}

/**
 * The public answers that quoted what a change takes away and are still kept, oldest first; without
 * those that say so already.
 *
 * @throws CorpusError saying why nothing of the file can be read. The message follows its name.
 */
export async function findOutdated(
  { kind, path, bytes }: FileChange,
  parts: Pick<BotParts, 'corrections' | 'library' | 'keepQuestionsDays' | 'now'>,
): Promise<OutdatedAnswer[]> {
  const { corrections, library } = parts;
  const since = keptSinceMs(parts.now(), parts.keepQuestionsDays);
  const answers = corrections.answersQuoting({ path, articleId: articleId(path) }, since);
  const quoted = await withTexts(
    answers.flatMap((of) =>
      of.answer.quotes.filter((quote) => isFrom(quote, path)).map((quote) => ({ of, quote })),
    ),
    parts,
  );
  const changes =
    kind === 'withdrawn'
      ? quoted.map(() => ({ now: null }))
      : await library.compareVersions(
          path,
          bytes,
          quoted.map(({ quote, text }) => ({ articleId: quote.articleId, text })),
        );
  const outdated = new Map<PublicAnswer, OutdatedPassage[]>();
  for (const [position, { of, quote, text }] of quoted.entries()) {
    const change = changes[position] ?? null;
    if (change === null) continue;
    const { start, end } = quote;
    const passage = { kind, path: quote.path ?? path, start, end, before: text, now: change.now };
    if (isTold(of.answer.id, passage, corrections)) continue;
    outdated.set(of, [...(outdated.get(of) ?? []), passage]);
  }
  return [...outdated].map(([answer, passages]) => ({ ...answer, passages }));
}

function isFrom(quote: StoredQuote, path: string): boolean {
  return quote.path === undefined
    ? quote.articleId === articleId(path)
    : fileOf(quote.path) === path;
}

/** Of answers from before the words were kept, those whose article is still the same have them too. */
async function withTexts(
  quoted: readonly Omit<Quoted, 'text'>[],
  { library }: Pick<BotParts, 'library'>,
): Promise<Quoted[]> {
  const wanting = quoted.filter(({ quote }) => quote.text === undefined);
  const excerpts = wanting.length === 0 ? [] : await library.excerpts(wanting.map((q) => q.quote));
  const found = new Map(wanting.map(({ quote }, position) => [quote, excerpts[position]?.text]));
  return quoted.flatMap((q) => {
    const text = q.quote.text ?? found.get(q.quote);
    return text === undefined ? [] : [{ ...q, text }];
  });
}

/** Whether the last that the readers of an answer were told of a passage is just this. */
function isTold(
  answerId: string,
  { kind, path, start, end, now }: OutdatedPassage,
  corrections: CorrectionStore,
): boolean {
  const told = corrections
    .toldOf(answerId)
    .findLast((other) => other.path === path && other.start === start && other.end === end);
  return told !== undefined && told.kind === kind && told.now === now;
}
