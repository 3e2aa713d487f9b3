import { GraphProcess } from './graph-process.ts';
import { type HnswLibrary, loadHnswLibrary, needsGraph } from './hnsw-store.ts';
import { type PreviousGraph, updateHnswGraph } from './update-graph.ts';

/**
 * Makes the graph of a generation: by changing the one before where little has changed, else anew, and
 * then while vectors are still being written.
 */
export class GraphWriter {
  readonly #vectorsFile: string;
  readonly #dims: number;
  readonly #previous: PreviousGraph | null;
  readonly #graphFrom: number;
  #process: GraphProcess | undefined;

  /**
   * @param previous what the graph can be made from; null builds it anew.
   * @param graphFrom with how many passages there is a graph at all.
   */
  constructor(
    vectorsFile: string,
    dims: number,
    previous: PreviousGraph | null,
    graphFrom: number,
  ) {
    this.#vectorsFile = vectorsFile;
    this.#dims = dims;
    this.#previous = previous;
    this.#graphFrom = graphFrom;
  }

  /** Links the vectors that are on disk in the background, where the graph is built anew. */
  async linkUpTo(passages: number): Promise<void> {
    if (this.#previous !== null || (await this.libraryFor(passages)) === null) return;
    this.#start().linkUpTo(passages);
  }

  /** The library that a graph of so many passages takes; null where it is missing or none is needed. */
  async libraryFor(passages: number): Promise<HnswLibrary | null> {
    return needsGraph(passages, this.#graphFrom) ? (await loadHnswLibrary()).library : null;
  }

  /**
   * Writes the graph of all vectors.
   *
   * @param onLinked called with the number of passages that are linked.
   * @throws IndexError when the disk is full.
   */
  async write(
    library: HnswLibrary,
    file: string,
    size: number,
    onLinked: (passages: number) => void,
  ): Promise<void> {
    const options = { dims: this.#dims, size, onLinked };
    const isUpdated =
      this.#previous !== null &&
      (await updateHnswGraph(library, file, this.#vectorsFile, this.#previous, options));
    if (isUpdated) return;
    const linking = this.#start();
    linking.linkUpTo(size);
    await linking.write(file, onLinked);
    await linking.end();
  }

  /** Gives up what is being done. */
  async discard(): Promise<void> {
    await this.#process?.end();
  }

  #start(): GraphProcess {
    return (this.#process ??= GraphProcess.start(this.#vectorsFile, this.#dims));
  }
}
