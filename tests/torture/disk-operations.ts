import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { listCorpus } from '../../src/corpus/list-corpus.ts';
import { CorpusFolder } from '../../src/curation/corpus-folder.ts';
import { UploadShelf } from '../../src/curation/upload-shelf.ts';
import { indexCorpus } from '../../src/retrieval/index-corpus.ts';
import { openSearchIndex } from '../../src/retrieval/search-index.ts';
import { rollbackIndex } from '../../src/vector-index/rollback.ts';
import { findLeftovers } from '../../src/vector-index/sweep.ts';
import { sha256 } from '../../src/corpus/article.ts';
import { FakeEmbedder } from '../support/fake-embedder.ts';

/** Something that changes a folder on disk, as a whole or not at all. */
export interface DiskOperation {
  readonly name: string;
  /** Makes the state before. */
  prepare(folder: string): Promise<void>;
  run(folder: string): Promise<void>;
  /** What the next start does before anything else. */
  restart(folder: string): Promise<void>;
  /** The parts of the state as the program sees it; throws where anything is not whole. */
  inspect(folder: string): Promise<readonly string[]>;
  /** What is there and belongs to nothing. */
  leftovers(folder: string): Promise<string[]>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const FLOOD = 'The river rose by two metres overnight, officials in Harlow said.\n';
const BRIDGE = '# The bridge\n\nMayor Ingrid Tarn opened the bridge over the Lenne on Tuesday.\n';
const embedder = new FakeEmbedder();

export const DISK_OPERATIONS: readonly DiskOperation[] = [
  indexOperation('indexing for the first time', async () => {}),
  indexOperation('indexing again', async (folder) => {
    await index(folder);
    await writeFile(corpusOf(folder, 'bridge.md'), BRIDGE.replace('Tuesday', 'Friday'));
    await writeFile(corpusOf(folder, 'ferry.md'), '# The ferry\n\nThe ferry sails no more.\n');
  }),
  {
    ...indexOperation('going back', async (folder) => {
      await index(folder);
      await writeFile(corpusOf(folder, 'bridge.md'), BRIDGE.replace('Tuesday', 'Friday'));
      await index(folder);
    }),
    run: async (folder) => void (await rollbackIndex(indexOf(folder))),
  },
  corpusOperation(
    'adding an article',
    async () => {},
    async (folder) => {
      await folder.add({ name: 'ferry.md', bytes: Buffer.from(BRIDGE.repeat(400)) });
    },
  ),
  corpusOperation(
    'removing an article',
    async () => {},
    async (folder) => {
      await folder.remove('flood.txt', Date.UTC(2022, 10, 16));
    },
  ),
  corpusOperation(
    'restoring an article',
    async (folder) => void (await folder.remove('flood.txt', Date.UTC(2022, 10, 16))),
    async (folder) => {
      const [removed] = await folder.listRemoved();
      await folder.restore(removed!.id);
    },
  ),
  corpusOperation(
    'forgetting an article',
    async (folder) => void (await folder.remove('flood.txt', Date.UTC(2022, 10, 16))),
    async (folder) => void (await folder.forgetRemovedBefore(Date.now())),
  ),
  {
    name: 'keeping an upload',
    async prepare(folder) {
      await (await UploadShelf.open(shelfOf(folder))).put('1', Buffer.from(FLOOD));
    },
    async run(folder) {
      await (await UploadShelf.open(shelfOf(folder))).put('1', Buffer.from(BRIDGE));
    },
    restart: async (folder) => void (await UploadShelf.open(shelfOf(folder), Date.now() + DAY_MS)),
    inspect: async (folder) => [await readFile(path.join(shelfOf(folder), '1'), 'utf8')],
    leftovers: (folder) => hiddenBelow(shelfOf(folder)),
  },
];

function indexOperation(name: string, prepare: (folder: string) => Promise<void>): DiskOperation {
  return {
    name,
    async prepare(folder) {
      await prepareCorpus(folder);
      // An index that is lost with its whole folder is built at the next start.
      await mkdir(indexOf(folder));
      await prepare(folder);
    },
    run: index,
    restart: async (folder) => void (await openSearchIndex(indexOf(folder), embedder.fingerprint)),
    async inspect(folder) {
      const opened = await openSearchIndex(indexOf(folder), embedder.fingerprint);
      if (opened === null) return [];
      const { articles } = opened;
      return [Array.from({ length: articles.size }, (_, at) => articles.row(at).sha256).join()];
    },
    leftovers: (folder) => findLeftovers(indexOf(folder)),
  };
}

function corpusOperation(
  name: string,
  prepare: (folder: CorpusFolder) => Promise<void>,
  run: (folder: CorpusFolder) => Promise<void>,
): DiskOperation {
  const open = (folder: string, nowMs?: number): Promise<CorpusFolder> => {
    const folders = { corpusDir: corpusOf(folder), removedDir: path.join(folder, 'removed') };
    return CorpusFolder.open(folders, nowMs);
  };
  return {
    name,
    async prepare(folder) {
      await prepareCorpus(folder);
      await prepare(await open(folder));
    },
    run: async (folder) => run(await open(folder)),
    // Leftovers are swept once they can be nobody's who is still at work.
    restart: async (folder) => void (await open(folder, Date.now() + DAY_MS)),
    async inspect(folder) {
      const { files } = await listCorpus(corpusOf(folder), { sampleCorpus: true });
      const shown = files.map(async (file) => {
        return `${file.path} ${sha256(await readFile(corpusOf(folder, file.path)))}`;
      });
      const removed = (await (await open(folder)).listRemoved()).map(
        async (file) =>
          `removed ${file.path} ${sha256(await readFile(path.join(folder, 'removed', file.id, file.path)))}`,
      );
      return Promise.all([...shown, ...removed]);
    },
    async leftovers(folder) {
      const removedDir = path.join(folder, 'removed');
      const kept = new Set((await (await open(folder)).listRemoved()).map(({ id }) => id));
      const empty = (await readdir(removedDir).catch(() => [])).filter((id) => !kept.has(id));
      return [...(await hiddenBelow(folder)), ...empty];
    },
  };
}

async function prepareCorpus(folder: string): Promise<void> {
  await mkdir(corpusOf(folder));
  await writeFile(corpusOf(folder, 'bridge.md'), BRIDGE);
  await writeFile(corpusOf(folder, 'flood.txt'), FLOOD);
}

async function index(folder: string): Promise<void> {
  await indexCorpus({
    corpusDir: corpusOf(folder),
    indexDir: indexOf(folder),
    embedder,
    sampleCorpus: true,
  });
}

async function hiddenBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((entry) => path.basename(entry).startsWith('.'));
}

function corpusOf(folder: string, file = ''): string {
  return path.join(folder, 'corpus', file);
}

function indexOf(folder: string): string {
  return path.join(folder, 'index');
}

function shelfOf(folder: string): string {
  return path.join(folder, 'incoming');
}
