/** The parts of a tokenizer of the library that are used here. */
export interface Tokenizer {
  encode(
    text: string,
    pair?: null,
    options?: { readonly add_special_tokens: boolean },
  ): readonly number[];
  readonly normalizer: { readonly config: { readonly type?: string } } | null;
  readonly model: {
    readonly config: { readonly type?: string };
    /** The pieces that texts are cut into. */
    readonly vocab: readonly string[];
  };
}

/** As many different words as some hundred thousand passages of news have; some 8 MB. */
const REMEMBERED_WORDS = 50_000;
/** Longer runs between blanks do not come again. */
const MAX_WORD_CHARS = 40;
/** Blanks that are no control characters, which the normalizer drops: they may stand within words. */
const BLANKS = /[ \t\n\r\p{Z}]+/u;

/**
 * A way to get the tokens of a text, the same that the tokenizer gives. One of the kind that BERT
 * has treats every word by itself, so the tokens of the words that came last are remembered: nearly
 * all words of a text are among the commonest, and tokenising takes most of the time of a small model.
 */
export function rememberWords(tokenizer: Tokenizer): (text: string) => readonly number[] {
  const [first, last, ...others] = tokenizer.encode('');
  const isOfBert =
    tokenizer.normalizer?.config.type === 'BertNormalizer' &&
    tokenizer.model.config.type === 'WordPiece' &&
    first !== undefined &&
    last !== undefined &&
    others.length === 0;
  if (!isOfBert) return (text) => tokenizer.encode(text);

  const known = new Map<string, readonly number[]>();
  const tokensOf = (word: string): readonly number[] => {
    const remembered = known.get(word);
    if (remembered !== undefined) return remembered;
    const tokens = tokenizer.encode(word, null, { add_special_tokens: false });
    if (word.length <= MAX_WORD_CHARS) {
      if (known.size >= REMEMBERED_WORDS) known.clear();
      known.set(word, tokens);
    }
    return tokens;
  };
  return (text) => {
    const tokens = [first];
    for (const word of text.split(BLANKS)) {
      for (const token of tokensOf(word)) tokens.push(token);
    }
    tokens.push(last);
    return tokens;
  };
}
