import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomNumbers } from './fake-embedder.ts';

export interface GeneratedCorpusOptions {
  readonly passages: number;
  /** The same seed gives the same corpus. */
  readonly seed: string;
}

const PASSAGES_PER_FILE = 4;
const FILES_PER_FOLDER = 500;

const PEOPLE = words('governor minister mayor envoy general doctor teacher sailor engineer farmer');
const NAMES = words(
  'Tarn Vadas Juhász Deák Fenwick Orlov Brandt Silva Novak Lindqvist Moreau Kaya',
);
const TOWNS = words('Osterby Harlow Linford Norwick Velgrad Kessel Marnau Tolvik Brenholt Sarata');
const VERBS = words('opened closed repaired visited inspected praised condemned financed rebuilt');
const THINGS = words(
  'bridge harbour school hospital railway station market power-plant dam archive airport prison ' +
    'library theatre mine tunnel lighthouse refinery warehouse stadium',
);
const ADJECTIVES = words('old new damaged northern crowded flooded famous disputed empty guarded');
const CAUSES = words('flood strike storm vote attack shortage protest drought accident election');

/** Writes a corpus of articles whose sentences look like news and mean nothing. */
export async function generateCorpus(
  corpusDir: string,
  { passages, seed }: GeneratedCorpusOptions,
): Promise<void> {
  const next = randomNumbers(seed);
  const files = Math.ceil(passages / PASSAGES_PER_FILE);
  for (let file = 0; file < files; file++) {
    const target = path.join(corpusDir, generatedFile(file));
    const count = Math.min(PASSAGES_PER_FILE, passages - file * PASSAGES_PER_FILE);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, articleOf(next, count));
  }
}

/** The path below the corpus folder of a generated file. */
export function generatedFile(file: number): string {
  const folder = String(Math.floor(file / FILES_PER_FOLDER)).padStart(3, '0');
  return `${folder}/${String(file).padStart(6, '0')}.md`;
}

/** A heading above each passage keeps it from being joined to the next. */
function articleOf(next: () => number, passages: number): string {
  const day = new Date(Date.UTC(2022, 0, 1 + Math.floor(360 * next()))).toISOString().slice(0, 10);
  const sections = Array.from({ length: passages }, () => {
    const sentences = Array.from({ length: 6 }, () => sentence(next));
    return `## The ${pick(next, ADJECTIVES)} ${pick(next, THINGS)}\n\n${sentences.join(' ')}\n`;
  });
  const title = `${pick(next, TOWNS)} after the ${pick(next, CAUSES)}`;
  return `---\ntitle: ${title}\ndate: ${day}\noutlet: The Morning Post\n---\n\n${sections.join('\n')}`;
}

function sentence(next: () => number): string {
  const person = `${pick(next, PEOPLE)} ${pick(next, NAMES)}`;
  const thing = `${pick(next, ADJECTIVES)} ${pick(next, THINGS)}`;
  const number = Math.floor(10_000 * next());
  return (
    `After the ${pick(next, CAUSES)} in ${pick(next, TOWNS)} the ${person} ${pick(next, VERBS)} ` +
    `the ${thing}, which has ${number} visitors a year.`
  );
}

function pick(next: () => number, choices: readonly string[]): string {
  return choices[Math.floor(next() * choices.length)]!;
}

function words(text: string): string[] {
  return text.split(' ');
}
