import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Correction } from '../../src/corpus/corrections.ts';
import { listCorpus } from '../../src/corpus/list-corpus.ts';
import { CorpusFolder } from '../../src/curation/corpus-folder.ts';
import { withoutWriteAccess } from '../support/without-write-access.ts';

const SCRIPT = fileURLToPath(new URL('../support/correct-script.ts', import.meta.url));
const NOW_MS = Date.UTC(2022, 11, 30);
const WITHDRAWN: Correction = { kind: 'withdrawn', on: '2022-12-30', note: 'It still stands.' };

async function open(): Promise<{ folder: CorpusFolder; corpusDir: string }> {
  const root = await mkdtemp(path.join(tmpdir(), 'verbatim-curation-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const corpusDir = path.join(root, 'corpus');
  await mkdir(path.join(corpusDir, 'news'), { recursive: true });
  await writeFile(path.join(corpusDir, 'news/mill.md'), 'It cost 4.\n');
  const removedDir = path.join(root, 'removed');
  return { folder: await CorpusFolder.open({ corpusDir, removedDir }), corpusDir };
}

/** Another process that is ready to correct these articles, and begins when it is told to. */
async function corrector(
  corpusDir: string,
  paths: readonly string[],
): Promise<() => Promise<number>> {
  const removedDir = path.join(corpusDir, '../removed');
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', SCRIPT, corpusDir, removedDir, ...paths],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit') as Promise<[number]>;
  await once(child.stdout, 'data');
  return async () => {
    child.stdin.write('begin\n');
    const [code] = await ended;
    return code;
  };
}

describe('a file that is corrected', () => {
  it('takes the place of the one that there was, which can be brought back', async () => {
    const { folder, corpusDir } = await open();
    await folder.replace('news/mill.md', Buffer.from('It cost 5.\n'), NOW_MS);
    expect(await readFile(path.join(corpusDir, 'news/mill.md'), 'utf8')).toBe('It cost 5.\n');
    expect(await readdir(corpusDir)).toEqual(['news']);
    const [kept] = await folder.listRemoved();
    expect(kept).toMatchObject({ path: 'news/mill.md', removedAtMs: NOW_MS });
    await folder.remove('news/mill.md', NOW_MS + 1);
    await folder.restore(kept!.id);
    expect(await readFile(path.join(corpusDir, 'news/mill.md'), 'utf8')).toBe('It cost 4.\n');
  });

  it.skipIf(process.platform === 'win32')(
    'leaves nothing to bring back where it cannot take that place',
    async () => {
      const { folder, corpusDir } = await open();
      // All may write everywhere else.
      for (const each of [path.dirname(corpusDir), corpusDir]) await chmod(each, 0o777);
      await withoutWriteAccess([path.join(corpusDir, 'news')], async () => {
        await expect(
          folder.replace('news/mill.md', Buffer.from('It cost 5.\n'), NOW_MS),
        ).rejects.toThrow('cannot be changed');
      });
      expect(await folder.listRemoved()).toEqual([]);
    },
  );

  it.each(['../news/mill.md', 'news/other.md', 'sample/mill.md', 'news'])(
    'is none that stands elsewhere: %s',
    async (filePath) => {
      const { folder } = await open();
      await expect(folder.replace(filePath, Buffer.from('No.\n'), NOW_MS)).rejects.toThrow(
        /must be|is not in the corpus/,
      );
      expect(await folder.listRemoved()).toEqual([]);
    },
  );
});

describe('what is said about articles', () => {
  it('is kept beside them, in a file that is no article, until it is taken back', async () => {
    const { folder, corpusDir } = await open();
    await folder.correct('news/mill.md', WITHDRAWN);
    const { files, refused } = await listCorpus(corpusDir, { sampleCorpus: true });
    expect(files.map((file) => file.path)).toEqual(['news/mill.md']);
    expect(refused).toEqual([]);
    expect(await folder.corrections()).toEqual(new Map([['news/mill.md', WITHDRAWN]]));
    await folder.correct('news/mill.md', null);
    expect((await folder.corrections()).size).toBe(0);
  });

  it('is all there where much is said at once', async () => {
    const { folder } = await open();
    const paths = Array.from({ length: 20 }, (_, position) => `news/${position}.md`);
    await Promise.all(paths.map((name) => folder.correct(name, WITHDRAWN)));
    expect([...(await folder.corrections()).keys()].sort()).toEqual([...paths].sort());
  });

  it('is all there where several processes say something at once', async () => {
    const { folder, corpusDir } = await open();
    const shares = ['first', 'second', 'third'].map((name) =>
      Array.from({ length: 20 }, (_, position) => `${name}/${position}.md`),
    );
    const correctors = await Promise.all(shares.map((paths) => corrector(corpusDir, paths)));
    expect(await Promise.all(correctors.map((correct) => correct()))).toEqual([0, 0, 0]);
    expect([...(await folder.corrections()).keys()].sort()).toEqual(shares.flat().sort());
  });

  it.skipIf(process.platform === 'win32')('is refused where nothing may be written', async () => {
    const { folder, corpusDir } = await open();
    await withoutWriteAccess([path.dirname(corpusDir), corpusDir], async () => {
      await expect(folder.correct('news/mill.md', WITHDRAWN)).rejects.toThrow(
        `the corpus in ${corpusDir} cannot be changed`,
      );
    });
    expect(await readdir(corpusDir)).toEqual(['news']);
  });

  it.each(['added/mill.jsonl', 'added/mill.jsonl#2'])(
    'is not said of a file that comes later: %s',
    async (articlePath) => {
      const { folder } = await open();
      await folder.correct(articlePath, WITHDRAWN);
      const upload = { name: 'mill.jsonl', bytes: Buffer.from('{"text":"It cost 5."}\n') };
      expect(await folder.add(upload)).toBe('added/mill-2.jsonl');
      expect(await folder.add(upload)).toBe('added/mill-3.jsonl');
    },
  );

  it('is not overwritten where it cannot be read', async () => {
    const { folder, corpusDir } = await open();
    await writeFile(path.join(corpusDir, 'corrections.yaml'), 'nonsense\n');
    await expect(folder.correct('news/mill.md', WITHDRAWN)).rejects.toThrow('corrections.yaml:1');
    expect(await readFile(path.join(corpusDir, 'corrections.yaml'), 'utf8')).toBe('nonsense\n');
  });
});
