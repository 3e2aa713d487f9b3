import type { Command } from 'commander';
import { ConfigError, IndexError, toFailure } from '../errors.ts';
import { GraphBuilder } from '../vector-index/build-graph.ts';
import type { LinkMessage, LinkRequest } from '../vector-index/graph-process.ts';
import { loadHnswLibrary } from '../vector-index/hnsw-store.ts';

/** `link`: links the vectors of an index for the process that started this one. */
export function addLinkCommand(program: Command): void {
  program
    .command('link', { hidden: true })
    .argument('<vectors>', 'the file of the vectors')
    .argument('<dims>', 'how many numbers a vector has', Number)
    .description('link vectors to a graph for the process that started this one')
    .action(async (vectorsFile: string, dims: number) => {
      if (!process.connected) {
        throw new ConfigError('link is what indexing starts for itself; to index, use index');
      }
      process.on('disconnect', () => process.exit());
      // A terminal and a service manager tell every process to end; the parent says when.
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
      // Requests may come before the library is loaded.
      const builder = openBuilder(vectorsFile, dims);
      let done: Promise<unknown> = builder;
      process.on('message', (request: LinkRequest) => {
        done = done
          .then(async () => carryOut(await builder, request))
          .catch((error: unknown) => tellParent({ kind: 'failed', ...toFailure(error) }));
      });
    });
}

async function openBuilder(vectorsFile: string, dims: number): Promise<GraphBuilder> {
  const hnsw = await loadHnswLibrary();
  if (hnsw.library === null) throw new IndexError(`passages cannot be linked: ${hnsw.reason}`);
  return new GraphBuilder(hnsw.library, vectorsFile, dims);
}

async function carryOut(builder: GraphBuilder, request: LinkRequest): Promise<void> {
  if (request.kind === 'link') {
    await builder.insertUpTo(request.passages, (passages) =>
      tellParent({ kind: 'linked', passages }),
    );
  } else {
    await builder.write(request.file);
    tellParent({ kind: 'written' });
  }
}

function tellParent(message: LinkMessage): void {
  // One that has died need not be told, and this process ends in a moment.
  process.send?.(message, undefined, undefined, () => {});
}
