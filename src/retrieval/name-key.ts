/**
 * Replacements that bring the spellings of a name together which differ by the language or the
 * system it was transliterated with, mostly from Cyrillic: Zelensky, Zelenskyy and Selenskyj; Kyiv
 * and Kiev; Enerhodar and Energodar. Applied in this order to lower-case letters without accents.
 */
const FOLDINGS: readonly (readonly [RegExp, string])[] = [
  [/tsch|tch|tsh/g, 'c'],
  [/sch|sh|zh/g, 's'],
  [/ts|tz/g, 'c'],
  [/kh|ch|gh|g/g, 'h'],
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/ck|q|c(?=[aoulr])/g, 'k'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/z/g, 's'],
  [/ou/g, 'u'],
  [/[eijy]+/g, 'i'],
  [/(.)\1+/g, '$1'],
];

/** Shorter keys belong to too many names. */
const MIN_KEY_CHARS = 3;

/** A key that the common spellings of one name share; null where it would say too little. */
export function nameKey(term: string): string | null {
  let key = term;
  for (const [pattern, replacement] of FOLDINGS) key = key.replace(pattern, replacement);
  return key.length >= MIN_KEY_CHARS && /^\p{L}+$/u.test(key) ? key : null;
}

/**
 * The consonants of a key, with its first letter: what is left alike when the vowels change with the
 * language (Kharkiv and Kharkov, Dnipro and Dnieper).
 */
export function nameSkeleton(key: string): string {
  return (
    key.charAt(0) +
    key
      .slice(1)
      .replace(/[aiou]/g, '')
      .replace(/(.)\1+/g, '$1')
  );
}
