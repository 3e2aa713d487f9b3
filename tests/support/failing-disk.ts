import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { PowerCut } from './power-cut.ts';

/** How a disk fails. */
export interface Fault {
  /** As Node.js calls it, such as `ENOSPC`; a power cut has none. */
  readonly code: 'ENOSPC' | 'EIO' | 'EROFS' | 'EACCES' | 'power cut';
  /** Whether everything fails from then on, and not one call alone. */
  readonly lasts: boolean;
  /** On a full disk something can still be removed. */
  readonly sparesRemoval: boolean;
}

export const FAULTS: readonly Fault[] = [
  { code: 'EIO', lasts: false, sparesRemoval: false },
  { code: 'EACCES', lasts: false, sparesRemoval: false },
  { code: 'ENOSPC', lasts: true, sparesRemoval: true },
  { code: 'EROFS', lasts: true, sparesRemoval: false },
];

export const POWER_CUT: Fault = { code: 'power cut', lasts: true, sparesRemoval: false };

type Call = (...args: unknown[]) => Promise<unknown>;
type Calls = Record<string, Call>;
type Stats = { readonly ino: number; readonly size: number };

const REMOVING = ['rm', 'unlink'];
const CHANGING = ['mkdir', 'rename', 'link', 'copyFile', ...REMOVING];
const GROWING = ['write', 'writev', 'writeFile', 'appendFile', 'truncate'];

/**
 * Stands between the program and `node:fs/promises`: counts the calls that change a folder and lets
 * chosen ones fail as a disk does, the first half of a write included. Calls for other folders pass.
 * What native libraries write is not seen.
 */
export class FailingDisk {
  readonly #originals = { ...(fs.promises as unknown as Calls) };
  #handleCalls: Calls | null = null;
  #handlePrototype: Calls | null = null;
  /** Paths of the open files that matter, by handle. */
  readonly #handles = new WeakMap<object, string>();
  #root: string | null = null;
  #fault: (Fault & { readonly at: number }) | null = null;
  #powerCut: PowerCut | null = null;
  #calls = 0;

  /** Takes the place of the functions of Node.js until `remove` is called. */
  static async install(): Promise<FailingDisk> {
    const disk = new FailingDisk();
    const handle = await fs.promises.open(process.execPath, 'r');
    disk.#handlePrototype = Object.getPrototypeOf(handle) as Calls;
    await handle.close();
    disk.#replaceAll();
    return disk;
  }

  /** Makes calls for a folder fail from the call `at` on, counted from 0; with null none fails. */
  arm(root: string, fault: Fault | null, at = 0): void {
    this.#root = path.resolve(root);
    this.#fault = fault && { ...fault, at };
    this.#powerCut = fault?.code === 'power cut' ? new PowerCut(this.#root) : null;
    this.#calls = 0;
  }

  /** @returns how many calls there were, and what a power cut would take away. */
  disarm(): { readonly calls: number; readonly powerCut: PowerCut | null } {
    const [calls, powerCut] = [this.#calls, this.#powerCut];
    this.#root = null;
    this.#fault = null;
    this.#powerCut = null;
    return { calls, powerCut };
  }

  remove(): void {
    Object.assign(fs.promises, this.#originals);
    Object.assign(this.#handlePrototype!, this.#handleCalls);
    syncBuiltinESMExports();
  }

  #replaceAll(): void {
    const functions = fs.promises as unknown as Calls;
    const original = this.#originals;
    functions['open'] = async (file, flags = 'r', mode) => {
      const target = this.#targetOf(file);
      const writes = typeof flags === 'string' ? /[wa+]/.test(flags) : (Number(flags) & 3) !== 0;
      if (target !== null && writes) {
        await this.#pass('open', target, () => Promise.resolve());
        if (!isThere(target)) this.#powerCut?.appears(target);
      }
      const handle = (await original['open']!(file, flags, mode)) as object;
      if (target !== null) this.#handles.set(handle, target);
      return handle;
    };
    for (const name of CHANGING) {
      functions[name] = async (...args) => {
        const target = args.map((arg) => this.#targetOf(arg)).find((one) => one !== null);
        const run = (): Promise<unknown> => original[name]!(...args);
        if (target === undefined || target === null) return run();
        return this.#pass(name, target, () => this.#recorded(name, args as string[], run));
      };
    }
    const prototype = this.#handlePrototype!;
    const names = [...GROWING, 'sync', 'datasync'];
    this.#handleCalls = Object.fromEntries(names.map((name) => [name, prototype[name]!]));
    for (const name of names) prototype[name] = this.#handleCall(name, prototype[name]!);
    syncBuiltinESMExports();
  }

  #handleCall(name: string, run: Call): Call {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the handle is another `this`
    const disk = this;
    return async function (this: fs.promises.FileHandle, ...args: unknown[]) {
      const target = disk.#root === null ? undefined : disk.#handles.get(this);
      if (target === undefined) return run.apply(this, args);
      const stats = (await this.stat()) as Stats;
      const isGrowing = GROWING.includes(name);
      const half = async (): Promise<void> => {
        if (isGrowing) await run.call(this, firstHalf(args[0]));
      };
      if (isGrowing) disk.#powerCut?.grows(stats);
      const result = await disk.#pass(name, target, () => run.apply(this, args), half);
      if (!isGrowing) disk.#powerCut?.flushed(stats);
      return result;
    };
  }

  /** Lets a call through, or fails in its place. */
  async #pass(
    name: string,
    target: string,
    run: () => Promise<unknown>,
    half: () => Promise<void> = () => Promise.resolve(),
  ): Promise<unknown> {
    const call = this.#calls++;
    const fault = this.#fault;
    if (fault === null || call < fault.at || (call > fault.at && !fault.lasts)) return run();
    if (fault.sparesRemoval && REMOVING.includes(name)) return run();
    if (call === fault.at) await half();
    throw Object.assign(new Error(`${fault.code}: as the test wants it, ${name} '${target}'`), {
      code: fault.code,
    });
  }

  async #recorded(name: string, args: string[], run: () => Promise<unknown>): Promise<unknown> {
    const cut = this.#powerCut;
    const [first = '', second = ''] = args;
    if (cut === null) return run();
    if (REMOVING.includes(name)) {
      cut.disappears(first);
      return undefined;
    }
    if (name === 'rename') cut.moves(first, second);
    else if (name === 'mkdir') {
      if (!isThere(first)) cut.appears(first);
    } else if (!isThere(second)) cut.appears(second);
    const result = await run();
    if (name === 'copyFile') cut.grows({ ino: fs.lstatSync(second).ino, size: 0 });
    return result;
  }

  /** The path of a call's argument, where that is one and lies below the folder. */
  #targetOf(argument: unknown): string | null {
    if (this.#root === null || typeof argument !== 'string') return null;
    const target = path.resolve(argument);
    return target === this.#root || target.startsWith(this.#root + path.sep) ? target : null;
  }
}

function isThere(file: string): boolean {
  return fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function firstHalf(data: unknown): unknown {
  if (typeof data === 'string') return data.slice(0, data.length / 2);
  return data instanceof Uint8Array ? data.subarray(0, data.length / 2) : Buffer.alloc(0);
}
