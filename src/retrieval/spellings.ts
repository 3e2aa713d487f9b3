import { KeyEntries, KeyTable } from './key-table.ts';
import { nameKeys, nameKeysOfAll, nameSkeleton, nameSkeletonsOfAll } from './name-key.ts';

/** A term of the index. */
export interface IndexedTerm {
  readonly term: string;
  /** Position among the sorted terms of the index. */
  readonly index: number;
}

/** A term of the index that stands for a term of a question. */
export interface TermMatch extends IndexedTerm {
  /** 1 for the term itself, less for one that is only spelt alike, another name or a related word. */
  readonly weight: number;
  /** The further terms of a name of several words, all of which have to stand by it. */
  readonly rest?: readonly IndexedTerm[];
}

/** Shorter words have too many neighbours that mean something else. */
const MIN_TYPO_CHARS = 4;
/** From this length on two typing errors are allowed. */
const TWO_ERRORS_FROM_CHARS = 7;
/** What a word counts for that is one typing error away; a second error multiplies again. */
const ERROR_WEIGHT = 0.7;
/** Keys in their places; other keyboards differ in a few of them. */
const KEYBOARD = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
/** What another spelling of the same name counts for, and one that only shares the consonants. */
const SAME_KEY_WEIGHT = 0.9;
const SAME_SKELETON_WEIGHT = 0.7;
/** Consonants, first letter included, and differing letters with which a skeleton still decides. */
const MIN_SKELETON_CHARS = 4;
const MAX_SKELETON_ERRORS = 2;
/** Longer terms are counted as this long: no word that is looked for is nearly so long. */
const MAX_LENGTH = 255;
/** Terms that are read at a time. */
const READ_TERMS = 4096;

/** The terms of an index, read as few times as possible. */
export interface TermList {
  readonly length: number;
  at(index: number): string | undefined;
}

/** Finds the terms of an index that are other spellings of a word. */
export class Spellings {
  readonly #terms: TermList;
  /** For each term its length up to `MAX_LENGTH`, its first UTF-16 unit and the set of its letters. */
  readonly #lengths: Uint8Array;
  readonly #firsts: Uint16Array;
  readonly #letters: Uint32Array;
  /** Names by their keys and by the skeletons of these. */
  readonly #byKey: KeyTable;
  readonly #bySkeleton: KeyTable;

  /**
   * @param terms in the order of the index.
   * @param isName whether the term at a position is a name.
   */
  constructor(terms: TermList, isName: (index: number) => boolean) {
    this.#terms = terms;
    this.#lengths = new Uint8Array(terms.length);
    this.#firsts = new Uint16Array(terms.length);
    this.#letters = new Uint32Array(terms.length);
    const byKey = new KeyEntries();
    const bySkeleton = new KeyEntries();
    for (let start = 0; start < terms.length; start += READ_TERMS) {
      const names: IndexedTerm[] = [];
      for (let index = start; index < Math.min(start + READ_TERMS, terms.length); index++) {
        const term = terms.at(index)!;
        this.#lengths[index] = Math.min(MAX_LENGTH, term.length);
        this.#firsts[index] = term.charCodeAt(0);
        this.#letters[index] = letterSet(term);
        if (isName(index)) names.push({ term, index });
      }
      addKeys(names, byKey, bySkeleton);
    }
    this.#byKey = new KeyTable(byKey);
    this.#bySkeleton = new KeyTable(bySkeleton);
  }

