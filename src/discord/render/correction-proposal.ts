import type { OutdatedPassage, StoredCorrection } from '../../state/corrections.ts';
import { messageLink } from '../message-link.ts';
import type { MessageBody } from '../reply.ts';
import { renderConfirmation } from './confirmation.ts';
import { correctionLine } from './correction.ts';
import { renderMoment } from './moment.ts';
import { countOf } from './overview-line.ts';
import { renderPage } from './page.ts';
import { renderQuotation } from './quotation.ts';
import { labelOf, shortenMarkdown } from './shorten.ts';

/** An answer that would be marked. */
export interface ListedAnswer {
  readonly askedAtMs: number;
  readonly serverId: string;
  readonly channelId: string;
  readonly messageId: string;
  readonly passages: readonly OutdatedPassage[];
}

export interface CorrectionProposal {
  readonly correction: Omit<StoredCorrection, 'id' | 'proposedAtMs'>;
  /** Whether a file was uploaded that takes the place of the one that there is. */
  readonly replacesFile: boolean;
  readonly answers: readonly ListedAnswer[];
  readonly actionId: string;
  /** Answers before this page. */
  readonly offset: number;
}

/** A button that leafs through the answers of a proposal. */
export interface OutdatedButton {
  readonly actionId: string;
  readonly offset: number;
}

const CUSTOM_ID = /^outdated:([\w-]{1,64}):(0|[1-9]\d{0,8})$/;
const PAGE_SIZE = 10;
const MAX_SAMPLES = 2;
const MAX_SAMPLE_CHARS = 400;
const MAX_PATH_CHARS = 200;

/** Reads a button's id; null for another button. */
export function parseOutdatedButton(customId: string): OutdatedButton | null {
  const [, actionId, offset] = CUSTOM_ID.exec(customId) ?? [];
  return actionId === undefined ? null : { actionId, offset: Number(offset) };
}

/** What is about to happen to an article and to the answers that quoted it, and whether it is to. */
export function renderCorrectionProposal(proposal: CorrectionProposal): MessageBody {
  const { correction, answers, actionId, offset } = proposal;
  const { kind, serverId } = correction;
  // What was asked elsewhere is not for the moderators of this server to see.
  const own = answers.filter((answer) => answer.serverId === serverId);
  const page = renderPage({
    title: kind === 'withdrawn' ? 'Withdraw this article?' : 'Correct this article?',
    heading: headingOf(proposal, answers.length - own.length),
    lines: own.slice(offset, offset + PAGE_SIZE).map(lineOf),
    offset,
    total: own.length,
    pageSize: PAGE_SIZE,
    buttonId: (target) => `outdated:${actionId}:${target}`,
  });
  const verb = kind === 'withdrawn' ? 'Withdraw' : 'Correct';
  return {
    ...page,
    components: [...(page.components ?? []), ...renderConfirmation(actionId, verb)],
  };
}

function headingOf(
  { correction, replacesFile, answers }: CorrectionProposal,
  elsewhere: number,
): string {
  const { kind, path } = correction;
  const consequence =
    kind === 'withdrawn'
      ? 'It will no longer be quoted, and whoever asks about it is told so.'
      : `${replacesFile ? 'Your file takes the place of the one that there is. ' : ''}Quotes from it will come with this note.`;
  return [
    `${shortenMarkdown(labelOf(path) ?? '–', MAX_PATH_CHARS)} · ${correctionLine(correction)}`,
    consequence,
    concernedLine(kind, answers.length),
    ...(elsewhere === 0
      ? []
      : [`${elsewhere} of them ${elsewhere === 1 ? 'is' : 'are'} on other servers.`]),
    ...samplesOf(answers),
  ].join('\n');
}

function concernedLine(kind: StoredCorrection['kind'], count: number): string {
  const quoted = kind === 'withdrawn' ? 'quoted it' : 'quoted what has changed';
  if (count === 0) return `No public answer that is still kept ${quoted}.`;
  return (
    `**${countOf(count, 'public answer')}** ${quoted}. I mark ${count === 1 ? 'it' : 'each of them'} ` +
    'with what it said and what has become of that, or reply where it can no longer be changed. Nobody is pinged.'
  );
}

/** The first passages that change, as they were and as they are. */
function samplesOf(answers: readonly ListedAnswer[]): string[] {
  const changed = answers
    .flatMap(({ passages }) => passages)
    .filter(({ kind }) => kind === 'corrected');
  const distinct = new Map(
    changed.map((passage) => [`${passage.before}\0${passage.now}`, passage]),
  );
  return [...distinct.values()].slice(0, MAX_SAMPLES).map(({ before, now }) => {
    const [said, says] = [before, now].map(
      (text) => text && renderQuotation(text, { maxLength: MAX_SAMPLE_CHARS }),
    );
    return `\nIt said: ${said ?? ''}\nIt now says: ${says ?? 'nothing of the kind'}`;
  });
}

function lineOf({ askedAtMs, serverId, channelId, messageId, passages }: ListedAnswer): string {
  const link = messageLink(serverId, channelId, messageId);
  return `- [Answer](${link}) of ${renderMoment(askedAtMs)}, ${countPassages(passages)}`;
}

/** `2 quotes, 1 figure`. */
function countPassages(passages: readonly OutdatedPassage[]): string {
  const figures = passages.filter(({ row }) => row !== undefined).length;
  const quotes = passages.length - figures;
  return [
    ...(quotes === 0 ? [] : [countOf(quotes, 'quote')]),
    ...(figures === 0 ? [] : [countOf(figures, 'figure')]),
  ].join(', ');
}
