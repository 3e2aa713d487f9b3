/** How hard a trial tries. */
export interface Effort {
  /** The thorough form, which may take an hour. */
  readonly isLong: boolean;
  /** How many cases; null for as many as the form has. */
  readonly runs: number | null;
  readonly seed: string;
  /** How long a trial goes on that lasts for a time; null for as long as the form has. */
  readonly minutes: number | null;
}

/** What came of a trial. */
export interface Outcome {
  /** How many cases were tried. */
  readonly tried: number;
  /** A line for each case that did not hold. */
  readonly failures: readonly string[];
  /** Cases that this machine cannot try, each with the reason. */
  readonly skipped?: readonly string[];
  /** Measured on the way, to be read beside the table. */
  readonly notes?: readonly string[];
}

/** One row of the table. */
export interface Trial {
  /** What `--only` takes. */
  readonly name: string;
  /** What is done to the program, and what it must not lose or let in. */
  readonly what: string;
  run(effort: Effort): Promise<Outcome>;
}

/** A trial as a test of a few seconds. */
export const SHORT: Effort = { isLong: false, runs: null, seed: '1', minutes: null };
