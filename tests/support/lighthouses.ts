/** A building of which an article says how high it is. */
export interface Lighthouse {
  readonly town: string;
  readonly metres: number;
}

const BEGINNINGS = ['Ald', 'Brem', 'Corv', 'Dun', 'Elm', 'Falk', 'Grim'];
const ENDINGS = ['haven', 'wick', 'stad', 'moor', 'ness'];

/** Towns by the sea that do not exist, no two alike. */
export const LIGHTHOUSES: readonly Lighthouse[] = BEGINNINGS.flatMap((beginning, row) =>
  ENDINGS.map((ending, column) => ({
    town: `${beginning}${ending}`,
    metres: 20 + row * ENDINGS.length + column,
  })),
);

/** The articles about some lighthouses, by the names of their files. */
export function articlesOn(lighthouses: readonly Lighthouse[]): Record<string, string> {
  return Object.fromEntries(
    lighthouses.map(({ town, metres }) => [
      `${town.toLowerCase()}.md`,
      `---\ntitle: A visit to ${town}\ndate: 2022-11-16\noutlet: The Harbour Gazette\n---\n\n` +
        `The lighthouse of ${town} is ${metres} metres high. Its keeper lets visitors in at noon.\n`,
    ]),
  );
}

/** The question that such an article answers. */
export function asksAbout({ town }: Lighthouse): string {
  return `How high is the lighthouse of ${town}?`;
}
