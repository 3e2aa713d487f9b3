import type { Correction } from '../../corpus/corrections.ts';
import type { AnswerState, CorrectionStore } from '../../state/corrections.ts';
import type { BotParts } from '../bot-parts.ts';
import { alreadyIndexing } from '../render/indexing.ts';
import { renderMoment } from '../render/moment.ts';
import { countOf, overviewLine } from '../render/overview-line.ts';
import { labelOf, shortenMarkdown } from '../render/shorten.ts';
import type { Handling, MessageBody } from '../reply.ts';
import type { CommandRequest } from '../request.ts';
import { runUnderWay } from './shared-runs.ts';

const MAX_PATH_CHARS = 100;

/** `/corpus status`: what is indexed, and whether the articles have changed since. */
export function showStatus(_request: CommandRequest, parts: BotParts): Handling {
  return {
    acknowledge: 'privately',
    reply: async () => ({ body: await statusPage(parts), isPrivate: true }),
  };
}

async function statusPage(parts: BotParts): Promise<MessageBody> {
  const { library, corpusFolder, corrections } = parts;
  const [overview, changes, removed, marks] = await Promise.all([
    library.overview(),
    library.pendingChanges(),
    corpusFolder.listRemoved(),
    corpusFolder.corrections(),
  ]);
  const { added, changed, removed: missing, refused } = changes;
  const isCurrent = added.length + changed.length + missing.length === 0;
  const running = runUnderWay(parts);
  const lines = [
    overviewLine(overview),
    `${countOf(overview.passages, 'passage')}, indexed ${renderMoment(Date.parse(overview.builtAt))}.`,
    isCurrent
      ? 'The index is up to date with the files.'
      : `Reindex pending: ${countOf(added.length, 'file')} added, ${changed.length} changed, ${missing.length} removed since. \`/corpus reindex\` takes them in.`,
    ...(refused === 0
      ? []
      : [
          `${refused} ${refused === 1 ? 'was' : 'were'} refused; \`/corpus reindex\` names them, with the reasons.`,
        ]),
    ...(removed.length === 0
      ? []
      : [
          `${countOf(removed.length, 'file')} removed within the last 30 days can be brought back with \`/corpus restore\`.`,
        ]),
    ...(running === null ? [] : [alreadyIndexing(running)]),
    ...correctionLines(corrections, [...marks.values()]),
  ];
  return { embeds: [{ title: 'The corpus', description: lines.join('\n') }] };
}

/** What is withdrawn or corrected, and how far the answers that quoted it are. */
function correctionLines(
  corrections: CorrectionStore,
  marks: readonly Pick<Correction, 'kind'>[],
): string[] {
  const withdrawn = marks.filter(({ kind }) => kind === 'withdrawn').length;
  const corrected = marks.length - withdrawn;
  const underWay = corrections.begun().map(({ id, path }) => {
    const answers = corrections.answersOf(id);
    const countIn = (...states: readonly AnswerState[]): number =>
      answers.filter(({ state }) => states.includes(state)).length;
    const lost = countIn('gone', 'out_of_reach');
    const label = shortenMarkdown(labelOf(path) ?? '–', MAX_PATH_CHARS);
    return (
      `Answers that quoted ${label}: ${countIn('edited', 'replied')} of ${answers.length} marked` +
      `${lost === 0 ? '' : `, ${lost} gone or out of reach`}.`
    );
  });
  return [
    ...(marks.length === 0
      ? []
      : [`${countOf(withdrawn, 'article')} withdrawn, ${corrected} corrected.`]),
    ...underWay,
  ];
}
