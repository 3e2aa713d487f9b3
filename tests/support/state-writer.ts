import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { messageOf } from '../../src/errors.ts';
import { AnswerStore } from '../../src/state/answers.ts';
import { AuditLog } from '../../src/state/audit-log.ts';
import { ConversationStore } from '../../src/state/conversations.ts';
import { CorrectionStore } from '../../src/state/corrections.ts';
import { openState, type StateDatabase } from '../../src/state/database.ts';
import { FeedbackStore } from '../../src/state/feedback.ts';
import { GapStore } from '../../src/state/gaps.ts';
import { MuteStore } from '../../src/state/mutes.ts';
import { PendingActions } from '../../src/state/pending-actions.ts';
import { ServerSettingsStore } from '../../src/state/server-settings.ts';
import { WRITE_STATE_SCRIPT, Writer } from './writer.ts';

/** What is written together, and found apart. Each gives one column, of what is torn. */
const TORN = {
  'a setting without its entry in the log':
    "SELECT server_id FROM server_settings WHERE name = 'memberQuestionsPerMinute' " +
    "EXCEPT SELECT server_id FROM audit_entries WHERE action = 'setting'",
  'an entry in the log without its setting':
    "SELECT server_id FROM audit_entries WHERE action = 'setting' " +
    "EXCEPT SELECT server_id FROM server_settings WHERE name = 'memberQuestionsPerMinute'",
  'a correction that its answer does not go with':
    'SELECT corrections.id FROM corrections LEFT JOIN corrected_answers ON correction_id = ' +
    "corrections.id WHERE (corrections.state = 'begun') IS NOT (corrected_answers.state = 'waiting')",
} as const;

/**
 * Another process that writes something of every kind to a state, once a round, and prints the id of
 * each answer whose round is done. It goes with the current test.
 */
export async function startStateWriter(file: string, rounds = 1_000_000): Promise<Writer> {
  const writer = await Writer.start(WRITE_STATE_SCRIPT, [file, String(rounds)]);
  onTestFinished(async () => void (await writer.end('SIGKILL')));
  return writer;
}

/** What is wrong with a state after a process that wrote to it was killed. */
export async function faultsOfState(file: string, ids: readonly string[]): Promise<string[]> {
  try {
    const lost = (await lostRounds(file, ids)).map((id) => `lost: the round of ${id}`);
    const state = await openState(file);
    const faults = [...lost, ...damageOf(state), ...tornChanges(state)];
    state.close();
    const { size: notInFile } = await stat(`${file}-wal`).catch(() => ({ size: 0 }));
    if (notInFile > 0) faults.push(`${notInFile} bytes are not in the one file`);
    const known = new Set([file, `${file}-wal`, `${file}-shm`].map((name) => path.basename(name)));
    const names = await readdir(path.dirname(file));
    const left = names.filter((name) => !known.has(name));
    return [...faults, ...left.map((name) => `left over: ${name}`)];
  } catch (error) {
    return [`cannot be used afterwards: ${messageOf(error)}`];
  }
}

/** Those of the acknowledged ids whose round is not in the state in full. */
export async function lostRounds(file: string, ids: readonly string[]): Promise<string[]> {
  const state = await openState(file);
  const answers = new AnswerStore(state);
  const feedback = new FeedbackStore(state);
  const settings = new ServerSettingsStore(state);
  const gaps = new GapStore(state);
  const conversations = new ConversationStore(state);
  const mutes = new MuteStore(state);
  const corrections = new CorrectionStore(state);
  const audit = new AuditLog(state);
  const added = audit.addedBy(ids);
  const waiting = new Set(new PendingActions(state).stagedFiles());
  const lost = ids.filter((id) => {
    const { channelModes, moderatorRoleIds, logChannelId, ...limits } = settings.get(id);
    return !(
      answers.find(id) !== null &&
      feedback.countFor(id).useful === 1 &&
      channelModes.get('333') === 'off' &&
      moderatorRoleIds.has('444') &&
      logChannelId === '555' &&
      gaps.list(id, { limit: 2 }).length === 1 &&
      conversations.ofMessage(`message of ${id}`) === id &&
      mutes.isMuted(id, '111') &&
      added.get(id) === 'Ann' &&
      limits.memberQuestionsPerMinute === 5 &&
      audit.page({ offset: 0, limit: 1, serverIds: [id] }).total === 2 &&
      waiting.has(`${id}-kept`) &&
      !waiting.has(`${id}-taken`) &&
      corrections.toldOf(id).length === 1
    );
  });
  state.close();
  return lost;
}

function damageOf(state: StateDatabase): string[] {
  const [{ integrity_check: finding } = { integrity_check: 'nothing' }] = state
    .prepare('PRAGMA integrity_check')
    .all() as { integrity_check: string }[];
  const dangling = state.prepare('PRAGMA foreign_key_check').all();
  return [
    ...(finding === 'ok' ? [] : [`damaged: ${finding}`]),
    ...dangling.map((row) => `refers to nothing: ${JSON.stringify(row)}`),
  ];
}

function tornChanges(state: StateDatabase): string[] {
  return Object.entries(TORN).flatMap(([what, sql]) =>
    state
      .prepare(sql)
      .all()
      .map((row) => `${what}: ${JSON.stringify(row)}`),
  );
}
