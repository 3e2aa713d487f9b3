import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EMBEDDED_MODEL_DIR } from '../../../src/config.ts';
import {
  type ModelProfile,
  PROFILE_FILE,
  weightsFile,
} from '../../../src/embeddings/model-profile.ts';
import { DIMS, encodeNetwork, MAX_TOKENS } from './encode-network.ts';

export interface MiniLmSizedOptions {
  /** Whether the weights are int8, as in the quantised models of the hub, or 32-bit floats. */
  readonly quantized: boolean;
}

/**
 * Writes the folder of a model that costs what all-MiniLM-L6-v2 does and has nothing to fetch: its
 * weights are made up, the same each time, and its vocabulary is that of the embedded model. Its vectors
 * mean nothing. Takes a second or so; the file has 20 MB quantized, else 80 MB.
 */
export async function writeMiniLmSizedModel(
  dir: string,
  { quantized }: MiniLmSizedOptions,
): Promise<void> {
  const profile: ModelProfile = {
    id: quantized ? 'minilm-sized-int8' : 'minilm-sized-float',
    dims: DIMS,
    pooling: 'mean',
    questionPrefix: '',
    passagePrefix: '',
    maxTokens: MAX_TOKENS,
    quantized,
    static: false,
  };
  const weights = path.join(dir, weightsFile(profile));
  await mkdir(path.dirname(weights), { recursive: true });
  for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json']) {
    await copyFile(path.join(EMBEDDED_MODEL_DIR, file), path.join(dir, file));
  }
  const config = JSON.parse(await readFile(path.join(dir, 'config.json'), 'utf8')) as {
    vocab_size: number;
  };
  await writeFile(path.join(dir, PROFILE_FILE), JSON.stringify(profile));
  await writeFile(weights, encodeNetwork(config.vocab_size, quantized));
}
