/**
 * Systems of writing by the name that they are called by in a sentence, each with a pattern for its
 * characters: those in everyday use (Unicode Standard Annex 31, table 5).
 */
const SCRIPTS = {
  Arabic: /\p{Script=Arabic}/gu,
  Armenian: /\p{Script=Armenian}/gu,
  Bengali: /\p{Script=Bengali}/gu,
  'Chinese characters': /\p{Script=Han}/gu,
  Cyrillic: /\p{Script=Cyrillic}/gu,
  Devanagari: /\p{Script=Devanagari}/gu,
  Ethiopic: /\p{Script=Ethiopic}/gu,
  Georgian: /\p{Script=Georgian}/gu,
  Greek: /\p{Script=Greek}/gu,
  Gujarati: /\p{Script=Gujarati}/gu,
  Gurmukhi: /\p{Script=Gurmukhi}/gu,
  Hangul: /\p{Script=Hangul}/gu,
  Hebrew: /\p{Script=Hebrew}/gu,
  'Japanese kana': /[\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  Kannada: /\p{Script=Kannada}/gu,
  Khmer: /\p{Script=Khmer}/gu,
  Lao: /\p{Script=Lao}/gu,
  Latin: /\p{Script=Latin}/gu,
  Malayalam: /\p{Script=Malayalam}/gu,
  Burmese: /\p{Script=Myanmar}/gu,
  Odia: /\p{Script=Oriya}/gu,
  Sinhala: /\p{Script=Sinhala}/gu,
  Tamil: /\p{Script=Tamil}/gu,
  Telugu: /\p{Script=Telugu}/gu,
  Thaana: /\p{Script=Thaana}/gu,
  Thai: /\p{Script=Thai}/gu,
  Tibetan: /\p{Script=Tibetan}/gu,
} as const;

/** A system of writing, such as `Cyrillic`. */
export type Script = keyof typeof SCRIPTS;

/** The script that more characters of a text are in than in any other; null where none is known. */
export function mainScript(text: string): Script | null {
  let main: Script | null = null;
  let most = 0;
  for (const [name, pattern] of Object.entries(SCRIPTS)) {
    const count = text.match(pattern)?.length ?? 0;
    if (count <= most) continue;
    main = name as Script;
    most = count;
  }
  return main;
}

/** How many of the texts have a character of a script. */
export function countWithScript(texts: readonly string[], script: Script): number {
  return texts.filter((text) => text.search(SCRIPTS[script]) >= 0).length;
}
