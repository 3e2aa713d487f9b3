import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import type { ModelFingerprint } from '../embeddings/embedder.ts';
import type { Aliases } from '../retrieval/aliases.ts';
import type { IndexSummary } from '../retrieval/index-corpus.ts';
import { openSearchIndex, type SearchIndex } from '../retrieval/search-index.ts';
import type { Secret } from '../secret.ts';
import { rollbackIndex } from '../vector-index/rollback.ts';
import { warn } from './terminal.ts';

/** Where the index is that questions are answered from. */
export interface IndexHome {
  /** What messages call it. */
  readonly name: string;
  /** Null when there is no index yet; errors as of `openSearchIndex`. */
  open(model: ModelFingerprint, aliases: Aliases): Promise<SearchIndex | null>;
  /**
   * Brings the index up to date by building it in the index folder.
   *
   * @param options.waits waits for another process that is doing so, instead of refusing.
   * @param options.anew takes nothing over from the index that is there.
   */
  update(
    model: ModelFingerprint,
    build: () => Promise<IndexSummary>,
    options?: { readonly waits?: boolean; readonly anew?: boolean },
  ): Promise<IndexSummary>;
  /** Goes back to the generation before, and tells when that was built, ISO 8601. */
  rollback(): Promise<string>;
}

/** A server is asked again this often whether another process is done. */
const LOCK_POLL_MS = 1000;

/** The home that the settings name. Connects to nothing yet. */
export function indexHomeOf(config: Config): IndexHome {
  return config.vectorStore === null ? onDisk(config) : onServer(config, config.vectorStore);
}

function onDisk({ indexDir }: Config): IndexHome {
  return {
    name: indexDir,
    open: (model, aliases) => openSearchIndex(indexDir, model, aliases),
    update: (_, build) => build(),
    rollback: () => rollbackIndex(indexDir),
  };
}

function onServer(config: Config, url: Secret): IndexHome {
  // Loaded late: who answers from disk need not load the driver.
  const load = async () => {
    const { PostgresServer } = await import('../postgres/server.ts');
    return new PostgresServer(url);
  };
  let loaded: ReturnType<typeof load> | undefined;
  const server = (): ReturnType<typeof load> => (loaded ??= load());
  return {
    name: 'PostgreSQL',
    async open(model, aliases) {
      const { openPostgresIndex } = await import('../postgres/open-index.ts');
      return openPostgresIndex(await server(), model, aliases);
    },
    async update(model, build, { waits = false, anew = false } = {}) {
      const { updateShared } = await import('../postgres/update-shared.ts');
      const { IndexWriter, busy } = await import('../postgres/index-writer.ts');
      let writer = await IndexWriter.open(await server());
      if (writer === null && !waits) throw busy();
      if (writer === null) warn('Another process is changing the index; waiting until it is done.');
      while (writer === null) {
        await sleep(LOCK_POLL_MS);
        writer = await IndexWriter.open(await server());
      }
      try {
        return await updateShared(writer, config, model, build, { anew });
      } finally {
        await writer.close();
      }
    },
    async rollback() {
      const { IndexWriter, busy } = await import('../postgres/index-writer.ts');
      const writer = await IndexWriter.open(await server());
      if (writer === null) throw busy();
      try {
        return await writer.rollback();
      } finally {
        await writer.close();
      }
    },
  };
}
