import { readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { StateError } from '../../src/errors.ts';
import { loadSqlite } from '../../src/sqlite.ts';
import { AnswerStore } from '../../src/state/answers.ts';
import { AuditLog } from '../../src/state/audit-log.ts';
import { ConversationStore } from '../../src/state/conversations.ts';
import { openState } from '../../src/state/database.ts';
import { DeletedMessages } from '../../src/state/deleted-messages.ts';
import { FeedbackStore } from '../../src/state/feedback.ts';
import { GapStore } from '../../src/state/gaps.ts';
import { MIGRATIONS } from '../../src/state/migrations.ts';
import { MuteStore } from '../../src/state/mutes.ts';
import { PersonalData } from '../../src/state/personal-data.ts';
import { ServerSettingsStore } from '../../src/state/server-settings.ts';
import { faultsOfState, lostRounds, startStateWriter } from '../support/state-writer.ts';
import {
  answerWith,
  newStateFile,
  newStateOfVersion1,
  newStateOfVersion2,
  turnWith,
} from '../support/state.ts';
import { tracesOf } from '../support/traces.ts';

describe('the state', () => {
  it('is created with its folder, which nobody else may look into', async () => {
    const file = path.join(path.dirname(await newStateFile()), 'new', 'data', 'verbatim.db');
    const state = await openState(file);
    const { mode } = await stat(path.dirname(file));
    expect(mode & 0o077).toBe(0);
    state.close();
  });

  it('is there again after closing, in the one file', async () => {
    const file = await newStateFile();
    const state = await openState(file);
    const saved = new AnswerStore(state).save(answerWith());
    state.close();

    const copy = await newStateFile();
    await writeFile(copy, await readFile(file));
    expect(new AnswerStore(await openState(copy)).find(saved.id)).toEqual(saved);
  });

  it('is written by several processes that open it at once while it does not exist', async () => {
    const file = await newStateFile();
    const writers = await Promise.all(Array.from({ length: 6 }, () => startStateWriter(file, 20)));
    for (const writer of writers) writer.begin();
    const ids = (await Promise.all(writers.map((writer) => writer.end()))).flat();
    expect(ids).toHaveLength(120);
    expect(await lostRounds(file, ids)).toEqual([]);
  });

  it('holds every write that was acknowledged before the process was killed', async () => {
    const file = await newStateFile();
    const acknowledged: string[] = [];
    for (let run = 0; run < 8; run++) {
      const writer = await startStateWriter(file);
      writer.begin();
      // The last kill comes in the midst of writing, however slow the machine is.
      if (run === 7) await vi.waitUntil(() => writer.acknowledged.length > 0, 30_000);
      // Some of the first kills come while the file is being created.
      await sleep(Math.random() * (run < 4 ? 50 : 300));
      acknowledged.push(...(await writer.end('SIGKILL')));
      expect(await faultsOfState(file, acknowledged)).toEqual([]);
    }
    expect(acknowledged.length).toBeGreaterThan(0);
  });

  it('keeps no trace of a removed question in its file', async () => {
    const file = await newStateFile();
    const state = await openState(file);
    const answers = new AnswerStore(state);
    const { id } = answers.save(answerWith({ question: 'a question to forget' }));
    answers.remove(id);
    expect(await tracesOf('to forget', file)).toEqual([]);
    state.close();
  });
});

describe('a state that keeps no questions', () => {
  it('holds them for as long as it is open, and none of it on disk', async () => {
    const file = await newStateFile();
    const state = await openState(file, { keepsQuestions: false });
    const answers = new AnswerStore(state);
    const conversations = new ConversationStore(state);
    const first = answers.save(answerWith({ question: 'a passing question' }));
    const second = answers.save(answerWith({ question: 'a passing question '.repeat(10_000) }));
    for (const [answerId, conversationId] of [
      [first.id, null],
      [second.id, first.id],
    ] as const) {
      conversations.record(turnWith({ answerId, conversationId, messageId: `of ${answerId}` }));
    }
    const gaps = new GapStore(state);
    gaps.record({ serverId: '222', question: 'a passing question', askedAtMs: 1 });
    const feedback = new FeedbackStore(state);
    feedback.vote({ answerId: first.id, voterId: '9', useful: true });
    expect(answers.find(first.id)).toEqual(first);
    expect(conversations.turns(second.id, { limit: 9, sinceMs: 0 })).toEqual([first, second]);
    expect(gaps.list('222', { limit: 9 })).toHaveLength(1);
    expect(feedback.byQuestion('222', { limit: 9 })).toHaveLength(1);
    expect(new PersonalData(state).of('111')).toMatchObject({ turns: 2, votes: 0 });

    expect(await tracesOf('passing question', file)).toEqual([]);
    expect(await temporaryFiles()).toEqual([]);
    state.close();
    expect(await tracesOf('passing question', file)).toEqual([]);
    const later = await openState(file, { keepsQuestions: false });
    expect(new AnswerStore(later).find(first.id)).toBeNull();
    expect(new FeedbackStore(later).countFor(first.id)).toEqual({ useful: 1, notUseful: 0 });
    later.close();
  });

  it('forgets those that were kept before, and keeps everything else', async () => {
    const file = await newStateFile();
    const before = await openState(file);
    const { id } = new AnswerStore(before).save(answerWith({ question: 'a kept question' }));
    new ConversationStore(before).record(turnWith({ answerId: id }));
    new GapStore(before).record({ serverId: '222', question: 'a kept question', askedAtMs: 1 });
    new FeedbackStore(before).vote({ answerId: id, voterId: '9', useful: true });
    new MuteStore(before).mute('222', '111');
    new ServerSettingsStore(before).setLogChannel('222', '555');
    before.close();
    expect(await tracesOf('a kept question', file)).not.toEqual([]);

    const state = await openState(file, { keepsQuestions: false });
    expect(await tracesOf('a kept question', file)).toEqual([]);
    expect(new FeedbackStore(state).countFor(id)).toEqual({ useful: 1, notUseful: 0 });
    expect(new MuteStore(state).isMuted('222', '111')).toBe(true);
    expect(new ServerSettingsStore(state).get('222').logChannelId).toBe('555');
    state.close();
    const after = await openState(file);
    expect(new PersonalData(after).of('111')).toMatchObject({ questions: [], turns: 0 });
    after.close();
  });

  it('forgets a deleted message and a member all the same', async () => {
    const state = await openState(await newStateFile(), { keepsQuestions: false });
    const answers = new AnswerStore(state);
    const [deleted, kept] = [answers.save(answerWith()), answers.save(answerWith())];
    const conversations = new ConversationStore(state);
    conversations.record(turnWith({ answerId: deleted.id, questionMessageId: '1' }));
    new DeletedMessages(state).forget(['1']);
    expect(answers.find(deleted.id)).toBeNull();
    expect(new PersonalData(state).forget('111')).toMatchObject({ questions: 1 });
    expect(answers.find(kept.id)).toBeNull();
    state.close();
  });
});

/** Files that SQLite has open for what it keeps for a while; they have no name in any folder. */
async function temporaryFiles(): Promise<string[]> {
  const open = await readdir('/proc/self/fd').catch(() => []);
  const files = await Promise.all(
    open.map((number) => readlink(`/proc/self/fd/${number}`).catch(() => '')),
  );
  return files.filter((file) => file.includes('etilqs'));
}

describe('a state of the first version', () => {
  it('is brought to the current one with all that it holds', async () => {
    const { file, id } = await newStateOfVersion1();
    const state = await openState(file);
    expect(state.prepare('PRAGMA user_version').get()).toMatchObject({
      user_version: MIGRATIONS.length,
    });
    expect(new AnswerStore(state).find(id)).toMatchObject(answerWith());
    const feedback = new FeedbackStore(state);
    feedback.vote({ answerId: id, voterId: '9', useful: false });
    expect(feedback.countFor(id)).toEqual({ useful: 0, notUseful: 1 });
    expect(new ServerSettingsStore(state).get('222')).toEqual({
      channelModes: new Map([['333', 'off']]),
      moderatorRoleIds: new Set(),
      logChannelId: null,
      memberQuestionsPerMinute: null,
      channelAnswersPerMinute: null,
      sampleCorpus: null,
    });
  });

  it('takes gaps, log and settings, and keeps them when it is opened again', async () => {
    const { file } = await newStateOfVersion1();
    for (let time = 0; time < 2; time++) {
      const state = await openState(file);
      new GapStore(state).record({ serverId: '222', question: 'Why?', askedAtMs: time });
      expect(new GapStore(state).list('222', { limit: 9 })).toHaveLength(time + 1);
      state.close();
    }
  });

  it('is as it was when it cannot be brought further', async () => {
    const { file, id } = await newStateOfVersion1({ extraTable: 'runs' });
    await expect(openState(file)).rejects.toThrow(StateError);
    const Database = await loadSqlite();
    const database = new Database(file);
    expect(database.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 1 });
    expect(database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'gaps'").all()).toEqual([]);
    expect(database.prepare('SELECT id FROM answers').all()).toMatchObject([{ id }]);
    database.close();
  });
});

describe('a state of the second version', () => {
  it('is brought to the current one with all that it holds', async () => {
    const { file, id } = await newStateOfVersion2();
    const state = await openState(file);
    expect(state.prepare('PRAGMA user_version').get()).toMatchObject({
      user_version: MIGRATIONS.length,
    });
    const answer = new AnswerStore(state).find(id);
    expect(answer).toMatchObject(answerWith());
    const { articleId, sha256, start, end } = answerWith().quotes[0]!;
    const passage = { articleId, sha256, start, end };
    const feedback = new FeedbackStore(state);
    expect(feedback.byPassage({ limit: 9 })).toEqual([{ ...passage, useful: 1, notUseful: 0 }]);
    expect(new PersonalData(state).of('9')).toMatchObject({ votes: 1 });
    const gaps = new GapStore(state);
    expect(gaps.list('222', { limit: 9 })).toMatchObject([{ question: 'Who closed the bridge?' }]);
    gaps.removeOlderThan(8);
    expect(gaps.list('222', { limit: 9 })).toEqual([]);
    expect(new AuditLog(state).page({ offset: 0, limit: 9 }).total).toBe(1);
    const conversations = new ConversationStore(state);
    conversations.record(turnWith({ answerId: id, messageId: '10' }));
    expect(conversations.latestIn('333')?.answer).toEqual(answer);
    state.close();
  });
});

describe('a file that is no state of this program', () => {
  it('is refused, and left as it is, when a newer program wrote it', async () => {
    const file = await newStateFile();
    const state = await openState(file);
    const { id } = new AnswerStore(state).save(answerWith());
    state.prepare('PRAGMA user_version = 99').run();
    state.close();
    const before = await readFile(file);
    await expect(openState(file)).rejects.toThrow(StateError);
    await expect(openState(file)).rejects.toThrow(
      `${file} must have a version up to ${MIGRATIONS.length}, found version 99 of a newer program; ` +
        'update Verbatim',
    );
    expect(await readFile(file)).toEqual(before);

    const Database = await loadSqlite();
    new Database(file).exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    expect(new AnswerStore(await openState(file)).find(id)).not.toBeNull();
  });

  it('is refused when it is the database of another program', async () => {
    const file = await newStateFile();
    const Database = await loadSqlite();
    const other = new Database(file);
    other.exec('CREATE TABLE answers (text TEXT)');
    other.close();
    const before = await readFile(file);
    await expect(openState(file)).rejects.toThrow(/must be a database of Verbatim, found one of/);
    expect(await readFile(file)).toEqual(before);
  });

  it.each([
    { what: 'is no database', damage: () => Buffer.from('garbage '.repeat(1000)) },
    { what: 'is short garbage', damage: () => Buffer.from('garbage') },
    { what: 'was cut', damage: (whole: Buffer) => whole.subarray(0, whole.length / 2) },
    { what: 'has a page of zeros', damage: (whole: Buffer) => whole.fill(0, 4096, 8192) },
  ])('is refused, and left as it is, when it $what', async ({ damage }) => {
    const file = await newStateFile();
    const state = await openState(file);
    new AnswerStore(state).save(answerWith());
    state.close();
    const damaged = damage(await readFile(file));
    await writeFile(file, damaged);
    await expect(openState(file)).rejects.toThrow(StateError);
    await expect(openState(file)).rejects.toThrow(
      /must be a whole SQLite database, found damage: .*; put a copy of it back/,
    );
    expect(await readFile(file)).toEqual(damaged);
  });

  it('is refused when its folder is a file', async () => {
    const file = await newStateFile();
    await writeFile(file, '');
    const below = path.join(file, 'verbatim.db');
    await expect(openState(below)).rejects.toThrow(StateError);
    await expect(openState(below)).rejects.toThrow(/cannot be opened: .*DATA_DIR/);
  });

  it('is refused when another program keeps it locked', async () => {
    const file = await newStateFile();
    const Database = await loadSqlite();
    const other = new Database(file);
    other.exec('BEGIN EXCLUSIVE');
    await expect(openState(file)).rejects.toThrow(/is kept locked by another process/);
    other.exec('ROLLBACK');
    other.close();
  });
});
