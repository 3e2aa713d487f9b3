type Folding = readonly [RegExp, string];

/**
 * What `ch` and `j` stand for differs from language to language, and nobody knows which one a name
 * is written in: Bachmut, Chekhov; Jelzin, Jeddah. `sch` and `tch` are the same everywhere.
 */
const READINGS: readonly (readonly Folding[])[] = ['h', 's'].flatMap((sound) => [
  [[/(?<![st])ch/g, sound]],
  [
    [/(?<![st])ch/g, sound],
    [/j/g, 's'],
  ],
]);

const HAS_READINGS = /ch|j/;

/**
 * Replacements that bring the spellings of a name together which differ by the language or the
 * system it was transliterated with: Zelensky, Zelenskyy and Selenskyj; Kyiv and Kiev; Hussein and
 * Husayn. All hissing sounds become one, since each language has its own letters for them. Applied
 * in this order to lower-case letters without accents, one name a line.
 */
const FOLDINGS: readonly Folding[] = [
  [/d(?:sch|zh|j|z)/g, 's'],
  [/t?sch|tch|t?sh|zh|cz|ts|tz/g, 's'],
  [/kh|gu(?=[eiy])|gh|g/g, 'h'],
  [/ph/g, 'f'],
  [/([td])h/g, '$1'],
  [/ck|q|c(?=[aoulrkt])/g, 'k'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/[cz]/g, 's'],
  [/ou|oe|o/g, 'u'],
  [/[ae][ijy]/g, 'i'],
  [/[eijy]+/g, 'i'],
  [/(.)\1+/g, '$1'],
  // The last letter of many Arabic names is written or not, and the stem of a Serbian one lacks -ić.
  [/ah$/gm, 'a'],
  [/(?<=.{4})is$/gm, ''],
];

/** What is left out of a key behind its first letter, for its skeleton. */
const OMISSIONS: readonly Folding[] = [
  [/(?<=.)[aiu]/g, ''],
  [/(?<=.)(.)\1+/g, '$1'],
];

/** Shorter keys belong to too many names. */
const MIN_KEY_CHARS = 3;

/**
 * Keys of which the common spellings of one name share at least one; none where they would say too
 * little.
 */
export function nameKeys(term: string): string[] {
  return nameKeysOfAll([term])[0]!;
}

/** The same of many names, in their order: several times as fast as one by one. */
export function nameKeysOfAll(terms: readonly string[]): string[][] {
  const readings = terms.map(readingsOf);
  const folded = foldAll(readings.flat(), FOLDINGS);
  let next = 0;
  return readings.map(({ length }) => {
    const keys = new Set(folded.slice(next, (next += length)));
    return [...keys].filter((key) => key.length >= MIN_KEY_CHARS);
  });
}

/**
 * The consonants of a key, with its first letter: what is left alike when the vowels change with the
 * language (Kharkiv and Kharkov, Dnipro and Dnieper).
 */
export function nameSkeleton(key: string): string {
  return nameSkeletonsOfAll([key])[0]!;
}

/** The same of many keys, in their order. */
export function nameSkeletonsOfAll(keys: readonly string[]): string[] {
  return foldAll(keys, OMISSIONS);
}

function readingsOf(term: string): string[] {
  if (!/^\p{L}+$/u.test(term)) return [];
  return HAS_READINGS.test(term)
    ? [...new Set(READINGS.map((reading) => fold(term, reading)))]
    : [term];
}

/** Folds many at once: what takes time is to begin with a pattern, not to go on with it. */
function foldAll(terms: readonly string[], foldings: readonly Folding[]): string[] {
  return terms.length === 0 ? [] : fold(terms.join('\n'), foldings).split('\n');
}

function fold(text: string, foldings: readonly Folding[]): string {
  return foldings.reduce((key, [pattern, replacement]) => key.replace(pattern, replacement), text);
}
