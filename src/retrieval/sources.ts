import { type CorpusOptions, listCorpus } from '../corpus/list-corpus.ts';

/** A corpus file as it was when it was indexed. */
export interface Source {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Of the article's text; null for a file that was refused. */
  readonly sha256: string | null;
}

/** A corpus file of which the text is known or not. */
type SeenFile = Omit<Source, 'sha256'> & Partial<Pick<Source, 'sha256'>>;

/** How the corpus differs from what was indexed. Paths, sorted. */
export interface CorpusChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

export function encodeSources(sources: readonly Source[]): Uint8Array {
  return Buffer.from(JSON.stringify(sources));
}

/** Opens what `encodeSources` made. The caller has verified the checksum. */
export function decodeSources(bytes: Uint8Array): Source[] {
  return JSON.parse(new TextDecoder().decode(bytes)) as Source[];
}

/**
 * Compares two lists of corpus files, each sorted by path. Where the text of a file is known, it
 * decides whether the file has changed; else its size and time of change do.
 */
export function compareSources(before: readonly Source[], now: readonly SeenFile[]): CorpusChanges {
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

/** How the corpus folder differs from what was indexed, judged by size and time without reading. */
export async function findCorpusChanges(
  before: readonly Source[],
  corpusDir: string,
  options: CorpusOptions,
): Promise<CorpusChanges> {
  const { files } = await listCorpus(corpusDir, options);
  return compareSources(before, files);
}

/** Whether anything differs. */
export function hasChanges({ added, changed, removed }: CorpusChanges): boolean {
  return added.length + changed.length + removed.length > 0;
}

function isChanged(before: Source, now: SeenFile): boolean {
  if (now.sha256 !== undefined) return now.sha256 !== before.sha256;
  return now.sizeBytes !== before.sizeBytes || now.modifiedMs !== before.modifiedMs;
}
