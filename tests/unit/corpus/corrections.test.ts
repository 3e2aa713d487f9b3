import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type Correction,
  correctionOf,
  formatCorrections,
  parseCorrections,
  readCorrections,
} from '../../../src/corpus/corrections.ts';
import { WatchedCorrections } from '../../../src/corpus/watched-corrections.ts';

const WITHDRAWN: Correction = { kind: 'withdrawn', on: '2022-12-30', note: 'The mill denied it.' };

async function newFolder(text: string): Promise<{ folder: string; file: string }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'verbatim-corrections-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'corrections.yaml');
  await writeFile(file, text);
  return { folder, file };
}

describe('the file of corrections', () => {
  it('can be written by hand', () => {
    const text = 'news/mill.md:\n  withdrawn: 2022-12-30\n  note: The mill denied it.\n';
    expect(parseCorrections(text)).toEqual(new Map([['news/mill.md', WITHDRAWN]]));
    expect(parseCorrections('# Nothing yet\n').size).toBe(0);
    expect(parseCorrections('a.md:\n  corrected: 2022-12-30\n').get('a.md')).toEqual({
      kind: 'corrected',
      on: '2022-12-30',
      note: null,
    });
  });

  it('holds every path and note that it was given', () => {
    const note = fc.string({ unit: 'grapheme', maxLength: 300 }).map((text) => text.trim() || null);
    const entry = fc.record({
      kind: fc.constantFrom('withdrawn' as const, 'corrected' as const),
      on: fc.constantFrom('2022-11-16', '2026-02-28'),
      note,
    });
    const paths = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(fc.array(fc.tuple(paths, entry)), (entries) => {
        const corrections = new Map(entries);
        expect(parseCorrections(formatCorrections(corrections))).toEqual(corrections);
      }),
    );
  });

  it.each([
    { text: '- a.md\n', says: ':1: expected paths of articles' },
    { text: 'a.md: withdrawn\n', says: ':1: expected withdrawn, corrected, note below the path' },
    { text: '\na.md:\n  withdrawn: soon\n', says: ':2: expected either withdrawn or corrected' },
    { text: 'a.md:\n  note: Why?\n', says: ':1: expected either withdrawn or corrected' },
    {
      text: 'a.md:\n  withdrawn: 2022-12-30\n  corrected: 2022-12-30\n',
      says: ':1: expected either withdrawn or corrected',
    },
    {
      text: 'a.md:\n  withdrawn: 2022-12-30\n\na.md:\n  corrected: 2022-12-31\n',
      says: ':4: expected each path once, found "a.md" again',
    },
    {
      text: 'a.md:\n  withdrawn: 2022-12-30\n  withdrawn: 2022-12-31\n',
      says: ':1: expected withdrawn, corrected, note below the path, each once',
    },
    { text: 'a.md:\n  withdrawn: 2022-12-30\n  by: Ada\n', says: ':1: expected withdrawn' },
    {
      text: `a.md:\n  note: ${'['.repeat(500)}\n`,
      says: ':2: expected brackets in quotation marks',
    },
    { text: `${'- '.repeat(5000)}\n`, says: ':1: expected at most 2000 characters' },
    { text: 'a.md: &a\n  withdrawn: 2022-12-30\nb.md: *a\n', says: ':3: expected withdrawn' },
  ])('is refused with its line where it says something else: $text', ({ text, says }) => {
    expect(() => parseCorrections(text)).toThrow(says);
  });

  it('is none where there is none, and refused where it is a link', async () => {
    const { folder, file } = await newFolder('');
    await rm(file);
    expect((await readCorrections(folder)).size).toBe(0);
    await symlink('/etc/hostname', file);
    await expect(readCorrections(folder)).rejects.toThrow(
      `${file}:1: expected a file, found a link or a folder`,
    );
  });

  it('speaks of a line of a file, or of all of them', () => {
    const whole = new Map([['news.jsonl', WITHDRAWN]]);
    expect(correctionOf('news.jsonl#3', whole)).toEqual(WITHDRAWN);
    expect(correctionOf('news.jsonl#a#3', whole)).toEqual(WITHDRAWN);
    expect(correctionOf('news.jsonl', whole)).toEqual(WITHDRAWN);
    expect(correctionOf('news.jsonl.md', whole)).toBeNull();
    const corrected: Correction = { ...WITHDRAWN, kind: 'corrected' };
    const both = new Map([...whole, ['news.jsonl#3', corrected] as const]);
    expect(correctionOf('news.jsonl#3', both)).toEqual(corrected);
  });
});

describe('corrections that are watched', () => {
  const TEXT = 'a.md:\n  withdrawn: 2022-12-30\n';

  it('are read again when they change, and only then', async () => {
    const { folder, file } = await newFolder(TEXT);
    const watched = new WatchedCorrections(folder);
    const first = await watched.current();
    expect(await watched.current()).toBe(first);
    await writeFile(file, TEXT + TEXT.replace('a.md', 'b.md'));
    expect([...(await watched.current()).keys()]).toEqual(['a.md', 'b.md']);
    await rm(file);
    expect((await watched.current()).size).toBe(0);
  });

  it('stay as they were where they cannot be read any more, which is said once', async () => {
    const { folder, file } = await newFolder(TEXT);
    const problems: string[] = [];
    const watched = new WatchedCorrections(folder, (problem) => problems.push(problem));
    await watched.current();
    await writeFile(file, 'nonsense');
    expect([...(await watched.current()).keys()]).toEqual(['a.md']);
    await watched.current();
    expect(problems).toEqual([expect.stringContaining('corrections.yaml:1: expected')]);
  });

  it('are refused where they could never be read', async () => {
    const { folder } = await newFolder('nonsense');
    await expect(new WatchedCorrections(folder).current()).rejects.toThrow('corrections.yaml:1');
  });
});
