import type { AliasGroup } from '../corpus/read-aliases.ts';
import { termsOf } from './analyze.ts';

/** Another name for something that a question names. */
export interface Alias {
  /** The terms of the name; several that stand together where it has several words. */
  readonly terms: readonly string[];
  /** What it counts for, beside 1 for the name that the question uses. */
  readonly weight: number;
}

/** A name in a question that has other names. */
export interface AliasedName {
  /** Positions of its terms in the question, half-open. */
  readonly start: number;
  readonly end: number;
  readonly aliases: readonly Alias[];
}

/** What the names of a group have to do with what the group is about. */
type Role = 'same' | 'people' | 'seat';

/**
 * How near two names of a group are: equal names, the country and its people, and the capital that
 * stands for the government as often as for itself.
 */
const WEIGHTS: Readonly<Record<`${Role} ${Role}`, number>> = {
  'same same': 0.9,
  'same people': 0.6,
  'people same': 0.6,
  'people people': 0.6,
  'seat same': 0.3,
  'seat people': 0.3,
  'seat seat': 0.3,
  // A question about a country is hardly ever one about its capital.
  'same seat': 0,
  'people seat': 0,
};

/** A name of the list, by its terms. */
interface ListedName {
  readonly terms: readonly string[];
  /** By their terms joined, so that none comes twice. */
  readonly aliases: Map<string, Alias>;
}

/** Other names of what a question names, from lists that people keep. */
export class Aliases {
  /** Names by their first term, those of most terms first. */
  readonly #names = new Map<string, ListedName[]>();

  constructor(groups: readonly AliasGroup[]) {
    for (const group of groups) this.#addGroup(group);
    for (const names of this.#names.values()) {
      names.sort((a, b) => b.terms.length - a.terms.length);
    }
  }

  /** Whether a term alone is a name of the lists, so that it is no other name with a typing error. */
  has(term: string): boolean {
    return this.#names.get(term)?.some(({ terms }) => terms.length === 1) ?? false;
  }

  /** The listed names among the terms of a question, in order. Of names that overlap the longest. */
  find(terms: readonly string[]): AliasedName[] {
    const found: AliasedName[] = [];
    for (let start = 0; start < terms.length;) {
      const name = this.#names
        .get(terms[start]!)
        ?.find((listed) => listed.terms.every((term, i) => terms[start + i] === term));
      const end = start + (name?.terms.length ?? 1);
      if (name !== undefined) found.push({ start, end, aliases: [...name.aliases.values()] });
      start = end;
    }
    return found;
  }

  #addGroup(group: AliasGroup): void {
    const names = (['same', 'people', 'seat'] as const).flatMap((role) =>
      group[role]
        .map((name) => ({ role, terms: termsOfName(name) }))
        .filter(({ terms }) => terms[0]),
    );
    for (const { role, terms } of names) {
      const { aliases } = this.#named(terms);
      for (const other of names) {
        const weight = WEIGHTS[`${role} ${other.role}`];
        const key = other.terms.join(' ');
        if (key === terms.join(' ') || weight <= (aliases.get(key)?.weight ?? 0)) continue;
        aliases.set(key, { terms: other.terms, weight });
      }
    }
  }

  #named(terms: readonly string[]): ListedName {
    const names = this.#names.get(terms[0]!) ?? [];
    this.#names.set(terms[0]!, names);
    const key = terms.join(' ');
    let name = names.find((listed) => listed.terms.join(' ') === key);
    if (name === undefined) {
      name = { terms, aliases: new Map() };
      names.push(name);
    }
    return name;
  }
}

/** No other names at all. */
export const NO_ALIASES = new Aliases([]);

/** Beside a word without capitals those of an acronym mean something: US, WHO. */
function termsOfName(name: string): string[] {
  return termsOf(`a ${name.replaceAll('-', ' ')}`);
}
