import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { loadSqlite } from '../../src/sqlite.ts';
import type { StoredAnswer } from '../../src/state/answers.ts';
import type { Turn } from '../../src/state/conversations.ts';
import { openState, STATE_FILE, type StateDatabase } from '../../src/state/database.ts';
import { MIGRATIONS } from '../../src/state/migrations.ts';
import { openVoterHash } from '../../src/state/voter-hash.ts';

/** A name for a state that does not exist yet, in a folder that goes with the current test. */
export async function newStateFile(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'verbatim-state-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return path.join(folder, STATE_FILE);
}

/** An empty state that goes with the current test. */
export async function newState(): Promise<StateDatabase> {
  return openState(await newStateFile());
}

/** A state as the first version left it, with an answer, a vote (of member 9) and a setting. */
export async function newStateOfVersion1({
  extraTable = null,
}: { readonly extraTable?: string | null } = {}): Promise<{ file: string; id: string }> {
  const file = await newStateFile();
  const Database = await loadSqlite();
  const state = new Database(file);
  state.exec(MIGRATIONS[0] ?? '');
  if (extraTable !== null) state.exec(`CREATE TABLE ${extraTable} (something TEXT)`);
  state.exec('PRAGMA application_id = 0x56657262; PRAGMA user_version = 1');
  const id = 'AAAAAAAAAAAA';
  const answer = answerWith();
  state
    .prepare('INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(
      id,
      answer.askerId,
      answer.serverId,
      answer.channelId,
      answer.question,
      JSON.stringify(answer.filters),
      JSON.stringify(answer.quotes),
      0,
      answer.askedAtMs,
    );
  const { articleId, sha256, start, end } = answer.quotes[0]!;
  state
    .prepare('INSERT INTO votes VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(id, openVoterHash(state)(id, '9'), 1, articleId, sha256, start, end);
  state
    .prepare('INSERT INTO channel_modes (server_id, channel_id, mode) VALUES (?, ?, ?)')
    .run('222', '333', 'off');
  state.close();
  return { file, id };
}

/** A state as the second version left it, with an answer, a vote (of member 9), a gap and a log entry. */
export async function newStateOfVersion2(): Promise<{ file: string; id: string }> {
  const { file, id } = await newStateOfVersion1();
  const Database = await loadSqlite();
  const state = new Database(file);
  state.exec(MIGRATIONS[1] ?? '');
  state.exec('PRAGMA user_version = 2');
  state
    .prepare('INSERT INTO gaps (server_id, question, asked_at_ms) VALUES (?, ?, ?)')
    .run('222', 'Who closed the bridge?', 7);
  state
    .prepare('INSERT INTO audit_entries (at_ms, actor_name, action) VALUES (?, ?, ?)')
    .run(8, 'Ann', 'reindex');
  state.close();
  return { file, id };
}

export function answerWith(changes: Partial<StoredAnswer> = {}): Omit<StoredAnswer, 'id'> {
  return {
    askerId: '111',
    serverId: '222',
    channelId: '333',
    question: 'Who crossed the Štefánik bridge — “on Tuesday”? 🌉',
    filters: { from: '2022-11-15', outlet: 'Daily' },
    quotes: [quoteAt(10), quoteAt(500)],
    reports: [],
    isPrivate: false,
    askedAtMs: 1_700_000_000_000,
    ...changes,
  };
}

export function turnWith(changes: Partial<Turn>): Turn {
  return {
    answerId: 'AAAAAAAAAAAA',
    conversationId: null,
    channelId: '333',
    messageId: null,
    questionMessageId: null,
    atMs: 1_700_000_000_000,
    ...changes,
  };
}

function quoteAt(start: number): StoredAnswer['quotes'][number] {
  return {
    articleId: '0123456789ab',
    sha256: 'a'.repeat(64),
    start,
    end: start + 100,
    score: 0.875,
    highlights: [{ start: start + 5, end: start + 20 }],
  };
}
