import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberedFileName, safeFileName } from '../../../src/curation/safe-file-name.ts';

const KINDS = ['.txt', '.md', '.html', '.jsonl'] as const;
const SAFE = /^[a-z\d]+(?:-[a-z\d]+)*\.(?:txt|md|html|jsonl)$/;

describe('the name of a file that is added', () => {
  it.each([
    { source: 'Flood in Harlow.txt', name: 'flood-in-harlow.txt' },
    { source: 'It’s “over”, says Petra Juhász!', name: 'its-over-says-petra-juhasz.txt' },
    { source: 'GROSSE STRASSE – Große Straße', name: 'grosse-strasse-grosse-strasse.txt' },
    { source: '../../etc/passwd', name: 'etc-passwd.txt' },
    { source: 'C:\\Windows\\system32\\a.md', name: 'c-windows-system32-a.txt' },
    { source: 'a\0b\nc\u202etxt.exe', name: 'a-b-c-txt-exe.txt' },
    { source: '...hidden', name: 'hidden.txt' },
    { source: '--rf', name: 'rf.txt' },
    { source: 'x.jsonl#3.txt', name: 'x-jsonl-3.txt' },
    { source: 'README.md', name: 'article-readme.txt' },
    { source: 'ReadMe', name: 'article-readme.txt' },
    { source: 'CON', name: 'article-con.txt' },
    { source: 'com¹.txt', name: 'article-com1.txt' },
  ])('is $name for $source', ({ source, name }) => {
    expect(safeFileName(source, '.txt')).toBe(name);
  });

  it('ends with what the file is, not with what it was called', () => {
    expect(safeFileName('flood.HTML', '.md')).toBe('flood.md');
  });

  it('tells titles apart whose letters have no Latin base', () => {
    const names = ['Київ', 'Львів', '🚢🚢🚢', '', 'Bridge in Київ', 'Bridge in Львів'].map(
      (title) => safeFileName(title, '.txt'),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names[0]).toMatch(/^article-[0-9a-f]{8}\.txt$/);
    expect(names[4]).toMatch(/^bridge-in-[0-9a-f]{8}\.txt$/);
  });

  it('is cut between words', () => {
    const name = safeFileName('bridge '.repeat(200), '.jsonl');
    expect(name).toMatch(/^(?:bridge-)+bridge\.jsonl$/);
    expect(name.length).toBeLessThanOrEqual(80);
  });

  it('is safe and stays as it is when it is made anew, whatever it comes from', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 1500 }),
      fc.string({ unit: 'grapheme', maxLength: 1500 }),
      fc.stringMatching(/^[.\-_/\\ a-z0-9#]{0,200}$/),
      fc
        .constantFrom('readme', 'con', 'aux', 'lpt1', 'com9')
        .chain((word) =>
          fc.stringMatching(/^[. -]{0,3}$/).map((rest) => `${rest}${word}${rest}.md`),
        ),
    );
    fc.assert(
      fc.property(hostile, fc.constantFrom(...KINDS), fc.integer({ min: 2 }), (source, kind, n) => {
        const name = safeFileName(source, kind);
        for (const one of [name, numberedFileName(name, n)]) {
          expect(one).toMatch(SAFE);
          expect(one.length).toBeLessThanOrEqual(80);
          expect(one.endsWith(kind)).toBe(true);
          expect(one).not.toMatch(/^(?:readme|con|prn|aux|nul|com\d|lpt\d)\./);
        }
        expect(safeFileName(name, kind)).toBe(name);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a name with a number', () => {
  it('keeps its ending and its length', () => {
    expect(numberedFileName('flood.txt', 2)).toBe('flood-2.txt');
    expect(numberedFileName(`${'a'.repeat(76)}.txt`, 12)).toBe(`${'a'.repeat(73)}-12.txt`);
  });
});
