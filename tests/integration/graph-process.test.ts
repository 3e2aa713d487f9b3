import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { PROGRAM } from '../../src/config.ts';
import { IndexError } from '../../src/errors.ts';
import { writeHnswGraph } from '../../src/vector-index/build-graph.ts';
import { GraphProcess } from '../../src/vector-index/graph-process.ts';
import { GraphWriter } from '../../src/vector-index/graph-writer.ts';
import { loadHnswLibrary } from '../../src/vector-index/hnsw-store.ts';
import { FakeEmbedder, randomNumbers } from '../support/fake-embedder.ts';
import { generateCorpus } from '../support/generated-corpus.ts';
import { Library } from '../support/library.ts';

const DIMS = 4;
/** More than the room that a graph has at first. */
const SIZE = 17_000;
/** Of an index that is built. */
const PASSAGES = 6000;
const PARENT_SCRIPT = fileURLToPath(new URL('../support/link-parent-script.ts', import.meta.url));
const { library } = await loadHnswLibrary();

describe.skipIf(library === null)('a graph that is linked in a process of its own', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'verbatim-link-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const file = (name: string): string => path.join(folder, name);

  it('is byte for byte the one that is built at once, though its vectors come bit by bit', async () => {
    const vectors = randomVectors(SIZE);
    await writeFile(file('whole'), vectors);
    await writeHnswGraph(library!, file('at once'), file('whole'), {
      dims: DIMS,
      size: SIZE,
      onLinked: () => {},
    });

    await writeFile(file('growing'), '');
    const linking = GraphProcess.start(file('growing'), DIMS);
    for (let first = 0; first < SIZE; first += 6000) {
      const end = Math.min(SIZE, first + 6000);
      // Part of a vector stands behind those that may be read.
      const bytes = new Uint8Array(vectors.buffer, first * DIMS * 4, (end - first) * DIMS * 4);
      await appendFile(file('growing'), bytes.subarray(0, -7));
      linking.linkUpTo(end - 1);
      await sleep(50);
      await appendFile(file('growing'), bytes.subarray(-7));
    }
    linking.linkUpTo(SIZE);
    const told: number[] = [];
    await linking.write(file('bit by bit'), (passages) => told.push(passages));
    await linking.end();

    expect(await readFile(file('bit by bit'))).toEqual(await readFile(file('at once')));
    expect(told.at(-1)).toBe(SIZE);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  it('is not made of vectors that are not there', async () => {
    await writeFile(file('short'), randomVectors(10));
    const linking = GraphProcess.start(file('short'), DIMS);
    linking.linkUpTo(11);
    await expect(linking.write(file('graph'), () => {})).rejects.toThrow(
      'must have 11 vectors, found 10',
    );
    await linking.end();
  });

  it('is given up when whoever is told of its progress wants no more', async () => {
    await writeFile(file('vectors'), randomVectors(2000));
    const linking = GraphProcess.start(file('vectors'), DIMS);
    linking.linkUpTo(2000);
    const giveUp = (): never => {
      throw new Error('enough');
    };
    await expect(linking.write(file('graph'), giveUp)).rejects.toThrow('enough');
    await linking.end();
    expect(processesLinking(file('vectors'))).toEqual([]);
  });

  it('needs the program that starts it', async () => {
    const alone = promisify(execFile)(process.execPath, [PROGRAM, 'link', file('vectors'), '4']);
    await expect(alone).rejects.toMatchObject({ code: 2, stderr: /to index, use index/ });
  });

  it('is not begun for an index that needs none', async () => {
    await writeFile(file('vectors'), randomVectors(10));
    const start = vi.spyOn(GraphProcess, 'start');
    const graph = new GraphWriter(file('vectors'), DIMS, null, 11);
    await graph.linkUpTo(10);
    await graph.discard();
    expect(start).not.toHaveBeenCalled();
  });
});

describe.skipIf(library === null || process.platform !== 'linux')('a process that links', () => {
  /** Its vectors are written a thousand at a time. */
  async function libraryOfMany(): Promise<Library> {
    const many = await Library.create({}, new FakeEmbedder({ dims: 256 }));
    await generateCorpus(many.corpusDir, { passages: PASSAGES, seed: 'linking' });
    return many;
  }

  it('that is killed is an error which says what may have happened', async () => {
    const file = path.join(await temporaryFolder(), 'vectors');
    await writeFile(file, randomVectors(100_000));
    const linking = GraphProcess.start(file, DIMS);
    linking.linkUpTo(100_000);
    const written = linking.write(`${file}.graph`, () => {
      for (const pid of processesLinking(file)) process.kill(pid, 'SIGKILL');
    });
    await expect(written).rejects.toThrow(IndexError);
    await expect(written).rejects.toThrow('ended by SIGKILL');
  });

  it('ends without a word when the process that started it is killed', async () => {
    const file = path.join(await temporaryFolder(), 'vectors');
    await writeFile(file, randomVectors(100_000));
    const parent = spawn(
      process.execPath,
      ['--import', 'tsx', PARENT_SCRIPT, file, String(DIMS), '100000'],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let stderr = '';
    parent.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    await once(parent.stdout, 'data');
    const closed = once(parent, 'close');
    parent.kill('SIGKILL');
    // Closed once the process that links has let go of what it writes to as well.
    await closed;
    expect(processesLinking(file)).toEqual([]);
    expect(stderr).toBe('');
  });

  it('ends when indexing is given up while articles are read', async () => {
    const many = await libraryOfMany();
    const aborting = new AbortController();
    const stages = new Set<string>();
    const indexing = many.index({
      graphFrom: 5000,
      signal: aborting.signal,
      onProgress: ({ stage }) => {
        stages.add(stage);
        if (processesLinking(many.indexDir).length > 0) aborting.abort();
      },
    });
    await expect(indexing).rejects.toThrow('abort');
    expect(stages).toEqual(new Set(['reading']));
    expect(processesLinking(many.indexDir)).toEqual([]);
    expect(await readdir(many.indexDir)).toEqual(['lock.db']);
    await many.remove();
  });
});

function randomVectors(size: number): Float32Array {
  const next = randomNumbers('linking');
  return Float32Array.from({ length: size * DIMS }, () => next() - 0.5);
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-link-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The processes that link vectors of a folder. */
function processesLinking(folder: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid))
    .filter((pid) => {
      try {
        const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return args[args.indexOf('link') + 1]?.startsWith(folder) === true;
      } catch {
        return false;
      }
    });
}
