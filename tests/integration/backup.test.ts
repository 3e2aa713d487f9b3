import { execFile } from 'node:child_process';
import { copyFile, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { PROGRAM } from '../../src/config.ts';
import { StateError } from '../../src/errors.ts';
import { AnswerStore } from '../../src/state/answers.ts';
import { AuditLog } from '../../src/state/audit-log.ts';
import { backUpState } from '../../src/state/backup.ts';
import { openState } from '../../src/state/database.ts';
import { runVerbatim } from '../support/run-verbatim.ts';
import { answerWith, newStateFile, newStateOfVersion1 } from '../support/state.ts';
import { lostRounds, startStateWriter } from '../support/state-writer.ts';

describe('a backup', () => {
  it('taken while another process writes holds every write acknowledged before', async () => {
    const file = await newStateFile();
    const writer = await startStateWriter(file);
    writer.begin();
    for (let time = 1; time <= 3; time++) {
      await vi.waitFor(() => expect(writer.acknowledged.length).toBeGreaterThan(10 * time), 30_000);
      const before = writer.acknowledged;
      const target = path.join(path.dirname(file), `backup-${time}.db`);
      await backUpState(file, target, { force: false });
      expect(await lostRounds(target, before)).toEqual([]);
    }
    const acknowledged = await writer.end('SIGKILL');
    expect(await lostRounds(file, acknowledged)).toEqual([]);
  });

  it('takes the place of the state once the bot is stopped', async () => {
    const file = await newStateFile();
    const target = path.join(path.dirname(file), 'backup.db');
    const env = { DATA_DIR: path.dirname(file) };
    const before = await write(file);
    expect((await runVerbatim(['backup', target], { env })).code).toBe(0);
    const after = await write(file);

    await copyFile(target, file);
    await rm(`${file}-wal`, { force: true });
    await rm(`${file}-shm`, { force: true });

    expect(await lostRounds(file, before)).toEqual([]);
    expect(await lostRounds(file, after)).toEqual(after);
    const later = await write(file);
    expect(await lostRounds(file, [...before, ...later])).toEqual([]);
  });

  it('is one file, for nobody else to read, and says what is in it', async () => {
    const { file, target } = await newStateWithTarget();
    const backup = await backUpState(file, target, { force: false });
    const { mode, size } = await stat(target);
    expect(mode & 0o077).toBe(0);
    expect(backup).toMatchObject({ file: target, bytes: size });
    expect(backup.counts).toMatchObject({ answers: 1, votes: 0, audit_entries: 0 });
    expect(await filesBeside(file)).toEqual(['backup.db']);
  });

  it('of an older version is that version, and so is the state afterwards', async () => {
    const { file, id } = await newStateOfVersion1();
    const before = await readFile(file);
    const target = path.join(path.dirname(file), 'backup.db');
    const { counts } = await backUpState(file, target, { force: false });
    expect(counts).toEqual({ answers: 1, votes: 1, channel_modes: 1 });
    expect(await readFile(file)).toEqual(before);
    expect(new AnswerStore(await openState(target)).find(id)).not.toBeNull();
  });

  it('replaces a file of its name only when told to', async () => {
    const { file, target, id } = await newStateWithTarget();
    await writeFile(target, 'something else');
    await expect(backUpState(file, target, { force: false })).rejects.toThrow(
      `${target} exists already; name another file, or replace it: --force`,
    );
    expect(await readFile(target, 'utf8')).toBe('something else');
    await backUpState(file, target, { force: true });
    expect(new AnswerStore(await openState(target)).find(id)).not.toBeNull();
  });

  it.each(['verbatim.db', 'verbatim.db-wal', 'link.db'])(
    'never takes the place of the state that it copies: %s',
    async (name) => {
      const { file, id } = await newStateWithTarget();
      const target = path.join(path.dirname(file), name);
      await symlink(file, path.join(path.dirname(file), 'link.db'));
      await expect(backUpState(file, target, { force: true })).rejects.toThrow(
        `${target} is the state itself; name another file for the backup`,
      );
      expect(new AnswerStore(await openState(file)).find(id)).not.toBeNull();
    },
  );

  it.each([
    { where: 'in a folder that is missing', below: ['missing', 'backup.db'] },
    { where: 'below a file', below: ['verbatim.db', 'backup.db'] },
    { where: 'in the place of a folder', below: ['.'] },
  ])('that cannot be written leaves nothing behind: $where', async ({ below }) => {
    const { file } = await newStateWithTarget();
    const target = path.resolve(path.dirname(file), ...below);
    const attempt = backUpState(file, target, { force: true });
    await expect(attempt).rejects.toThrow(StateError);
    await expect(attempt).rejects.toThrow(`the backup ${target} cannot be written: `);
    expect(await filesBeside(file)).toEqual([]);
  });

  it('of nothing, or of a damaged state, is refused', async () => {
    const { file, target } = await newStateWithTarget();
    await writeFile(file, (await readFile(file)).fill(0, 4096, 8192));
    await expect(backUpState(file, target, { force: false })).rejects.toThrow(/found damage/);
    await rm(file);
    await expect(backUpState(file, target, { force: false })).rejects.toThrow(
      `${file} must be the state of the bot, found no such file; set DATA_DIR to its folder`,
    );
    expect(await filesBeside(file)).toEqual([]);
  });
});

describe('verbatim backup', () => {
  it('says in a line what it copied, or in JSON', async () => {
    const { file, target } = await newStateWithTarget();
    const env = { DATA_DIR: path.dirname(file) };
    const { code, stdout } = await runVerbatim(['backup', target], { env });
    expect(stdout).toMatch(/backup\.db: \d+ bytes, checked; 1 answers, 0 votes, .*\n$/);
    expect(code).toBe(0);
    const again = await runVerbatim(['backup', '--force', '--json', target], { env });
    expect(JSON.parse(again.stdout)).toMatchObject({ file: target, counts: { answers: 1 } });
  });

  it('says in one line why there is no backup', async () => {
    const file = await newStateFile();
    const env = { DATA_DIR: path.dirname(file) };
    const { code, stdout, stderr } = await runVerbatim(['backup', 'backup.db'], { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^verbatim: .*verbatim\.db must be the state of the bot.*\n$/);
  });

  it('leaves nothing behind when the disk takes no more', async () => {
    const { file, target } = await newStateWithTarget();
    const state = await openState(file);
    fill(new AuditLog(state));
    state.close();
    const env = { DATA_DIR: path.dirname(file) };
    // So that the program is compiled and nothing but the backup is left to be written.
    expect((await runVerbatim(['backup', target], { env })).code).toBe(0);
    await rm(target);
    const attempt = promisify(execFile)(
      'sh',
      ['-c', 'ulimit -f 100 && exec "$@"', 'sh', process.execPath, PROGRAM, 'backup', target],
      { env: { PATH: process.env['PATH'], ...env } },
    );
    await expect(attempt).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^verbatim: the backup .* cannot be written: .*\n$/) as string,
    });
    expect(await filesBeside(file)).toEqual([]);
  });
});

/** A state with an answer, and a name for a backup beside it. */
async function newStateWithTarget(): Promise<{ file: string; target: string; id: string }> {
  const file = await newStateFile();
  const state = await openState(file);
  const { id } = new AnswerStore(state).save(answerWith());
  state.close();
  return { file, target: path.join(path.dirname(file), 'backup.db'), id };
}

/** Has another process write a few rounds and be killed; returns those that were acknowledged. */
async function write(file: string): Promise<string[]> {
  const writer = await startStateWriter(file);
  writer.begin();
  await vi.waitFor(() => expect(writer.acknowledged.length).toBeGreaterThan(5), 30_000);
  return writer.end('SIGKILL');
}

/** The folder of a state without the state itself and what SQLite keeps next to it. */
async function filesBeside(file: string): Promise<string[]> {
  const names = await readdir(path.dirname(file));
  return names.filter((name) => !name.startsWith(path.basename(file)));
}

/** Appends some 200 kB. */
function fill(log: AuditLog): void {
  for (let atMs = 0; atMs < 200; atMs++) {
    log.append({
      atMs,
      serverId: null,
      actorId: null,
      actorName: 'Verbatim',
      action: 'reindex',
      subject: null,
      detail: 'x'.repeat(1000),
    });
  }
}
