import {
  type CorpusFile,
  type CorpusOptions,
  listCorpus,
  type RefusedFile,
} from '../corpus/list-corpus.ts';

/** A corpus file as it was when it was indexed. */
export interface Source extends CorpusFile {
  /** Of the file's bytes, hexadecimal; null where they could not be read. */
  readonly sha256: string | null;
  /** Paths of the articles that were indexed from it. */
  readonly articles: readonly string[];
  /** What of it was refused. */
  readonly refused: readonly RefusedFile[];
  /** Whether something was left out because another file has it; then it has to be read again. */
  readonly hasDuplicates: boolean;
}

/** A corpus file of which the content is known or not. */
type SeenFile = CorpusFile & Partial<Pick<Source, 'sha256'>>;

/** How the corpus differs from what was indexed. Paths of files, sorted. */
export interface CorpusChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** How the corpus differs from what was indexed, and how much of it could not be. */
export interface CorpusState extends CorpusChanges {
  /** Files and lines of .jsonl files, as many as indexing names with the reason. */
  readonly refused: number;
}

export function encodeSources(sources: readonly Source[]): Uint8Array {
  return Buffer.from(JSON.stringify(sources));
}

/** Opens what `encodeSources` made. The caller has verified the checksum. */
export function decodeSources(bytes: Uint8Array): Source[] {
  return JSON.parse(new TextDecoder().decode(bytes)) as Source[];
}

/**
 * Compares two lists of corpus files, each sorted by path. Where the content of a file is known, it
 * decides whether the file has changed; else its size and time of change do.
 */
export function compareSources(
  before: readonly (CorpusFile & Pick<Source, 'sha256'>)[],
  now: readonly SeenFile[],
): CorpusChanges {
  const old = new Map(before.map((source) => [source.path, source]));
  const added: string[] = [];
  const changed: string[] = [];
  for (const file of now) {
    const source = old.get(file.path);
    old.delete(file.path);
    if (source === undefined) added.push(file.path);
    else if (isChanged(source, file)) changed.push(file.path);
  }
  return { added, changed, removed: [...old.keys()] };
}

/**
 * How the corpus folder differs from what was indexed, judged by size and time without reading, and
 * how much was refused, by the folder listing now or when it was indexed.
 */
export async function findCorpusChanges(
  before: readonly Source[],
  corpusDir: string,
  options: CorpusOptions,
): Promise<CorpusState> {
  const listing = await listCorpus(corpusDir, options);
  const refused = refusedAmong(before, listing.refused);
  return { ...compareSources(before, listing.files), refused: refused.length };
}

/** All that is refused: what the listing of the folder refuses, and what of the listed files was. */
export function refusedAmong(
  sources: readonly Source[],
  listed: readonly RefusedFile[],
): RefusedFile[] {
  return [...listed, ...sources.flatMap(({ refused }) => refused)];
}

/** Whether anything differs. */
export function hasChanges({ added, changed, removed }: CorpusChanges): boolean {
  return added.length + changed.length + removed.length > 0;
}

function isChanged(before: CorpusFile & Pick<Source, 'sha256'>, now: SeenFile): boolean {
  if (now.sha256 !== undefined) return now.sha256 !== before.sha256;
  return now.sizeBytes !== before.sizeBytes || now.modifiedMs !== before.modifiedMs;
}
