import type { Failure } from '../errors.ts';
import type { Library, LibraryOverview } from './library.ts';

/** What the process that asks tells the one that has the library. */
export interface LibraryRequest {
  readonly id: number;
  readonly method: keyof Library;
  /** Those of the method. */
  readonly args: readonly unknown[];
}

/** What the process that has the library tells the one that asks. */
export type LibraryMessage =
  | { readonly kind: 'opened'; readonly overview: LibraryOverview }
  | ({ readonly kind: 'failed' } & Failure)
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | ({ readonly kind: 'error'; readonly id: number } & Failure);
