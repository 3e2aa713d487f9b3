import type { PartOfSpeech } from './wordnet.ts';

/** A word as a dictionary may have it. */
export interface BaseForm {
  readonly lemma: string;
  /** Of what the word would be a form; null for the word as it is, which may be anything. */
  readonly partOfSpeech: PartOfSpeech | null;
}

/** Endings, and what stands in their place in the base form: WordNet's own rules of detachment. */
const ENDINGS: readonly (readonly [partOfSpeech: PartOfSpeech, ending: string, base: string])[] = [
  ['n', 's', ''],
  ['n', 'ses', 's'],
  ['n', 'ves', 'f'],
  ['n', 'xes', 'x'],
  ['n', 'zes', 'z'],
  ['n', 'ches', 'ch'],
  ['n', 'shes', 'sh'],
  ['n', 'men', 'man'],
  ['n', 'ies', 'y'],
  ['v', 's', ''],
  ['v', 'ies', 'y'],
  ['v', 'es', ''],
  ['v', 'ed', 'e'],
  ['v', 'ed', ''],
  ['v', 'ing', 'e'],
  ['v', 'ing', ''],
  ['a', 'er', ''],
  ['a', 'est', ''],
  ['a', 'er', 'e'],
  ['a', 'est', 'e'],
];
/** `banned`, `running`, `biggest`. */
const DOUBLED_LETTER = /(?:bb|dd|ff|gg|kk|ll|mm|nn|pp|rr|tt|vv|zz)$/;

/**
 * What a word may be a form of, itself first. Most of these are no words; of forms that no ending
 * makes (`children`, `went`) there is only the word itself.
 */
export function baseForms(word: string): BaseForm[] {
  const forms: BaseForm[] = [{ lemma: word, partOfSpeech: null }];
  for (const [partOfSpeech, ending, base] of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const rest = word.slice(0, -ending.length);
    forms.push({ lemma: rest + base, partOfSpeech });
    if (base === '' && DOUBLED_LETTER.test(rest) && !ending.endsWith('s')) {
      forms.push({ lemma: rest.slice(0, -1), partOfSpeech });
    }
  }
  return forms;
}
