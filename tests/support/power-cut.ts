import {
  linkSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
} from 'node:fs';
import path from 'node:path';

/** An entry of a folder that changed and was not flushed to disk since. */
interface EntryChange {
  /** Inode of the folder, which may have another path by now. */
  readonly folder: number;
  readonly name: string;
  /** What stood there before, kept elsewhere; null for nothing. */
  readonly before: string | null;
  /** Changes of one call reach the disk together, until one of them is flushed. */
  readonly call: number;
}

/**
 * Remembers what of a folder has not been flushed to disk, and takes it away as a power cut may do:
 * the entries of folders that were not flushed, all or some of them, and the bytes of files that
 * were written since the file was flushed.
 */
export class PowerCut {
  readonly #root: string;
  readonly #graveyard: string;
  #changes: EntryChange[] = [];
  /** How many bytes of a file are on disk, by inode. */
  readonly #flushedBytes = new Map<number, number>();
  #calls = 0;
  #buried = 0;

  /** @param root the folder, which has a parent for what is kept meanwhile. */
  constructor(root: string) {
    this.#root = root;
    this.#graveyard = mkdtempSync(path.join(path.dirname(root), 'power-cut-'));
  }

  /** To be called before a name is put where nothing stands, by creating, linking or copying. */
  appears(file: string): void {
    this.#nextCall([[firstMissing(file), null]]);
  }

  /** To be called before a file or folder is removed: takes it away itself. */
  disappears(file: string): void {
    if (!exists(file)) return;
    const before = this.#grave();
    renameSync(file, before);
    this.#nextCall([[file, before]]);
  }

  /** To be called before a file or folder gets another name. */
  moves(from: string, to: string): void {
    const replaced = exists(to) ? this.#buryCopy(to) : null;
    // A folder has one name only, so it is put back by moving it: see `lose`.
    const before = lstatSync(from).isDirectory() ? to : this.#buryCopy(from);
    this.#nextCall([
      [from, before],
      [to, replaced],
    ]);
  }

  /** To be called before bytes are written to a file. */
  grows({ ino, size }: { readonly ino: number; readonly size: number }): void {
    if (!this.#flushedBytes.has(ino)) this.#flushedBytes.set(ino, size);
  }

  /** To be called once a file or folder is flushed. */
  flushed({ ino }: { readonly ino: number }): void {
    this.#flushedBytes.delete(ino);
    this.#changes = this.#changes.filter(({ folder }) => folder !== ino);
  }

  /** How many calls have changed entries that are not flushed. */
  get pending(): number {
    return new Set(this.#changes.map(({ call }) => call)).size;
  }

  /** @param survives whether the changes of a call, counted from 0, have reached the disk. */
  lose(survives: (call: number) => boolean): void {
    const calls = [...new Set(this.#changes.map(({ call }) => call))];
    const lost = new Set(calls.filter((_, position) => !survives(position)));
    for (const change of this.#changes.toReversed()) {
      if (lost.has(change.call)) this.#undo(change);
    }
    for (const file of below(this.#root)) {
      const { ino } = lstatSync(file);
      const bytes = this.#flushedBytes.get(ino);
      if (bytes !== undefined) truncateSync(file, bytes);
    }
    rmSync(this.#graveyard, { recursive: true, force: true });
  }

  #undo({ folder, name, before }: EntryChange): void {
    const parent = [this.#root, ...below(this.#root)].find((one) => lstatSync(one).ino === folder);
    // Without its folder nothing of it is left to undo.
    if (parent === undefined) return;
    const place = path.join(parent, name);
    if (before !== null && !exists(before)) return;
    rmSync(place, { recursive: true, force: true });
    if (before !== null) renameSync(before, place);
  }

  #nextCall(places: readonly (readonly [file: string, before: string | null])[]): void {
    for (const [file, before] of places.toReversed()) {
      const folder = lstatSync(path.dirname(file)).ino;
      this.#changes.push({ folder, name: path.basename(file), before, call: this.#calls });
    }
    this.#calls += 1;
  }

  #buryCopy(file: string): string {
    const grave = this.#grave();
    linkSync(file, grave);
    return grave;
  }

  #grave(): string {
    return path.join(this.#graveyard, String(this.#buried++));
  }
}

/** The outermost of the folders to a file, or the file, that is not there yet. */
function firstMissing(file: string): string {
  const parent = path.dirname(file);
  return exists(parent) ? file : firstMissing(parent);
}

function exists(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function below(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    path.join(folder, name),
  );
}
