import { describe, expect, it } from 'vitest';
import {
  compareSources,
  decodeSources,
  encodeSources,
  hasChanges,
  type Source,
} from '../../../src/retrieval/sources.ts';

const NOTHING = { added: [], changed: [], removed: [] };

function sourceOf(path: string, fields: Partial<Source> = {}): Source {
  return {
    path,
    sizeBytes: 100,
    modifiedMs: 1000.5,
    sha256: 'a'.repeat(64),
    articles: [path],
    refused: [],
    hasDuplicates: false,
    ...fields,
  };
}

/** A file as the folder listing shows it, its bytes not read. */
function listed(path: string, fields: Partial<Source> = {}): Omit<Source, 'sha256'> {
  const { sha256: _, ...file } = sourceOf(path, fields);
  return file;
}

describe('a comparison of corpus files', () => {
  const BEFORE = [sourceOf('a.txt'), sourceOf('b.txt'), sourceOf('c.txt')];

  it('names what was added, changed and removed, in order', () => {
    const now = [
      sourceOf('a.txt', { sha256: 'b'.repeat(64) }),
      sourceOf('aa.txt'),
      sourceOf('b.txt'),
      sourceOf('d.txt'),
    ];
    expect(compareSources(BEFORE, now)).toEqual({
      added: ['aa.txt', 'd.txt'],
      changed: ['a.txt'],
      removed: ['c.txt'],
    });
  });

  it('finds nothing where nothing has changed', () => {
    expect(compareSources(BEFORE, BEFORE)).toEqual(NOTHING);
    expect(compareSources([], [])).toEqual(NOTHING);
  });

  it.each([
    { name: 'only touched', fields: { modifiedMs: 2000 }, changed: [] },
    { name: 'of other bytes', fields: { sha256: 'b'.repeat(64) }, changed: ['a.txt'] },
    { name: 'unreadable now', fields: { sha256: null }, changed: ['a.txt'] },
  ])('judges a file by its bytes where they are known: $name', ({ fields, changed }) => {
    const result = compareSources([sourceOf('a.txt')], [sourceOf('a.txt', fields)]);
    expect(result).toEqual({ ...NOTHING, changed });
  });

  it('finds no change in a file that was unreadable and still is', () => {
    const unreadable = sourceOf('a.txt', { sha256: null });
    expect(compareSources([unreadable], [unreadable])).toEqual(NOTHING);
  });

  it.each([
    { name: 'the same', fields: {}, changed: [] },
    { name: 'of another size', fields: { sizeBytes: 101 }, changed: ['a.txt'] },
    { name: 'touched', fields: { modifiedMs: 1000.75 }, changed: ['a.txt'] },
  ])(
    'judges a file by size and time where its bytes are not known: $name',
    ({ fields, changed }) => {
      const result = compareSources([sourceOf('a.txt')], [listed('a.txt', fields)]);
      expect(result).toEqual({ ...NOTHING, changed });
    },
  );

  it.each([
    { changes: NOTHING, expected: false },
    { changes: { ...NOTHING, added: ['a.txt'] }, expected: true },
    { changes: { ...NOTHING, changed: ['a.txt'] }, expected: true },
    { changes: { ...NOTHING, removed: ['a.txt'] }, expected: true },
  ])('tells whether anything differs: $changes', ({ changes, expected }) => {
    expect(hasChanges(changes)).toBe(expected);
  });
});

describe('the list of corpus files', () => {
  it('is read as it was written', () => {
    const sources = [
      sourceOf('Größe/é.txt'),
      sourceOf('b.txt', {
        sha256: null,
        articles: [],
        refused: [{ path: 'b.txt', reason: 'cannot be read' }],
        hasDuplicates: true,
      }),
    ];
    expect(decodeSources(encodeSources(sources))).toEqual(sources);
  });
});
