import * as v from 'valibot';
import { StaleIndexError } from '../errors.ts';

/** Raised whenever older programs could no longer read a generation, or this one an older. */
export const FORMAT_VERSION = 2;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const manifestSchema = v.object({
  formatVersion: v.literal(FORMAT_VERSION),
  /** Time of building, ISO 8601. */
  createdAt: v.string(),
  model: v.object({
    id: v.string(),
    dims: count,
    pooling: v.picklist(['graph', 'mean', 'first-token']),
    questionPrefix: v.string(),
    passagePrefix: v.string(),
    quantized: v.boolean(),
    sha256,
  }),
  metric: v.literal('cosine'),
  /** Of how texts are read and words are counted; raised when the same file gives something else. */
  versions: v.object({ reading: count, analysis: count }),
  passages: v.object({ version: count, maxChars: count, targetChars: count }),
  counts: v.object({ articles: count, passages: count }),
  /** Every file of the generation but this one. */
  files: v.record(v.string(), v.object({ bytes: count, sha256 })),
});

/** What a generation of the index consists of and was made with. */
export type Manifest = v.InferOutput<typeof manifestSchema>;

/**
 * @throws StaleIndexError when the text is the manifest of an older format version, Error when it is that
 *   of a later one, or none.
 */
export function parseManifest(text: string): Manifest {
  const json: unknown = JSON.parse(text);
  const { formatVersion } = v.parse(v.object({ formatVersion: v.number() }), json);
  if (formatVersion < FORMAT_VERSION) {
    throw new StaleIndexError(
      `it has format version ${formatVersion}, this program writes version ${FORMAT_VERSION}`,
    );
  }
  // Whoever runs a newer program as well would lose its index if this one were to replace it.
  if (formatVersion > FORMAT_VERSION) {
    throw new Error(
      `it has format version ${formatVersion}, this program reads version ${FORMAT_VERSION} ` +
        '(to keep it, update Verbatim)',
    );
  }
  return v.parse(manifestSchema, json);
}
