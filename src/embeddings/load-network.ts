import path from 'node:path';
import {
  AutoModel,
  AutoModelForSequenceClassification,
  AutoTokenizer,
  env,
  Tensor,
} from '@xenova/transformers';
import onnxRuntime from 'onnxruntime-node';
import { ModelError, messageOf } from '../errors.ts';
import { weightsFile } from './model-profile.ts';
import { quietly } from './quietly.ts';

// Models are always loaded from a folder: downloading is ours, because the library keeps half files.
env.allowRemoteModels = false;

/** The part of a loaded model that is used here; the library's own types leave it open. */
export interface Network {
  (inputs: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  /** What stands in `config.json`. */
  readonly config: { readonly max_position_embeddings?: unknown };
}

/**
 * What is loaded: a network of layers, by what it ends with (vectors of its tokens, or a judgement of a
 * whole text), or a table of vectors without layers.
 */
export type NetworkKind = 'vectors' | 'classifier' | 'table';

export interface LoadedNetwork {
  /** Each user says which parts of it are needed. */
  readonly tokenizer: unknown;
  readonly network: Network;
}

/**
 * Loads a model folder in the layout of transformers.js. Loading and inference run on the calling
 * thread and block its event loop.
 *
 * @throws ModelError when a file is missing or damaged, or the model is of an unknown kind.
 */
export async function loadNetwork(
  folder: string,
  { quantized, kind }: { readonly quantized: boolean; readonly kind: NetworkKind },
): Promise<LoadedNetwork> {
  // The library joins this with the model's name, so the root makes any folder loadable.
  const { root } = path.parse(path.resolve(folder));
  env.localModelPath = root;
  const name = path.relative(root, path.resolve(folder));
  const Model = kind === 'classifier' ? AutoModelForSequenceClassification : AutoModel;
  try {
    return await quietly(async () => ({
      tokenizer: await AutoTokenizer.from_pretrained(name),
      network:
        kind === 'table'
          ? await openTable(path.resolve(folder, weightsFile({ quantized })))
          : ((await Model.from_pretrained(name, { quantized })) as Network),
    }));
  } catch (error) {
    throw new ModelError(
      `the model in ${folder} cannot be loaded: ${messageOf(error)}; delete the folder and fetch or ` +
        'copy the model again',
      { cause: error },
    );
  }
}

/**
 * A table looks its vectors up in less time than several threads need to agree, and those that wait for
 * work would keep the other cores busy. The library sets no number of threads.
 */
async function openTable(file: string): Promise<Network> {
  const options = { intraOpNumThreads: 1 };
  const session = await onnxRuntime.InferenceSession.create(file, options).catch(
    (error: unknown) => {
      // The caller names the folder as its reader knows it.
      throw new Error(messageOf(error).replace(`Load model from ${file} failed:`, ''), {
        cause: error,
      });
    },
  );
  const run = async (inputs: Parameters<Network>[0]): ReturnType<Network> => {
    const wanted = Object.entries(inputs).filter(([name]) => session.inputNames.includes(name));
    // The library's tensors are those of the runtime with more methods.
    const output: unknown = await session.run(Object.fromEntries(wanted) as unknown as Feeds);
    return output as Awaited<ReturnType<Network>>;
  };
  return Object.assign(run, { config: {} });
}

type Feeds = Parameters<onnxRuntime.InferenceSession['run']>[0];

/** Rows of integers as a tensor `[rows, longest row]`; shorter ones have zeros at their end. */
export function integerTensor(rows: readonly (readonly number[])[]): Tensor {
  const length = longest(rows);
  const values = new BigInt64Array(rows.length * length);
  rows.forEach((row, position) => {
    row.forEach((value, at) => (values[position * length + at] = BigInt(value)));
  });
  return new Tensor('int64', values, [rows.length, length]);
}

/** Which integers of such a tensor come from a row, as 1, and which fill it up, as 0. */
export function maskTensor(rows: readonly (readonly number[])[]): Tensor {
  const length = longest(rows);
  const values = new BigInt64Array(rows.length * length);
  rows.forEach((row, position) => {
    values.fill(1n, position * length, position * length + row.length);
  });
  return new Tensor('int64', values, [rows.length, length]);
}

function longest(rows: readonly (readonly number[])[]): number {
  return Math.max(...rows.map((row) => row.length));
}
