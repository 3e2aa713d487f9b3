import { analyze } from './analyze.ts';
import { baseForms } from './base-forms.ts';
import { type Sense, WordNet, WordNetError, wordNetFolder } from './wordnet.ts';

/** A term that may stand in a text for a word of a question. */
export interface RelatedTerm {
  readonly term: string;
  /** How likely it means the same, 0 … 0.5, beside 1 for the word itself. */
  readonly weight: number;
}

/** What may stand in a text for the words of a question. */
export interface RelatedWords {
  /**
   * Terms that are related to a word, each once, greatest weight first.
   *
   * @param word in lower case, not stemmed.
   */
  of(word: string): readonly RelatedTerm[];
}

/** What a term counts for that surely means the same; less than most other spellings of a word. */
const TERM_WEIGHT = 0.5;
/** How likely a word of the same family (`abstain`, `abstention`) stands for another. */
const DERIVED = 1;
/** How likely something more general, more special or similar is meant, beside the word's meaning. */
const NEAR = 0.5;
/** What is less likely is found by chance more often than not. */
const MIN_LIKELIHOOD = 0.03;
/** A word with more kinds than this, `person` or `go`, is too general for any of them to be meant. */
const MAX_KINDS = 40;
/** What a meaning counts for by itself, and the less the rarer, beside the times it was tagged. */
const UNTAGGED = 0.5;
/** Some 2 MB. */
const REMEMBERED_WORDS = 1000;
/** A word that is no name, of one part. */
const PLAIN_WORD = /^[a-z]+$/;

/**
 * The words that WordNet relates to a word: its synonyms, each as likely as the word has that meaning
 * in tagged texts, words of the same family, and what is a little more general, more special or similar.
 * Where WordNet cannot be read there are none.
 */
export class WordNetWords implements RelatedWords {
  readonly #open: () => WordNet;
  readonly #onFailure: (problem: string) => void;
  readonly #remembered = new Map<string, readonly RelatedTerm[]>();
  #wordNet: WordNet | undefined;
  #hasFailed = false;

  /**
   * @param open called when the first word is looked up.
   * @param onFailure told once, when WordNet is missing or damaged; there are no related words then.
   */
  constructor(open: () => WordNet, onFailure: (problem: string) => void) {
    this.#open = open;
    this.#onFailure = onFailure;
  }

  of(word: string): readonly RelatedTerm[] {
    if (this.#hasFailed || !PLAIN_WORD.test(word)) return [];
    let related = this.#remembered.get(word);
    if (related === undefined) {
      related = this.#look(word);
      if (this.#remembered.size >= REMEMBERED_WORDS) this.#remembered.clear();
      this.#remembered.set(word, related);
    }
    return related;
  }

  #look(word: string): readonly RelatedTerm[] {
    try {
      this.#wordNet ??= this.#open();
      return toTerms(relatedLemmas(this.#wordNet, word));
    } catch (error) {
      if (!(error instanceof WordNetError)) throw error;
      this.#hasFailed = true;
      this.#onFailure(error.message);
      return [];
    }
  }
}

/** Nothing stands for any word but itself. */
export const NO_RELATED_WORDS: RelatedWords = { of: () => [] };

/** Those of the WordNet that is installed; all questions of a process share what is remembered. */
export const WORDNET_WORDS: RelatedWords = new WordNetWords(
  () => new WordNet(wordNetFolder()),
  (problem) =>
    process.stderr.write(`Answering without words that are related to those asked: ${problem}\n`),
);

/** How likely each lemma stands for a word. */
function relatedLemmas(wordNet: WordNet, word: string): Map<string, number> {
  const readings = readingsOf(wordNet, word);
  const total = readings.reduce((sum, { sense }) => sum + priorOf(sense), 0);
  const related = new Map<string, number>();
  const add = (lemmas: readonly string[], likelihood: number): void => {
    for (const lemma of lemmas) {
      if (!PLAIN_WORD.test(lemma)) continue;
      related.set(lemma, Math.max(likelihood, related.get(lemma) ?? 0));
    }
  };
  for (const { lemma, sense } of readings) {
    const probability = priorOf(sense) / total;
    if (probability < MIN_LIKELIHOOD) continue;
    const { words, pointers } = wordNet.synsetAt(sense);
    const position = words.indexOf(lemma) + 1;
    // Written otherwise, with a capital: `china` asks for no country.
    if (position === 0) continue;
    add(words, probability);
    const kinds = pointers.filter(({ symbol }) => symbol === '~').length;
    for (const pointer of pointers) {
      if (pointer.symbol === '+' && pointer.source === position) {
        add(wordNet.synsetAt(pointer).words.slice(pointer.target - 1, pointer.target), DERIVED);
      } else if (isNear(pointer.symbol, kinds) && NEAR * probability >= MIN_LIKELIHOOD) {
        add(wordNet.synsetAt(pointer).words, NEAR * probability);
      }
    }
  }
  return related;
}

/** Everything that a word may mean, read as it is and as a form of others. */
function readingsOf(wordNet: WordNet, word: string): { lemma: string; sense: Sense }[] {
  return baseForms(word).flatMap(({ lemma, partOfSpeech }) =>
    wordNet
      .sensesOf(lemma)
      .filter((sense) => partOfSpeech === null || sense.partOfSpeech === partOfSpeech)
      .map((sense) => ({ lemma, sense })),
  );
}

function priorOf({ tagCount, number }: Sense): number {
  return tagCount + UNTAGGED / number;
}

function isNear(symbol: string, kinds: number): boolean {
  return symbol === '@' || symbol === '&' || (symbol === '~' && kinds <= MAX_KINDS);
}

function toTerms(lemmas: ReadonlyMap<string, number>): RelatedTerm[] {
  const weights = new Map<string, number>();
  for (const [lemma, likelihood] of lemmas) {
    const [token, ...rest] = analyze(lemma);
    if (token === undefined || rest.length > 0) continue;
    weights.set(token.term, Math.max(TERM_WEIGHT * likelihood, weights.get(token.term) ?? 0));
  }
  return [...weights]
    .map(([term, weight]) => ({ term, weight }))
    .sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1));
}
