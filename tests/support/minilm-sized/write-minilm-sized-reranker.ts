import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EMBEDDED_MODEL_DIR } from '../../../src/config.ts';
import { weightsFile } from '../../../src/embeddings/model-profile.ts';
import { encodeCrossEncoder, MAX_TOKENS } from './encode-network.ts';

/**
 * Writes the folder of a cross-encoder that costs what ms-marco-MiniLM-L-6-v2 does and has nothing to
 * fetch: its weights are made up, of 8 bits and the same each time, and its vocabulary is that of the
 * embedded model. Its scores mean nothing.
 */
export async function writeMiniLmSizedReranker(dir: string): Promise<void> {
  const read = async (file: string): Promise<object> =>
    JSON.parse(await readFile(path.join(EMBEDDED_MODEL_DIR, file), 'utf8')) as object;
  const config = (await read('config.json')) as { readonly vocab_size: number };
  const tokenizer = (await read('tokenizer.json')) as {
    readonly post_processor: { readonly single: readonly object[] };
  };
  const { post_processor: processor } = tokenizer;
  const second = [
    { Sequence: { id: 'B', type_id: 1 } },
    { SpecialToken: { id: '[SEP]', type_id: 1 } },
  ];
  const files: Record<string, object> = {
    'config.json': { ...config, max_position_embeddings: MAX_TOKENS },
    'tokenizer_config.json': await read('tokenizer_config.json'),
    'tokenizer.json': {
      ...tokenizer,
      post_processor: { ...processor, pair: [...processor.single, ...second] },
    },
  };
  const weights = path.join(dir, weightsFile({ quantized: true }));
  await mkdir(path.dirname(weights), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(dir, name), JSON.stringify(content));
  }
  await writeFile(weights, encodeCrossEncoder(config.vocab_size, true));
}
