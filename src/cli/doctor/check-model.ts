import { examination, failure, ok, warning } from './check.ts';
import { findModel } from './find-model.ts';

const PROBE = 'The mayor opened the new bridge on Tuesday.';
/** Weights of 8 bits round; a vector that is not normalised is far off. */
const LENGTH_TOLERANCE = 0.01;

/** Whether the model of the settings is there and turns a text into a vector. */
export const checkModel = examination('model', async (config) => {
  const model = await findModel(config);
  if (model.embedder === null) {
    // The host alone, because an address may hold a password.
    const { host } = new URL(config.hubUrl);
    return warning(
      `${model.profile.id} is not on this machine; it will be fetched from ${host} at its first ` +
        'use, and how big it is, is not known before',
      'run "npm run -s verbatim -- index" while there is a network, or unset EMBEDDING_MODEL to ' +
        'use the embedded model',
    );
  }
  const { id, dims } = model.embedder.fingerprint;
  const [vector = new Float32Array()] = await model.embedder.embedPassages([PROBE]);
  const length = Math.hypot(...vector);
  if (vector.length !== dims || !(Math.abs(length - 1) < LENGTH_TOLERANCE)) {
    return failure(
      `${id} gives a vector of ${vector.length} dimensions and length ${length.toFixed(3)}, ` +
        `expected ${dims} and 1`,
      'mend "dims" and "pooling" in its profile, copy the model again, or unset EMBEDDING_MODEL',
    );
  }
  return ok(`${id} embeds text, ${dims} dimensions (${config.embeddingModel})`);
});
