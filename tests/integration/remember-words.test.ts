import path from 'node:path';
import { AutoTokenizer, env } from '@xenova/transformers';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { rememberWords, type Tokenizer } from '../../src/embeddings/remember-words.ts';

/** What a tokenizer may take for a blank, for nothing, for a word or for a part of one. */
const PARTS = [
  'a Σ İ e\u0301 \u0301 中 \u{20000} \ud800 . # ##ing don’t \u200b \u0000 \ufffd [SEP] [CLS]'.split(
    ' ',
  ),
  [' ', '\t', '\r\n', '\u000b', '\u000c', '\u0085', '\u00a0', '\u1680', '\u2028', '\u3000'],
  ['\ufeff', 'x'.repeat(120)],
].flat();

describe('the tokens of a text whose words are remembered', () => {
  let tokenizer: Tokenizer;

  beforeAll(async () => {
    const { root } = path.parse(EMBEDDED_MODEL_DIR);
    env.allowRemoteModels = false;
    env.localModelPath = root;
    const name = path.relative(root, EMBEDDED_MODEL_DIR);
    tokenizer = await AutoTokenizer.from_pretrained(name);
  });

  it('are those that the tokenizer gives', () => {
    const tokensOf = rememberWords(tokenizer);
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.array(fc.constantFrom(...PARTS), { maxLength: 12 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (any) => {
        expect(tokensOf(any)).toEqual(tokenizer.encode(any));
      }),
      { numRuns: 3000 },
    );
  });

  it('are left to a tokenizer of another kind', () => {
    const normalizer = { config: { type: 'NFKC' } };
    const other = { ...tokenizer, normalizer, encode: (text: string) => [text.length] };
    expect(rememberWords(other)('two words')).toEqual([9]);
  });
});
