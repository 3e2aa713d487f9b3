import { messageOf } from '../../errors.ts';
import { loadSqlite } from '../../sqlite.ts';
import { loadHnswLibrary } from '../../vector-index/hnsw-store.ts';
import { examination, failure, ok, warning } from './check.ts';

/** What runs the model. */
export const checkOnnxRuntime = examination('onnxruntime-node', async () => {
  try {
    await import('../../embeddings/transformers-embedder.ts');
  } catch (error) {
    return failure(
      `cannot be loaded: ${messageOf(error)}`,
      'run "npm ci" on this machine; Alpine Linux lacks the C library that it needs, Debian has it',
      error,
    );
  }
  return ok('loaded');
});

/** What searches large corpora fast; everything works without it. */
export const checkHnswlib = examination('hnswlib-node', async () => {
  const loaded = await loadHnswLibrary();
  if (loaded.library !== null) return ok('loaded');
  return warning(
    `not installed, so very large corpora are searched more slowly (${loaded.reason})`,
    'install a C++ compiler, python3 and make, then run "npm ci"',
  );
});

/** What keeps two processes from changing the index at once, and what the bot remembers. */
export const checkLibsql = examination('libsql', async () => {
  await loadSqlite();
  return ok('loaded');
});