  /** Names that are spelt like `term` in another language or transliteration, itself left out. */
  ofName(term: string): TermMatch[] {
    const keys = nameKeys(term);
    const sameKey = new Set(keys.flatMap((key) => this.#namesWithKey(key)));
    const sameSkeleton = new Set(
      keys.flatMap((key) => this.#namesLike(key).filter((index) => !sameKey.has(index))),
    );
    return [
      ...[...sameKey].map((index) => this.#match(index, SAME_KEY_WEIGHT)),
      ...[...sameSkeleton].map((index) => this.#match(index, SAME_SKELETON_WEIGHT)),
    ].filter((match) => match.term !== term);
  }

  /**
   * The terms nearest to a word that the index does not have, by edit distance (insertion, deletion,
   * replacement, exchange of neighbours), with the same first letter; all at the least distance that
   * has any, shortest first. In a short word a wrong letter is one of a neighbouring key. Words with digits have no
   * typing errors: 69 is not 96.
   */
  ofTypo(term: string): TermMatch[] {
    if (term.length < MIN_TYPO_CHARS || /\p{N}/u.test(term)) return [];
    const maxErrors = term.length >= TWO_ERRORS_FROM_CHARS ? 2 : 1;
    const first = term.charCodeAt(0);
    const letters = letterSet(term);
    let best: TermMatch[] = [];
    let leastErrors = maxErrors;
    for (let index = 0; index < this.#firsts.length; index++) {
      if (this.#firsts[index] !== first) continue;
      if (Math.abs(this.#lengths[index]! - term.length) > leastErrors) continue;
      // Each error changes at most two letters of the set: a cheap test before the dear one.
      if (bitCount(letters ^ this.#letters[index]!) > 2 * leastErrors) continue;
      const candidate = this.#termAt(index);
      if (/\p{N}/u.test(candidate)) continue;
      const errors = editDistance(term, candidate, leastErrors);
      if (errors > leastErrors) continue;
      if (maxErrors === 1 && isOtherWord(term, candidate)) continue;
      if (errors < leastErrors) best = [];
      leastErrors = errors;
      best.push(this.#match(index, ERROR_WEIGHT ** errors));
    }
    return best.sort((a, b) => a.term.length - b.term.length);
  }

  #namesWithKey(key: string): number[] {
    return Array.from(this.#byKey.candidates(key)).filter((index) =>
      nameKeys(this.#termAt(index)).includes(key),
    );
  }

  /** Names with the consonants of a key and nearly its vowels; none where that says too little. */
  #namesLike(key: string): number[] {
    const skeleton = nameSkeleton(key);
    if (skeleton.length < MIN_SKELETON_CHARS) return [];
    return Array.from(this.#bySkeleton.candidates(skeleton)).filter((index) =>
      isNear(this.#termAt(index), key),
    );
  }

  #termAt(index: number): string {
    return this.#terms.at(index)!;
  }

  #match(index: number, weight: number): TermMatch {
    return { term: this.#termAt(index), index, weight };
  }
}

function addKeys(names: readonly IndexedTerm[], byKey: KeyEntries, bySkeleton: KeyEntries): void {
  const keys = nameKeysOfAll(names.map(({ term }) => term));
  const skeletons = nameSkeletonsOfAll(keys.flat());
  let next = 0;
  names.forEach(({ index }, name) => {
    const { length } = keys[name]!;
    for (const key of keys[name]!) byKey.add(key, index);
    for (const skeleton of new Set(skeletons.slice(next, (next += length)))) {
      if (skeleton.length >= MIN_SKELETON_CHARS) bySkeleton.add(skeleton, index);
    }
  });
}

/** Whether a name has the same consonants as a key and nearly the same vowels. */
function isNear(name: string, key: string): boolean {
  return nameKeys(name).some(
    (other) =>
      nameSkeleton(other) === nameSkeleton(key) &&
      editDistance(other, key, MAX_SKELETON_ERRORS) <= MAX_SKELETON_ERRORS,
  );
}

/**
 * Whether two words differ only by one letter whose key no finger hits instead of the other: Gaza and
 * Giza, Iran and Iraq are both words, and short ones are rarely misspelt by ignorance.
 */
function isOtherWord(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  const differing = Array.from(one, (_, i) => i).filter((i) => one[i] !== other[i]);
  return differing.length === 1 && !areNeighbours(one[differing[0]!]!, other[differing[0]!]!);
}

function areNeighbours(one: string, other: string): boolean {
  const [row, column] = keyOf(one);
  const [otherRow, otherColumn] = keyOf(other);
  return Math.abs(row - otherRow) <= 1 && Math.abs(column - otherColumn) <= 1;
}

/** Row and column; every letter of another alphabet is next to every other. */
function keyOf(letter: string): readonly [number, number] {
  const row = KEYBOARD.findIndex((keys) => keys.includes(letter));
  return [row, KEYBOARD[row]?.indexOf(letter) ?? 0];
}

function letterSet(term: string): number {
  let set = 0;
  for (let i = 0; i < term.length; i++) set |= 1 << (term.charCodeAt(i) & 31);
  return set >>> 0;
}

function bitCount(bits: number): number {
  let rest = bits;
  let count = 0;
  for (; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/**
 * Edit distance with exchanges of neighbours (optimal string alignment). Stops at the first row that
 * cannot lead to `limit` or less any more, and then returns something larger than the limit.
 */
export function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let errors = Math.min(replaced, last[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        errors = Math.min(errors, beforeLast[j - 2]! + 1);
      }
      row.push(errors);
      least = Math.min(least, errors);
    }
    if (least > limit) return least;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
