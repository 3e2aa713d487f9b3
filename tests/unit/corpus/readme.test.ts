import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCorrections } from '../../../src/corpus/corrections.ts';

const README = readFileSync(new URL('../../../corpus/README.md', import.meta.url), 'utf8');

/** The example in a language, without the indentation of the list that it stands in. */
function exampleIn(language: string): string {
  const [, example = ''] = README.split(`  \`\`\`${language}\n`);
  return example.split('  ```')[0]!.replace(/^ {2}/gm, '');
}

describe('the README of the corpus', () => {
  it('shows corrections that are read as they are meant', () => {
    expect(parseCorrections(exampleIn('yaml'))).toEqual(
      new Map([
        ['news/mill.md', { kind: 'withdrawn', on: '2022-12-30', note: 'The mill has denied it.' }],
        [
          'news.jsonl#bridge-1',
          { kind: 'corrected', on: '2022-11-17', note: 'It costs 12 million, not 21.' },
        ],
      ]),
    );
  });
});
