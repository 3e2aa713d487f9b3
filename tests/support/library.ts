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
import { openSearchIndex, type SearchIndex } from '../../src/retrieval/search-index.ts';
import type { Manifest } from '../../src/vector-index/manifest.ts';
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
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(library.file(name)), { recursive: true });
      await writeFile(library.file(name), content);
    }
    return library;
  }

  private constructor(folder: string, embedder: Embedder) {
    this.#folder = folder;
    this.corpusDir = path.join(folder, 'corpus');
    this.indexDir = path.join(folder, 'index');
    this.embedder = embedder;
  }

  /** The same files in a folder of their own. */
  async copy(): Promise<Library> {
    const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-library-'));
    await cp(this.#folder, folder, { recursive: true, preserveTimestamps: true });
    return new Library(folder, this.embedder);
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

  async open(): Promise<SearchIndex> {
    const index = await openSearchIndex(this.indexDir, this.embedder.fingerprint);
    if (index === null) throw new Error(`no index in ${this.indexDir}`);
    return index;
  }

  /** The folder of the current generation. */
  async generation(): Promise<string> {
    const name = await readFile(path.join(this.indexDir, 'current'), 'utf8');
    return path.join(this.indexDir, name.trim());
  }

  /** What stands in the index folder beside the file that names the current generation. */
  async generations(): Promise<string[]> {
    return (await readdir(this.indexDir)).filter((name) => name !== 'current');
  }

  /** Changes the manifest of the current generation as a program would that meant it. */
  async rewriteManifest(change: (manifest: Manifest) => object): Promise<void> {
    const folder = await this.generation();
    const file = path.join(folder, 'manifest.json');
    const content = JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')) as Manifest));
    await writeFile(file, content);
    // The name of a generation ends with the checksum of its manifest.
    const name = path.basename(folder).replace(/[0-9a-f]{8}$/, sha256(content).slice(0, 8));
    await rename(folder, path.join(this.indexDir, name));
    await writeFile(path.join(this.indexDir, 'current'), `${name}\n`);
  }
}
