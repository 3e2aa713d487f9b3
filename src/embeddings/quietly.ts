let running = 0;
let { warn, error } = console;

/**
 * Runs work of the library without its lines on the console: it prints each failed attempt, and what
 * it was given, before it throws an error that says enough. Runs may overlap.
 */
export async function quietly<T>(work: () => Promise<T>): Promise<T> {
  if (running === 0) {
    ({ warn, error } = console);
    Object.assign(console, { warn: () => {}, error: () => {} });
  }
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    if (running === 0) Object.assign(console, { warn, error });
  }
}
