import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAliases, readAliases } from '../../../src/corpus/read-aliases.ts';

describe('a list of other names', () => {
  it('has groups of equal names, and of names that are related', () => {
    const text =
      '# Towns\n- Tarn, Old Tarn\n- same: Tarnland\n  people: Tarnish, Tarner\n  seat: Tarn\n';
    expect(parseAliases(text)).toEqual([
      { same: ['Tarn', 'Old Tarn'], people: [], seat: [] },
      { same: ['Tarnland'], people: ['Tarnish', 'Tarner'], seat: ['Tarn'] },
    ]);
  });

  it.each([{ text: '' }, { text: '# nothing yet\n' }])('may be empty: "$text"', ({ text }) => {
    expect(parseAliases(text)).toEqual([]);
  });

  it('takes every name for a text', () => {
    expect(parseAliases('- NO, null\n- true\n- 1')).toMatchObject([
      { same: ['NO', 'null'] },
      { same: ['true'] },
      { same: ['1'] },
    ]);
  });

  it.each([
    {
      text: 'Tarn, Torn',
      line: 1,
      expected: 'groups that begin with a dash',
      found: '"Tarn, Torn"',
    },
    { text: 'same: Tarn', line: 1, expected: 'groups that begin with a dash', found: 'a group' },
    { text: '- Tarn\n- [Torn]', line: 2, expected: 'no brackets', found: '"- [Torn]"' },
    { text: '- Tarn\n- - Torn', line: 2, expected: 'names with commas', found: 'a list' },
    { text: '- Tarn\n\n- Torn,, Turn', line: 3, expected: 'names of 1 to 100', found: '""' },
    { text: `- ${'x'.repeat(101)}`, line: 1, expected: 'names of 1 to 100', found: '"xxx' },
    {
      text: '- same: Tarn\n  folk: Torn',
      line: 2,
      expected: 'same, people, seat',
      found: '"folk"',
    },
    { text: '- same: Tarn\n  people:\n', line: 2, expected: 'names', found: '""' },
    { text: '- people: Torn', line: 1, expected: 'names under "same"', found: 'none' },
    { text: '- &a Tarn\n- *a', line: 2, expected: 'names with commas', found: 'nothing' },
    { text: '- Tarn\n- "Torn', line: 2, expected: 'YAML', found: 'Missing closing' },
    { text: '['.repeat(50_000), line: 1, expected: 'at most 1000', found: '50000' },
    { text: '[\n'.repeat(50_000), line: 1, expected: 'no brackets', found: '"["' },
    { text: '- '.repeat(500), line: 1, expected: 'names with commas', found: 'a list' },
  ])('is refused with the line: $text', ({ text, line, expected, found }) => {
    const message = refusalOf(text);
    expect(message).toMatch(new RegExp(`^:${line}: expected .*, found .*$`));
    expect(message).toContain(expected);
    expect(message).toContain(found);
  });

  function refusalOf(text: string): string {
    try {
      parseAliases(text);
    } catch (error) {
      return (error as Error).message;
    }
    return 'not refused';
  }
});

describe('files of other names', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'verbatim-aliases-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are added to each other, each once, and may be missing', async () => {
    const [one, other] = [path.join(folder, 'one.yaml'), path.join(folder, 'other.yaml')];
    await writeFile(one, '- Tarn, Torn');
    await writeFile(other, '- Abbey');
    const { groups, refused } = await readAliases([one, other, one, path.join(folder, 'none')]);
    expect(groups.map(({ same }) => same)).toEqual([['Tarn', 'Torn'], ['Abbey']]);
    expect(refused).toEqual([]);
  });

  it('are refused by name, and the others are read', async () => {
    const [bad, good, link] = ['bad', 'good', 'link'].map((name) => path.join(folder, name));
    await writeFile(bad!, '- Tarn\n- [Torn]');
    await writeFile(good!, '- Abbey');
    await symlink(good!, link!);
    const large = path.join(folder, 'large');
    await writeFile(large, `- ${'x'.repeat(600_000)}`);
    const { groups, refused } = await readAliases([bad!, link!, large, folder, good!]);
    expect(groups).toHaveLength(1);
    expect(refused).toEqual([
      `${bad}:2: expected names with commas between them and no brackets, found "- [Torn]"`,
      `${link}:1: expected a file, found a link or a folder`,
      `${large}:1: expected at most 500000 bytes, found 600002`,
      `${folder}:1: expected a file, found a link or a folder`,
    ]);
  });
});
