import { SCAN_KERNEL } from './scan-kernel-bytes.ts';

/** What `scan-kernel.wat` exports; all positions are bytes in its memory. */
export interface ScanKernel {
  /** Makes the codes and factors of `count` rows, which become the vectors from `first` on. */
  encode(
    rows: number,
    count: number,
    dims: number,
    mean: number,
    inside: number,
    first: number,
    codes: number,
    factors: number,
  ): void;
  /** Writes a 16-bit sum of entries of the tables for each vector of `groups` groups. */
  scan(codes: number, groups: number, bytes: number, tables: number, sums: number): void;
}

/** Vectors whose codes stand side by side. */
export const GROUP_VECTORS = 16;

const PAGE_BYTES = 2 ** 16;

/**
 * The kernel with a memory of its own, all zeros; null where the processor, or Node as it was started,
 * does not run the SIMD of WebAssembly.
 *
 * @param bytes what the memory must hold.
 */
export function loadScanKernel(
  bytes: number,
): { readonly kernel: ScanKernel; readonly memory: ArrayBuffer } | null {
  // With --jitless there is none.
  const { WebAssembly } = globalThis as { readonly WebAssembly?: WebAssemblyApi };
  const code = Buffer.from(SCAN_KERNEL, 'base64');
  if (WebAssembly === undefined || !WebAssembly.validate(code)) return null;
  const pages = Math.ceil(bytes / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { scan: { memory } });
  return { kernel: exports, memory: memory.buffer };
}

/** The types for Node 20 do not have it. */
interface WebAssemblyApi {
  validate(code: Uint8Array): boolean;
  Module: new (code: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: ScanKernel };
  Memory: new (pages: { readonly initial: number; readonly maximum: number }) => {
    readonly buffer: ArrayBuffer;
  };
}
