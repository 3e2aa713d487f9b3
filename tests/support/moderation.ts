import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ADDED_FOLDER, CorpusFolder } from '../../src/curation/corpus-folder.ts';
import { Reindexer } from '../../src/curation/reindexer.ts';
import { UploadShelf } from '../../src/curation/upload-shelf.ts';
import type { BotParts } from '../../src/discord/bot-parts.ts';
import { CorrectionWork } from '../../src/discord/corpus/correction-work.ts';
import { settleActions } from '../../src/discord/corpus/settle-actions.ts';
import { messageOf } from '../../src/errors.ts';
import { type AuditAction, AuditLog } from '../../src/state/audit-log.ts';
import { CorrectionStore } from '../../src/state/corrections.ts';
import { openState, STATE_FILE, type StateDatabase } from '../../src/state/database.ts';
import { PendingActions, stagedFileOf } from '../../src/state/pending-actions.ts';
import { RunStore } from '../../src/state/runs.ts';
import { ServerSettingsStore } from '../../src/state/server-settings.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_ROUNDS = 50;

/** Where an article is to be that is added and removed, by what the log says of it. */
const PLACES: Readonly<Record<string, string>> = {
  '': 'nowhere',
  added: 'whole',
  'added, removed': 'nowhere, kept',
};

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

/** The same as the parts of a bot that concern a moderator's decisions. Nothing is indexed. */
export function partsOf(moderation: Moderation, now: () => number): BotParts {
  const nowhere = { corpusDir: '', indexDir: '', embeddingModel: '' };
  const reindexer = new Reindexer({
    config: nowhere,
    reload: () => Promise.resolve(),
    now,
    onError: () => {},
  });
  // One that is closed begins no run.
  void reindexer.close();
  const parts = {
    ...moderation,
    settings: new ServerSettingsStore(moderation.state),
    correctionWork: new CorrectionWork(),
    homeServers: [ASKED.serverId],
    keepQuestionsDays: 30,
    runs: new RunStore(moderation.state),
    reindexer,
    logger: console,
    now,
  };
  return parts as unknown as BotParts;
}

/** The article that is withdrawn in a round. */
export function articleOf(round: number): string {
  return `news/${round}.md`;
}

/** The article that is added and removed in a round. */
export function additionOf(round: number): string {
  return `${ADDED_FOLDER}/added-${round}.md`;
}

/** What an uploaded file says. */
export function uploadOf(stagedFile: string): string {
  return `The ferry of ${stagedFile} sails at noon.\n`.repeat(2000);
}

/**
 * What of a moderator's work is lost or left behind after the process that did it was killed and the
 * next one has settled it. A decision that was not acknowledged is made or not, and what is made stands
 * in the log.
 *
 * @param acknowledged the lines that it has printed.
 */
export async function faultsOfModeration(
  home: string,
  acknowledged: readonly string[],
): Promise<string[]> {
  try {
    const nowMs = Date.now() + DAY_MS;
    const moderation = await openModeration(home, nowMs);
    await settleActions(partsOf(moderation, () => nowMs));
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
  const loggedAs = (wanted: AuditAction): ReadonlySet<string | null> =>
    new Set(entries.filter(({ action }) => action === wanted).map(({ subject }) => subject));
  const [logged, added, removed] = [loggedAs('withdraw'), loggedAs('add'), loggedAs('remove')];
  const unsaid = [...logged].filter((subject) => !said.has(subject ?? ''));
  const faults = unsaid.map((subject) => `in the log and not done: ${subject}`);
  const kept = new Set((await corpusFolder.listRemoved()).map((file) => file.path));
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const file = additionOf(round);
    const isThere = await corpusFolder.holds(file, Buffer.from(uploadOf(`added-${round}`))).then(
      (isWhole) => (isWhole ? 'whole' : 'half'),
      () => 'nowhere',
    );
    const where = `${isThere}${kept.has(file) ? ', kept' : ''}`;
    const inLog = `${added.has(file) ? 'added' : ''}${removed.has(file) ? ', removed' : ''}`;
    if (PLACES[inLog] !== where) faults.push(`${file}: ${inLog || 'not'} in the log, ${where}`);
  }
  for (const article of said.keys()) {
    if (!logged.has(article)) faults.push(`done and not in the log: ${article}`);
    if (!begun.has(article)) faults.push(`done and told to no answer: ${article}`);
  }
  const unsettled = pending.begun(Number.MAX_SAFE_INTEGER);
  faults.push(...unsettled.map(({ kind, payload }) => `unsettled: ${kind} ${payload.path}`));
  for (const line of acknowledged) {
    const [deed, subject = ''] = line.split(' ');
    const article = articleOf(Number(subject));
    if (deed === 'added' && !added.has(additionOf(Number(subject)))) faults.push(`lost: ${line}`);
    if (deed === 'removed' && !removed.has(additionOf(Number(subject)))) {
      faults.push(`lost: ${line}`);
    }
    if (deed === 'withdrawn') {
      const isDone = said.has(article) && begun.has(article) && logged.has(article);
      if (!isDone) faults.push(`lost: ${line}`);
      continue;
    }
    const action = pending.find(subject, ASKED, Date.now());
    const stagedFile = action === null ? null : stagedFileOf(action);
    if (deed === 'discarded' && action !== null) faults.push(`lost: ${line}`);
    if (deed !== 'asked') continue;
    const bytes = stagedFile === null ? null : await uploads.read(stagedFile);
    const isWhole = stagedFile !== null && bytes !== null && isSame(bytes, uploadOf(stagedFile));
    if (!isWhole) faults.push(`lost: ${line}`);
  }
  return faults;
}

function isSame(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes).toString() === text;
}
