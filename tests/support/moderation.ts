import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { CorpusFolder } from '../../src/curation/corpus-folder.ts';
import { UploadShelf } from '../../src/curation/upload-shelf.ts';
import { messageOf } from '../../src/errors.ts';
import { AuditLog } from '../../src/state/audit-log.ts';
import { CorrectionStore } from '../../src/state/corrections.ts';
import { openState, STATE_FILE, type StateDatabase } from '../../src/state/database.ts';
import { PendingActions, stagedFileOf } from '../../src/state/pending-actions.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Who is asked about every proposal. */
export const ASKED = { serverId: '222', actorId: '111' } as const;

/** What a moderator works with, over one folder. */
export interface Moderation {
  readonly state: StateDatabase;
  readonly pending: PendingActions;
  readonly corrections: CorrectionStore;
  readonly audit: AuditLog;
  readonly corpusFolder: CorpusFolder;
  readonly uploads: UploadShelf;
}

/** Opens it as a bot does at its start. The folder has to hold a `corpus`. */
export async function openModeration(
  home: string,
  nowMs: number = Date.now(),
): Promise<Moderation> {
  const state = await openState(path.join(home, STATE_FILE));
  const folders = {
    corpusDir: path.join(home, 'corpus'),
    removedDir: path.join(home, 'removed'),
  };
  const pending = new PendingActions(state);
  const uploads = await UploadShelf.open(path.join(home, 'incoming'), nowMs);
  await uploads.discardAllExcept(() => pending.stagedFiles());
  return {
    state,
    pending,
    uploads,
    corrections: new CorrectionStore(state),
    audit: new AuditLog(state),
    corpusFolder: await CorpusFolder.open(folders, nowMs),
  };
}

/** The article that is withdrawn in a round. */
export function articleOf(round: number): string {
  return `news/${round}.md`;
}

/** What an uploaded file says. */
export function uploadOf(stagedFile: string): string {
  return `The ferry of ${stagedFile} sails at noon.\n`.repeat(2000);
}

/**
 * What of a moderator's work is lost or left behind after the process that did it was killed. A decision
 * that was not acknowledged may be made without standing in the log, never the other way round.
 *
 * @param acknowledged the lines that it has printed.
 */
export async function faultsOfModeration(
  home: string,
  acknowledged: readonly string[],
): Promise<string[]> {
  try {
    const moderation = await openModeration(home, Date.now() + DAY_MS);
    const faults = await lostDeeds(moderation, acknowledged);
    const waiting = new Set(moderation.pending.stagedFiles());
    const shelf = await readdir(path.join(home, 'incoming'));
    moderation.state.close();
    return [
      ...faults,
      ...shelf.filter((name) => !waiting.has(name)).map((name) => `left over: ${name}`),
    ];
  } catch (error) {
    return [`cannot be used afterwards: ${messageOf(error)}`];
  }
}

async function lostDeeds(
  { pending, corrections, audit, corpusFolder, uploads }: Moderation,
  acknowledged: readonly string[],
): Promise<string[]> {
  const said = await corpusFolder.corrections();
  const begun = new Set(corrections.begun().map((correction) => correction.path));
  const { entries } = audit.page({ offset: 0, limit: 1000 });
  const logged = new Set(entries.map(({ subject }) => subject));
  const unsaid = [...logged].filter((subject) => !said.has(subject ?? ''));
  const faults = unsaid.map((subject) => `in the log and not done: ${subject}`);
  for (const line of acknowledged) {
    const [deed, subject = ''] = line.split(' ');
    const article = articleOf(Number(subject));
    if (deed === 'withdrawn') {
      const isDone = said.has(article) && begun.has(article) && logged.has(article);
      if (!isDone) faults.push(`lost: ${line}`);
      continue;
    }
    const action = pending.find(subject, ASKED, Date.now());
    const stagedFile = action === null ? null : stagedFileOf(action);
    if (deed === 'discarded' && action !== null) faults.push(`lost: ${line}`);
    if (deed !== 'asked') continue;
    const bytes = stagedFile === null ? null : await uploads.take(stagedFile);
    const isWhole = stagedFile !== null && bytes !== null && isSame(bytes, uploadOf(stagedFile));
    if (!isWhole) faults.push(`lost: ${line}`);
  }
  return faults;
}

function isSame(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes).toString() === text;
}
