import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sha256 } from '../../src/corpus/article.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import {
  type IndexCorpusOptions,
  type IndexSummary,
  indexCorpus,
} from '../../src/retrieval/index-corpus.ts';
import { type EmbeddedIndex, openSearchIndex } from '../../src/retrieval/search-index.ts';
import {
  type GenerationNames,
  readCurrent,
  writeCurrent,
} from '../../src/vector-index/current-file.ts';
import { LOCK_FILE } from '../../src/vector-index/index-lock.ts';
import type { Manifest } from '../../src/vector-index/manifest.ts';
import { onTestFinished } from 'vitest';
import { FakeEmbedder } from './fake-embedder.ts';

/** A small corpus about two towns that do not exist. */
export const SAMPLE_FILES = {
  'bridge.md': `---
title: Osterby opens its new bridge
date: 2022-11-16
outlet: The Morning Post
---

Mayor Ingrid Tarn opened the new bridge over the Lenne on Tuesday. It took four years to build and
cost 23.5 million crowns, two million more than the council of Osterby had planned.

# Ferry to stop at the end of the year

The old ferry will make its last crossing on 31 December 2022. “We shall miss it 🚢,” said
its captain, Oskar Vadas, who has steered it since 1991.
`,
  'harbour/strike.txt': `Dockers in Harlow walk out over pay

Thursday 29 December 2022
Harbour Herald

More than 400 dockers walked out of the port of Harlow on Thursday morning. They demand nine percent
more pay, said Miklos Deák of the dockers’ union.

The port authority called the strike “illegal and damaging”. It said that eleven freighters
were waiting outside the harbour, two of them with grain.
`,
  'flood.txt': `Flood leaves half of Harlow without electricity

Monday 14 November 2022
The Morning Post

The river rose by two metres overnight and flooded a transformer station, officials in Harlow said.
Some 9,000 homes had no electricity until noon.

The governor, Petra Juhász, asked for pumps and blankets. A café by the quay served free soup.
`,
  'undated.md': `# Notes on the lighthouse

The lighthouse of Harlow was built in 1874 and is 41 metres high. Its lamp can be seen for 19 miles.
`,
} as const;

/** A corpus folder with an index folder beside it, and the model that the index is made with. */
export class Library {
  readonly corpusDir: string;
  readonly indexDir: string;
  readonly embedder: Embedder;
  readonly #folder: string;

  /** @param files content by path below the corpus folder. */
  static async create(
    files: Readonly<Record<string, string | Uint8Array>> = SAMPLE_FILES,
    embedder: Embedder = new FakeEmbedder(),
  ): Promise<Library> {
    const library = new Library(await mkdtemp(path.join(tmpdir(), 'verbatim-library-')), embedder);
    await mkdir(library.corpusDir);
    await library.edit(files);
    return library;
  }

  private constructor(folder: string, embedder: Embedder, indexName = 'index') {
    this.#folder = folder;
    this.corpusDir = path.join(folder, 'corpus');
    this.indexDir = path.join(folder, indexName);
    this.embedder = embedder;
  }

  /** The same files in a folder of their own. */
  async copy(): Promise<Library> {
    const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-library-'));
    await cp(this.#folder, folder, { recursive: true, preserveTimestamps: true });
    return new Library(folder, this.embedder);
  }

  /** The same corpus with another index, which goes when this library is removed. */
  withIndex(name: string): Library {
    return new Library(this.#folder, this.embedder, name);
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A file of the corpus. */
  file(name: string): string {
    return path.join(this.corpusDir, name);
  }

  index(options: Partial<IndexCorpusOptions> = {}): Promise<IndexSummary> {
    const { corpusDir, indexDir, embedder } = this;
    return indexCorpus({ corpusDir, indexDir, embedder, sampleCorpus: true, ...options });
  }

  async open(): Promise<EmbeddedIndex> {
    const index = await openSearchIndex(this.indexDir, this.embedder.fingerprint);
    if (index === null) throw new Error(`no index in ${this.indexDir}`);
    return index;
  }

  /** The folder of the current generation. */
  async generation(): Promise<string> {
    return path.join(this.indexDir, (await this.names()).current);
  }

  /** The generations that are current and kept, as the index names them. */
  async names(): Promise<GenerationNames> {
    const names = await readCurrent(this.indexDir);
    if (names === null) throw new Error(`no index in ${this.indexDir}`);
    return names;
  }

  /** What stands in the index folder beside the names of the generations and the lock. */
  async generations(): Promise<string[]> {
    // A folder that was never made has none.
    const entries = existsSync(this.indexDir) ? await readdir(this.indexDir) : [];
    return entries.filter((name) => name !== 'current' && name !== LOCK_FILE).sort();
  }

  /** The bytes of a file of the current generation. */
  async bytes(file: string): Promise<Buffer> {
    return readFile(path.join(await this.generation(), file));
  }

  /** Writes files of the corpus; null removes one. */
  async edit(files: Readonly<Record<string, string | Uint8Array | null>>): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(this.file(name)), { recursive: true });
      if (content === null) await rm(this.file(name));
      else await writeFile(this.file(name), content);
    }
  }

  /** Changes the manifest of the current generation as a program would that meant it. */
  async rewriteManifest(change: (manifest: Manifest) => object): Promise<void> {
    const { previous } = await this.names();
    const folder = await this.generation();
    const file = path.join(folder, 'manifest.json');
    const content = JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')) as Manifest));
    await writeFile(file, content);
    // The name of a generation ends with the checksum of its manifest.
    const name = path.basename(folder).replace(/[0-9a-f]{8}$/, sha256(content).slice(0, 8));
    await rename(folder, path.join(this.indexDir, name));
    await writeCurrent(this.indexDir, { current: name, previous });
  }
}

/** A library that lives as long as the current test. */
export async function libraryOf(
  files: Readonly<Record<string, string | Uint8Array>> = SAMPLE_FILES,
  embedder?: Embedder,
): Promise<Library> {
  const library = await Library.create(files, embedder);
  onTestFinished(() => library.remove());
  return library;
}

/** A copy of a library with its index, for the current test to spoil. */
export async function copyOf(library: Library): Promise<Library> {
  const copy = await library.copy();
  onTestFinished(() => copy.remove());
  return copy;
}

/** The paths of the articles that the index of a library holds. */
export async function pathsIn(library: Library): Promise<string[]> {
  const { articles } = await library.open();
  return Array.from({ length: articles.size }, (_, position) => articles.row(position).path);
}
