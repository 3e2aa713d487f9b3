import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { StateError } from '../../src/errors.ts';
import { loadSqlite } from '../../src/sqlite.ts';
import { AnswerStore } from '../../src/state/answers.ts';
import { openState } from '../../src/state/database.ts';
import { FeedbackStore } from '../../src/state/feedback.ts';
import { GapStore } from '../../src/state/gaps.ts';
import { MIGRATIONS } from '../../src/state/migrations.ts';
import { ServerSettingsStore } from '../../src/state/server-settings.ts';
import { lostRounds, StateWriter } from '../support/state-writer.ts';
import { answerWith, newStateFile, newStateOfVersion1 } from '../support/state.ts';

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
    const writers = await Promise.all(Array.from({ length: 6 }, () => StateWriter.start(file, 20)));
    for (const writer of writers) writer.begin();
    const ids = (await Promise.all(writers.map((writer) => writer.end()))).flat();
    expect(ids).toHaveLength(120);
    expect(await lostRounds(file, ids)).toEqual([]);
  });

  it('holds every write that was acknowledged before the process was killed', async () => {
    const file = await newStateFile();
    const acknowledged: string[] = [];
    for (let run = 0; run < 8; run++) {
      const writer = await StateWriter.start(file);
      writer.begin();
      // Some of the first kills come while the file is being created.
      await sleep(Math.random() * (run < 4 ? 50 : 300));
      acknowledged.push(...(await writer.end('SIGKILL')));
      expect(await lostRounds(file, acknowledged)).toEqual([]);
    }
    expect(acknowledged.length).toBeGreaterThan(0);
  });

  it('keeps no trace of a removed question in its file', async () => {
    const file = await newStateFile();
    const state = await openState(file);
    const answers = new AnswerStore(state);
    const { id } = answers.save(answerWith({ question: 'a question to forget' }));
    answers.remove(id);
    state.close();
    const folder = path.dirname(file);
    for (const name of await readdir(folder)) {
      expect(await readFile(path.join(folder, name), 'latin1')).not.toContain('to forget');
    }
  });
});

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
    expect(new AnswerStore(database).find(id)).not.toBeNull();
    database.close();
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
