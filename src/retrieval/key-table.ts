/**
 * Finds by a key what has it, in a few bytes for each entry: keys are not kept, only hashed. What is
 * found has to be looked at again, since other keys may have the same hash.
 */
export class KeyTable {
  /** Bucket b holds `#values` from `#offsets[b]` up to the next. */
  readonly #offsets: Uint32Array;
  readonly #values: Uint32Array;

  /** @param entries keys and what has them, in the order in which they are to be found. */
  constructor(entries: KeyEntries) {
    const { hashes, values } = entries;
    const offsets = new Uint32Array(2 ** Math.ceil(Math.log2(hashes.length + 1)) + 1);
    const bucketOf = (hash: number): number => hash & (offsets.length - 2);
    for (const hash of hashes) offsets[bucketOf(hash) + 1]! += 1;
    for (let bucket = 1; bucket < offsets.length; bucket++) {
      offsets[bucket]! += offsets[bucket - 1]!;
    }
    const next = offsets.slice();
    this.#values = new Uint32Array(values.length);
    hashes.forEach((hash, entry) => {
      const bucket = bucketOf(hash);
      this.#values[next[bucket]!] = values[entry]!;
      next[bucket]! += 1;
    });
    this.#offsets = offsets;
  }

  /** What may have a key: all that has it, and little else. */
  candidates(key: string): Uint32Array {
    const bucket = hashOf(key) & (this.#offsets.length - 2);
    return this.#values.subarray(this.#offsets[bucket], this.#offsets[bucket + 1]);
  }
}

/** Keys, hashed, and what has each of them. */
export class KeyEntries {
  readonly hashes: number[] = [];
  readonly values: number[] = [];

  add(key: string, value: number): void {
    this.hashes.push(hashOf(key));
    this.values.push(value);
  }
}

/** FNV-1a over the UTF-16 units, in 30 bits. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}
