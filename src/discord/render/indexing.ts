import type { Actor, IndexingOutcome, RunningIndexing } from '../../curation/reindexer.ts';
import type { IndexSummary } from '../../retrieval/index-corpus.ts';
import type { IndexProgress } from '../../retrieval/progress.ts';
import { LIMITS } from '../limits.ts';
import type { MessageBody } from '../reply.ts';
import { renderMoment } from './moment.ts';
import { countOf } from './overview-line.ts';
import { labelOf, shorten, shortenMarkdown } from './shorten.ts';

/** Files named of each kind; the rest is counted. */
const MAX_FILES = 12;
const MAX_PATH_CHARS = 100;
const MAX_REASON_CHARS = 150;
const BAR_CHARS = 20;

/** What the log says of a run that was broken off by the end of the program. */
export const BROKEN_OFF = 'broken off by a restart';
const AGAIN = '`/corpus reindex` begins again.';
const INTERRUPTED = `I was restarted while this was being indexed; the index is as it was before. ${AGAIN}`;

/** How far an indexing run is. */
export function renderProgress(
  running: RunningIndexing,
  progress: IndexProgress | null,
): MessageBody {
  const head = `Indexing the corpus${running.full ? ' anew' : ''}, started by ${nameOf(running.startedBy)}.`;
  if (progress === null) return { content: head };
  const { stage, filesDone, filesTotal, passages, passagesTotal, secondsLeft } = progress;
  const share =
    stage === 'reading'
      ? filesDone / Math.max(1, filesTotal)
      : passages / Math.max(1, passagesTotal ?? 1);
  const done =
    stage === 'reading'
      ? `${filesDone} of ${filesTotal} files read`
      : `${passages} of ${passagesTotal ?? passages} passages linked`;
  const left = secondsLeft === null ? '' : `, about ${inMinutes(secondsLeft)} left`;
  return {
    content: `${head}\n\`${barOf(share)}\` ${done}${left}\n-# I go on answering from the index as it was. \`/corpus cancel\` ends this.`,
  };
}

/** That a change waits to be indexed after the run that is under way. */
export function renderWaiting({ startedBy }: RunningIndexing, change: string): MessageBody {
  return {
    content: `${change}\nIt is indexed after the run that ${nameOf(startedBy)} has started.`,
  };
}

/** That a run was broken off by the end of the program. */
export function renderInterrupted(): MessageBody {
  return { content: INTERRUPTED };
}

/**
 * How an indexing run ended, and what it found.
 *
 * @param change what the run was to take in, as Markdown; null where it was asked for by itself.
 */
export function renderOutcome(
  outcome: IndexingOutcome,
  startedBy: Actor,
  change: string | null = null,
): MessageBody {
  const before = change === null ? '' : `${change}\n`;
  return { content: before + outcomeText(outcome, startedBy, LIMITS.content - before.length) };
}

function outcomeText(outcome: IndexingOutcome, startedBy: Actor, room: number): string {
  const by = `Started by ${nameOf(startedBy)}.`;
  switch (outcome.kind) {
    case 'cancelled':
      return outcome.by === null
        ? INTERRUPTED
        : `Indexing was cancelled by ${nameOf(outcome.by)}; the index is as it was before. ${by} ${AGAIN}`;
    case 'failed': {
      const reason = shortenMarkdown(outcome.reason, LIMITS.content / 2);
      return `Indexing failed; the index is as it was before. ${by} ${AGAIN}\n${reason}`;
    }
    case 'done':
      return summaryText(outcome.summary, outcome.ms, by, room);
  }
}

function summaryText(summary: IndexSummary, ms: number, by: string, room: number): string {
  const { rebuilt, added, changed, removed, refused } = summary;
  const figures = `${countOf(summary.articles, 'article')}, ${countOf(summary.passages, 'passage')}`;
  const head = rebuilt
    ? `Indexed ${figures}, in ${(ms / 1000).toFixed(1)} s. ${by}`
    : `The index was up to date: ${figures}. ${by}`;
  // Those that somebody has to mend come first, and are not cut off.
  const lines = [
    ...refused
      .slice(0, MAX_FILES)
      .map(({ path, reason }) => `! ${pathLabel(path)}: ${plain(reason, MAX_REASON_CHARS)}`),
    ...moreThan(MAX_FILES, '!', refused.length),
    ...listFiles('+', added),
    ...listFiles('~', changed),
    ...listFiles('-', removed),
  ];
  if (lines.length === 0) return head;
  const legend = `+ ${added.length} added, ~ ${changed.length} changed, - ${removed.length} removed, ! ${refused.length} refused`;
  const frame = (list: string): string => `${head}\n${legend}\n\`\`\`diff\n${list}\n\`\`\``;
  return frame(shorten(lines.join('\n'), room - frame('').length));
}

/** How an indexing run ended, in a few words for the log. */
export function outcomeInBrief(outcome: IndexingOutcome): string {
  switch (outcome.kind) {
    case 'cancelled':
      return outcome.by === null ? BROKEN_OFF : `cancelled by ${outcome.by.name}`;
    case 'failed':
      return `failed: ${outcome.reason}`;
    case 'done': {
      const { added, changed, removed, refused } = outcome.summary;
      return `+${added.length} ~${changed.length} -${removed.length} !${refused.length}`;
    }
  }
}

/** The name of whoever had something done, as Markdown. */
export function nameOf({ name }: Actor): string {
  return shortenMarkdown(labelOf(name) ?? 'somebody', 60);
}

function listFiles(mark: string, paths: readonly string[]): string[] {
  return [
    ...paths.slice(0, MAX_FILES).map((path) => `${mark} ${pathLabel(path)}`),
    ...moreThan(MAX_FILES, mark, paths.length),
  ];
}

function moreThan(limit: number, mark: string, count: number): string[] {
  return count > limit ? [`${mark} and ${count - limit} more`] : [];
}

function pathLabel(path: string): string {
  return plain(path, MAX_PATH_CHARS);
}

/** Text for a code block, which it must not end. */
function plain(text: string, limit: number): string {
  return shorten((labelOf(text) ?? '').replaceAll('`', 'ˋ'), limit);
}

function barOf(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * BAR_CHARS);
  return '█'.repeat(filled) + '░'.repeat(BAR_CHARS - filled);
}

function inMinutes(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** That there is a run already, who began it and when. */
export function alreadyIndexing({ startedBy, startedAtMs }: RunningIndexing): string {
  return (
    `The corpus is being indexed already: ${nameOf(startedBy)} started it ` +
    `${renderMoment(startedAtMs)}. \`/corpus cancel\` ends that run.`
  );
}
