import { randomNumbers } from '../fake-embedder.ts';
import { FLOAT, type OnnxGraph } from './onnx-graph.ts';

/**
 * The highest int8 weight, as the models of the hub are quantised: with seven bits, since sums of two
 * products of eight bits overflow on processors without VNNI.
 */
const HIGHEST_WEIGHT = 64;

/** How a network multiplies and looks up. The weights are made up from their names. */
export interface Arithmetic {
  /** The products of one input `[…, rows]` and matrices `[rows, columns]`, one a name. */
  multiply(input: string, names: readonly string[], rows: number, columns: number): string[];
  /** The rows of a table `[rows, columns]` at the positions given. */
  lookUp(positions: string, name: string, rows: number, columns: number): string;
}

/** Arithmetic in 32-bit floating-point numbers. */
export class FloatArithmetic implements Arithmetic {
  readonly #graph: OnnxGraph;

  constructor(graph: OnnxGraph) {
    this.#graph = graph;
  }

  multiply(input: string, names: readonly string[], rows: number, columns: number): string[] {
    return names.map((name) => {
      const matrix = this.#graph.constant([rows, columns], matrixValues(name, rows, columns));
      return this.#graph.apply('MatMul', [input, matrix]);
    });
  }

  lookUp(positions: string, name: string, rows: number, columns: number): string {
    const table = this.#graph.constant([rows, columns], randomValues(name, rows * columns, 1));
    return this.#graph.apply('Gather', [table, positions]);
  }
}

/**
 * Arithmetic in 8-bit integers, as onnxruntime's dynamic quantisation makes it: a scale a column of a
 * matrix, one a table, and one for each input, found when the network runs.
 */
export class Int8Arithmetic implements Arithmetic {
  readonly #graph: OnnxGraph;

  constructor(graph: OnnxGraph) {
    this.#graph = graph;
  }

  multiply(input: string, names: readonly string[], rows: number, columns: number): string[] {
    const graph = this.#graph;
    const [rounded, inputScale, zeroPoint] = graph.applyForMany(
      'DynamicQuantizeLinear',
      [input],
      3,
    );
    return names.map((name) => {
      const { weights, scales } = quantize(matrixValues(name, rows, columns), columns);
      const matrix = graph.constant([rows, columns], weights);
      const matrixScales = graph.constant([columns], scales);
      const matrixZeroPoints = graph.constant([columns], new Int8Array(columns));
      const product = graph.apply('MatMulInteger', [
        rounded!,
        matrix,
        zeroPoint!,
        matrixZeroPoints,
      ]);
      const scale = graph.apply('Mul', [inputScale!, matrixScales]);
      return graph.apply('Mul', [graph.apply('Cast', [product], { to: FLOAT }), scale]);
    });
  }

  lookUp(positions: string, name: string, rows: number, columns: number): string {
    const graph = this.#graph;
    const { weights, scales } = quantize(randomValues(name, rows * columns, 1), 1);
    const table = graph.constant([rows, columns], weights);
    const scale = graph.constant([], scales);
    return graph.apply('DequantizeLinear', [graph.apply('Gather', [table, positions]), scale]);
  }
}

/** Values from `-limit` to `limit`, evenly distributed, the same for the same name. */
export function randomValues(name: string, count: number, limit: number): Float32Array {
  const next = randomNumbers(name);
  const values = new Float32Array(count);
  for (let at = 0; at < count; at++) values[at] = limit * (2 * next() - 1);
  return values;
}

/** The values of a matrix whose products are about as large as its inputs. */
function matrixValues(name: string, rows: number, columns: number): Float32Array {
  return randomValues(name, rows * columns, Math.sqrt(3 / rows));
}

/** Rounds a matrix to `weights` times `scales`, one scale a column. */
function quantize(
  values: Float32Array,
  columns: number,
): { readonly weights: Int8Array; readonly scales: Float32Array } {
  const scales = new Float32Array(columns);
  values.forEach((value, at) => {
    const column = at % columns;
    scales[column] = Math.max(scales[column]!, Math.abs(value) / HIGHEST_WEIGHT);
  });
  const weights = new Int8Array(values.length);
  values.forEach((value, at) => (weights[at] = Math.round(value / scales[at % columns]!)));
  return { weights, scales };
}
