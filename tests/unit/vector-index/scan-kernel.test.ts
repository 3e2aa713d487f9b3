import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import loadWabt from 'wabt';
import { GROUP_VECTORS, loadScanKernel } from '../../../src/vector-index/scan-kernel.ts';
import { randomNumbers } from '../../support/fake-embedder.ts';

const FOLDER = fileURLToPath(new URL('../../../src/vector-index', import.meta.url));
const PART = 2 ** 20;

describe('the kernel in the sources', () => {
  it('is what its text compiles to', async () => {
    const wabt = await loadWabt();
    const text = await readFile(`${FOLDER}/scan-kernel.wat`, 'utf8');
    const { buffer } = wabt.parseWat('scan-kernel.wat', text, { simd: true }).toBinary({});
    const source =
      '/**\n * What `scan-kernel.wat` compiles to; to write it anew:\n *\n' +
      ' *     npx vitest run tests/unit/vector-index/scan-kernel.test.ts --update\n */\n' +
      `export const SCAN_KERNEL =\n  '${Buffer.from(buffer).toString('base64')}';\n`;
    await expect(source).toMatchFileSnapshot(`${FOLDER}/scan-kernel-bytes.ts`);
  });
});

describe('the kernel', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    { dims: 640, size: 33 },
    { dims: 384, size: 16 },
    { dims: 768, size: 7 },
    { dims: 130, size: 100 },
    { dims: 3, size: 40 },
    { dims: 4096, size: 18 },
  ])('encodes $size vectors of $dims dims', ({ dims, size }) => {
    const next = randomNumbers(`rows ${dims}`);
    const rows = Float32Array.from({ length: size * dims }, () => next() - 0.5);
    const mean = Float32Array.from({ length: dims }, () => 0.2 * (next() - 0.5));
    // One has no distance from the mean.
    rows.set(mean, 2 * dims);
    const { codes, factors } = encode(rows, mean);
    for (let vector = 0; vector < size; vector++) {
      const row = rows.subarray(vector * dims, (vector + 1) * dims);
      const centred = Array.from(row, (value, dim) => Math.fround(value - mean[dim]!));
      const bits = centred.map((value) => Number(value < 0));
      expect(bitsOf(codes, vector, dims)).toEqual(bits);
      const sum = centred.reduce((total, value) => total + Math.abs(value), 0);
      const squares = centred.reduce((total, value) => total + value * value, 0);
      expect(factors[vector]).toBeCloseTo(sum === 0 ? 0 : squares / sum, 5);
    }
  });

  it.each([
    { bytes: 80, groups: 3 },
    { bytes: 17, groups: 1 },
    { bytes: 1, groups: 9 },
    { bytes: 264, groups: 2 },
    { bytes: 5, groups: 0 },
  ])('sums up what $groups groups of $bytes bytes find in tables', ({ bytes, groups }) => {
    const next = randomNumbers(`codes ${bytes}`);
    const { kernel, memory } = load();
    const codes = new Uint8Array(memory, PART, groups * GROUP_VECTORS * bytes);
    for (let i = 0; i < codes.length; i++) codes[i] = Math.floor(256 * next());
    const tables = new Uint8Array(memory, 0, bytes * 32);
    // The largest entries that the kernel allows for: two make 248, and 264 times that fits 16 bits.
    for (let i = 0; i < tables.length; i++) tables[i] = 124 - Math.floor(5 * next() ** 2);
    kernel.scan(PART, groups, bytes, 0, 2 * PART);
    const sums = new Uint16Array(memory, 2 * PART, groups * GROUP_VECTORS + 1);
    for (let vector = 0; vector < groups * GROUP_VECTORS; vector++) {
      let expected = 0;
      for (let byte = 0; byte < bytes; byte++) {
        const code = codes[placeOf(vector, byte, bytes)]!;
        expected += tables[32 * byte + (code & 15)]! + tables[32 * byte + 16 + (code >> 4)]!;
      }
      expect(sums[vector]).toBe(expected);
    }
    expect(sums.at(-1)).toBe(0);
  });

  it.each([
    { missing: 'SIMD', WebAssembly: { validate: () => false } },
    { missing: 'WebAssembly', WebAssembly: undefined },
  ])('is not there without $missing', ({ WebAssembly }) => {
    vi.stubGlobal('WebAssembly', WebAssembly);
    expect(loadScanKernel(1)).toBeNull();
  });
});

function load(): NonNullable<ReturnType<typeof loadScanKernel>> {
  const loaded = loadScanKernel(4 * PART);
  if (loaded === null) throw new Error('the SIMD of WebAssembly is missing');
  return loaded;
}

/** In two parts, the second from a position within a group on. */
function encode(
  values: Float32Array,
  mean: Float32Array,
): { readonly codes: Uint8Array; readonly factors: Float32Array } {
  const { kernel, memory } = load();
  const dims = mean.length;
  const size = values.length / dims;
  const [meanAt, insideAt, codesAt, factorsAt, rowsAt] = [0, 2 ** 15, 2 ** 16, 2 ** 19, PART];
  new Float32Array(memory, meanAt).set(mean);
  new Int32Array(memory, insideAt, dims).fill(-1);
  // What stands behind the rows must not count.
  new Float32Array(memory, rowsAt).fill(NaN).set(values);
  const first = Math.min(5, size);
  kernel.encode(rowsAt, first, dims, meanAt, insideAt, 0, codesAt, factorsAt);
  const rest = rowsAt + first * dims * values.BYTES_PER_ELEMENT;
  kernel.encode(rest, size - first, dims, meanAt, insideAt, first, codesAt, factorsAt);
  return {
    codes: new Uint8Array(memory, codesAt),
    factors: new Float32Array(memory, factorsAt, size),
  };
}

function bitsOf(codes: Uint8Array, vector: number, dims: number): number[] {
  const bytes = Math.ceil(dims / 8);
  return Array.from(
    { length: dims },
    (_, dim) => (codes[placeOf(vector, dim >> 3, bytes)]! >> (dim & 7)) & 1,
  );
}

function placeOf(vector: number, byte: number, bytes: number): number {
  const group = Math.floor(vector / GROUP_VECTORS);
  return (group * bytes + byte) * GROUP_VECTORS + (vector % GROUP_VECTORS);
}
