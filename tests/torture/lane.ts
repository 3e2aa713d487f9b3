import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXACT_SCAN_LIMIT } from '../../src/vector-index/hnsw-store.ts';
import { LOCK_FILE } from '../../src/vector-index/index-lock.ts';
import { readCurrent } from '../../src/vector-index/current-file.ts';
import { generateCorpus, generatedFile } from '../support/generated-corpus.ts';
import { type Run, runVerbatim } from '../support/run-verbatim.ts';

const BUNDLED_CORPUS = fileURLToPath(new URL('../../corpus', import.meta.url));
const QUESTION = 'Who opened the glass observatory above Velgrad?';

/** One of the two states that the corpus of a lane goes back and forth between. */
export type State = 0 | 1;

/** A corpus with an index that is put under stress, in folders of its own. */
export class Lane {
  readonly name: string;
  readonly corpusDir: string;
  readonly indexDir: string;
  readonly #folder: string;
  readonly #edited: string;
  readonly #original: string;

  /** A copy of the corpus that comes with the program; its index has no graph. */
  static async ofBundledCorpus(): Promise<Lane> {
    const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-torture-'));
    await cp(BUNDLED_CORPUS, path.join(folder, 'corpus'), { recursive: true });
    const [first] = (await readdir(path.join(folder, 'corpus', 'sample')))
      .filter((file) => /^\d.*\.md$/.test(file))
      .sort();
    return Lane.#create('bundled corpus', folder, `sample/${first}`);
  }

  /** A corpus that is large enough for a graph. */
  static async ofGeneratedCorpus(passages = EXACT_SCAN_LIMIT + 200): Promise<Lane> {
    const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-torture-'));
    await generateCorpus(path.join(folder, 'corpus'), { passages, seed: 'torture' });
    return Lane.#create(`${passages} generated passages`, folder, generatedFile(7));
  }

  static async #create(name: string, folder: string, edited: string): Promise<Lane> {
    await mkdir(path.join(folder, 'index'));
    const original = await readFile(path.join(folder, 'corpus', edited), 'utf8');
    return new Lane(name, folder, edited, original);
  }

  private constructor(name: string, folder: string, edited: string, original: string) {
    this.name = name;
    this.corpusDir = path.join(folder, 'corpus');
    this.indexDir = path.join(folder, 'index');
    this.#folder = folder;
    this.#edited = path.join(this.corpusDir, edited);
    this.#original = original;
  }

  /** Brings the corpus, not the index, into a state: they differ in one article. */
  async setState(state: State): Promise<void> {
    const opener = state === 0 ? 'Mira Tolvanen' : 'Anselm Kerrigan';
    const news = `\n\n## Observatory\n\n${opener} opened the glass observatory above Velgrad.\n`;
    await writeFile(this.#edited, this.#original + news);
  }

  /** A folder of the lane that is removed with it. */
  folder(name: string): string {
    return path.join(this.#folder, name);
  }

  environment(indexDir = this.indexDir): NodeJS.ProcessEnv {
    return {
      CORPUS_DIR: this.corpusDir,
      INDEX_DIR: indexDir,
      GRAPH_FROM: String(EXACT_SCAN_LIMIT + 1),
    };
  }

  /** Runs `index` to its end. */
  index(args: readonly string[] = [], indexDir = this.indexDir): Promise<Run> {
    return runVerbatim(['index', ...args], { env: this.environment(indexDir) });
  }

  /** Runs `ask --json` with a question whose answer tells the two states apart. */
  ask(indexDir = this.indexDir): Promise<Run> {
    return runVerbatim(['ask', '--json', QUESTION], { env: this.environment(indexDir) });
  }

  /** What `ask` answers, without the time that it took. */
  async answer(indexDir = this.indexDir): Promise<string> {
    const { code, stdout, stderr } = await this.ask(indexDir);
    if (code !== 0) throw new Error(`ask ends with ${code}: ${stderr}`);
    return withoutTime(stdout);
  }

  /** What stands in the index folder beside the lock, `current` and the generations that it names. */
  async leftovers(indexDir = this.indexDir): Promise<string[]> {
    const names = await readCurrent(indexDir);
    const expected = new Set([LOCK_FILE, 'current', names?.current, ...(names?.previous ?? [])]);
    return (await readdir(indexDir)).filter((entry) => !expected.has(entry));
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export { QUESTION };

/** An answer as printed by `ask --json`, without the time that it took. */
export function withoutTime(answer: string): string {
  const { ms: _, ...rest } = JSON.parse(answer) as { ms: number };
  return JSON.stringify(rest);
}

/** A Markdown table. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const [head = [], ...body] = rows;
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
