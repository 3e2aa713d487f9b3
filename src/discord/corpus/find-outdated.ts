import { articleId } from '../../corpus/article.ts';
import { fileOfArticle } from '../../corpus/article.ts';
import type { StoredAnswer, StoredQuote } from '../../state/answers.ts';
import type {
  ConcernedAnswer,
  CorrectionStore,
  OutdatedPassage,
  PublicAnswer,
} from '../../state/corrections.ts';
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
export type OutdatedAnswer = PublicAnswer & ConcernedAnswer;

/** A quote of an answer, or what it has a figure from. */
interface Shown {
  readonly stored: Omit<StoredQuote, 'score'>;
  /** As of `OutdatedPassage`. */
  readonly row?: number | null;
}

/** The same in an answer, and what it said. */
interface Quoted extends Shown {
  readonly of: PublicAnswer;
  readonly text: string;
}

/**
 * The public answers that quoted what a change takes away, or have figures from it, and are still kept,
 * oldest first; without those that say so already.
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
      shownIn(of.answer)
        .filter(({ stored }) => isFrom(stored, path))
        .map((shown) => ({ ...shown, of })),
    ),
    parts,
  );
  const changes =
    kind === 'withdrawn'
      ? quoted.map(() => ({ now: null }))
      : await library.compareVersions(
          path,
          bytes,
          quoted.map(({ stored, text }) => ({ articleId: stored.articleId, text })),
        );
  const outdated = new Map<PublicAnswer, OutdatedPassage[]>();
  for (const [position, { of, stored, text, row }] of quoted.entries()) {
    const change = changes[position] ?? null;
    if (change === null) continue;
    const { start, end } = stored;
    const { now } = change;
    const passage = { kind, path: stored.path ?? path, start, end, before: text, now, row };
    if (isTold(of.answer.id, passage, corrections)) continue;
    outdated.set(of, [...(outdated.get(of) ?? []), passage]);
  }
  return [...outdated].map(([of, passages]) => ({ ...of, answerId: of.answer.id, passages }));
}

function shownIn({ quotes, reports }: StoredAnswer): Shown[] {
  return [
    ...quotes.map((stored) => ({ stored })),
    // Those of the table come first, in its order.
    ...reports.map((stored, position) => ({ stored, row: stored.isLater ? null : position + 1 })),
  ];
}

function isFrom({ articleId: id, path: quoted }: Shown['stored'], path: string): boolean {
  return quoted === undefined ? id === articleId(path) : fileOfArticle(quoted) === path;
}

/** Of answers from before the words were kept, those whose article is still the same have them too. */
async function withTexts(
  shown: readonly Omit<Quoted, 'text'>[],
  { library }: Pick<BotParts, 'library'>,
): Promise<Quoted[]> {
  const wanting = shown.map(({ stored }) => stored).filter(({ text }) => text === undefined);
  const excerpts = wanting.length === 0 ? [] : await library.excerpts(wanting);
  const found = new Map(wanting.map((stored, position) => [stored, excerpts[position]?.text]));
  return shown.flatMap((one) => {
    const text = one.stored.text ?? found.get(one.stored);
    if (text === undefined) return [];
    return [one.row === undefined ? { ...one, text } : inItsSentence({ ...one, text })];
  });
}

/** Of what a figure stands in, an answer shows no more than the sentence that gives it. */
function inItsSentence(quoted: Quoted): Quoted {
  const { stored, text } = quoted;
  const start = stored.highlights[0]?.start ?? stored.start;
  const end = stored.highlights.at(-1)?.end ?? stored.end;
  return {
    ...quoted,
    stored: { ...stored, start, end },
    text: text.slice(start - stored.start, end - stored.start),
  };
}

/** Whether the last that the readers of an answer were told of a passage is just this. */
function isTold(
  answerId: string,
  { kind, path, start, end, now, row }: OutdatedPassage,
  corrections: CorrectionStore,
): boolean {
  const told = corrections
    .toldOf(answerId)
    .findLast(
      (other) =>
        other.path === path && other.start === start && other.end === end && other.row === row,
    );
  return told !== undefined && told.kind === kind && told.now === now;
}
