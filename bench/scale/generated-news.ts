import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { STOP_WORDS } from '../../src/retrieval/stop-words.ts';
import { randomNumbers } from '../../tests/support/fake-embedder.ts';

/**
 * Makes up as many articles as wanted whose words are as unevenly spread as those of real ones: few
 * are everywhere and most are rare (Zipf's law), new names keep coming as the corpus grows (Heaps'
 * law), and an article stays with the words and the names of its topic. They mean nothing.
 */
export class GeneratedNews {
  readonly #next: () => number;
  /** Real words, commonest first. */
  readonly #words: readonly string[];
  readonly #topics: readonly Topic[];

  private constructor(words: readonly string[], passages: number, seed: string) {
    this.#next = randomNumbers(seed);
    this.#words = words;
    const sections = Array.from({ length: SECTIONS }, () =>
      Array.from({ length: SECTION_WORDS }, () => this.#word()),
    );
    const topics = Math.ceil(passages / PASSAGES_PER_TOPIC);
    this.#topics = Array.from({ length: topics }, () => ({
      section: this.#pick(sections),
      words: Array.from({ length: TOPIC_WORDS }, () => this.#word()),
      names: Array.from({ length: TOPIC_NAMES }, () => this.#name()),
    }));
  }

  static async create(passages: number, seed: string): Promise<GeneratedNews> {
    const file = path.join(EMBEDDED_MODEL_DIR, 'tokenizer.json');
    const { model } = JSON.parse(await readFile(file, 'utf8')) as {
      model: { vocab: Record<string, number> };
    };
    const words = Object.keys(model.vocab).filter(
      (word) => /^[a-z]{3,}$/.test(word) && !STOP_WORDS.has(word),
    );
    return new GeneratedNews(words, passages, seed);
  }

  /** Writes articles into a folder, `PASSAGES_PER_ARTICLE` passages each. */
  async write(corpusDir: string, passages: number): Promise<void> {
    for (let article = 0; article * PASSAGES_PER_ARTICLE < passages; article++) {
      const target = path.join(corpusDir, articleFile(article));
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, this.article());
    }
  }

  /** An article; a heading above each passage keeps it from being joined to the next. */
  article(): string {
    const topic = this.#pick(this.#topics);
    const day = new Date(Date.UTC(2020, 0, 1 + this.#below(1500))).toISOString().slice(0, 10);
    const sections = Array.from({ length: PASSAGES_PER_ARTICLE }, () => {
      const sentences = Array.from({ length: SENTENCES }, () => this.#sentence(topic));
      return `## ${capitalise(this.#oftenFirst(topic.words))} ${this.#oftenFirst(topic.words)}\n\n${sentences.join(' ')}\n`;
    });
    const title = `${this.#pick(topic.names)} and the ${this.#oftenFirst(topic.words)}`;
    return `---\ntitle: ${title}\ndate: ${day}\noutlet: The Morning Post\n---\n\n${sections.join('\n')}`;
  }

  /** A question with words of a sentence of an article. */
  questionAbout(article: string): string {
    const sentences = article.split(/\n+/).flatMap((line) => line.split(/(?<=\.) /));
    const long = sentences.filter((sentence) => sentence.split(' ').length >= 8);
    const words = this.#pick(long).replace('.', '').split(' ').slice(1);
    const telling = words.filter((word) => !STOP_WORDS.has(word.toLowerCase()));
    const names = telling.filter((word) => /^[A-Z]/.test(word)).slice(0, 2);
    const others = telling.filter((word) => /^[a-z]/.test(word)).slice(0, 4);
    return `${this.#pick(QUESTION_OPENINGS)} ${[...names, ...others].join(' ')}?`;
  }

  #sentence(topic: Topic): string {
    const words = Array.from({ length: 8 + this.#below(12) }, () => {
      const kind = this.#next();
      if (kind < 0.4) return this.#pick(FUNCTION_WORDS);
      if (kind < 0.52) return this.#word();
      if (kind < 0.66) return this.#oftenFirst(topic.section);
      if (kind < 0.86) return this.#oftenFirst(topic.words);
      if (kind < 0.95) return this.#pick(topic.names);
      if (kind < 0.965) return this.#name();
      return String(2 + this.#below(5000));
    });
    return `${capitalise(words.join(' '))}.`;
  }

  #word(): string {
    return this.#oftenFirst(this.#words);
  }

  /** The word of rank r comes in proportion to 1 / r. */
  #oftenFirst(words: readonly string[]): string {
    return words[Math.floor(words.length ** this.#next()) - 1]!;
  }

  /** A name that is made up of syllables: few come often, most once. */
  #name(): string {
    let rank = Math.floor(MAX_NAMES ** this.#next());
    let name = '';
    while (rank > 0) {
      name += SYLLABLES[rank % SYLLABLES.length]!;
      rank = Math.floor(rank / SYLLABLES.length);
    }
    return capitalise(name.padEnd(4, 'ov'));
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[this.#below(choices.length)]!;
  }

  #below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }
}

/** What articles about the same have in common, commonest first. */
interface Topic {
  /** Shared with other topics, as the words of sport or of politics are. */
  readonly section: readonly string[];
  readonly words: readonly string[];
  readonly names: readonly string[];
}

export const PASSAGES_PER_ARTICLE = 4;
const ARTICLES_PER_FOLDER = 500;
const PASSAGES_PER_TOPIC = 80;
const SECTIONS = 20;
const SECTION_WORDS = 300;
const TOPIC_WORDS = 40;
const TOPIC_NAMES = 12;
/** So many sentences are as long as a passage of the articles that come with Verbatim. */
const SENTENCES = 6;
const MAX_NAMES = 2_000_000;
const FUNCTION_WORDS = [...STOP_WORDS].filter((word) => word.length <= 5);
const SYLLABLES =
  'ba ko ri ten val mos dra lin ger hu os pe stra vi zen kal mir no tur el ja schu fen dov ik la ras ber'.split(
    ' ',
  );
const QUESTION_OPENINGS = [
  'What is known about',
  'Who spoke of',
  'When did',
  'How many were',
  'Where was',
  'Why did',
];

/** The path below the corpus folder of a generated article. */
export function articleFile(article: number): string {
  const folder = String(Math.floor(article / ARTICLES_PER_FOLDER)).padStart(4, '0');
  return `${folder}/${String(article).padStart(7, '0')}.md`;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
