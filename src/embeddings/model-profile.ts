import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { ModelError, messageOf } from '../errors.ts';

/** Name of the profile in a model folder. */
export const PROFILE_FILE = 'verbatim-model.json';

const profileSchema = v.strictObject({
  /** The model's name, as it is shown and kept in the index. */
  id: v.pipe(v.string(), v.nonEmpty()),
  /** Length of a vector. */
  dims: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8192)),
  /**
   * How the output becomes one vector a text: `graph` when the model has pooled and normalised
   * already, `mean` over the tokens that are not padding, or the `first-token`.
   */
  pooling: v.picklist(['graph', 'mean', 'first-token']),
  /** Put before a question; models are trained with or without one. */
  questionPrefix: v.string(),
  passagePrefix: v.string(),
  /** The longest input in tokens, special tokens included; what is beyond is not seen. */
  maxTokens: v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(65_536)),
  /** Whether the int8 weights `onnx/model_quantized.onnx` are used, or `onnx/model.onnx`. */
  quantized: v.boolean(),
  /** Whether it is a table of vectors without layers, so that single sentences are embedded too. */
  static: v.optional(v.boolean(), false),
});

/** What one must know of a model beside its files. */
export type ModelProfile = v.InferOutput<typeof profileSchema>;

/** Models of the hub that need no profile file. */
export const HUB_PROFILES: readonly ModelProfile[] = [
  {
    id: 'Xenova/all-MiniLM-L6-v2',
    dims: 384,
    pooling: 'mean',
    questionPrefix: '',
    passagePrefix: '',
    maxTokens: 256,
    quantized: true,
    static: false,
  },
  {
    id: 'Xenova/bge-small-en-v1.5',
    dims: 384,
    pooling: 'first-token',
    questionPrefix: 'Represent this sentence for searching relevant passages: ',
    passagePrefix: '',
    maxTokens: 512,
    quantized: true,
    static: false,
  },
  {
    id: 'Xenova/multilingual-e5-small',
    dims: 384,
    pooling: 'mean',
    questionPrefix: 'query: ',
    passagePrefix: 'passage: ',
    maxTokens: 512,
    quantized: true,
    static: false,
  },
];

/** What the files of any model follow from. */
export type ModelPrecision = Pick<ModelProfile, 'quantized'>;

/** The files of a model, below its folder. */
export function modelFiles(model: ModelPrecision): string[] {
  return ['config.json', 'tokenizer.json', 'tokenizer_config.json', weightsFile(model)];
}

/** The file that holds the network, below the model's folder. */
export function weightsFile({ quantized }: ModelPrecision): string {
  return quantized ? 'onnx/model_quantized.onnx' : 'onnx/model.onnx';
}

/**
 * The profile of a model folder: its own profile file, else the built-in one when the folder ends
 * with the name of a hub model.
 *
 * @throws ModelError when there is neither, or the file is not a profile.
 */
export async function readProfile(folder: string): Promise<ModelProfile> {
  const file = path.join(folder, PROFILE_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const parts = path.resolve(folder).split(path.sep);
    const builtIn = HUB_PROFILES.find(({ id }) => parts.slice(-2).join('/') === id);
    if (builtIn !== undefined) return builtIn;
    throw new ModelError(
      `no ${PROFILE_FILE} in the model folder ${folder}; write one as embeddings/README.md describes`,
      { cause: error },
    );
  }
  try {
    return v.parse(profileSchema, JSON.parse(text));
  } catch (error) {
    const at = error instanceof v.ValiError ? v.getDotPath(error.issues[0]) : null;
    throw new ModelError(
      `${file} is not a model profile: ${at === null ? '' : `${at}: `}${messageOf(error)}`,
      { cause: error },
    );
  }
}
