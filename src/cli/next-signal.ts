const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** Ctrl+C sends a signal to this process and to npm, which passes it on to this process. */
const ECHO_MS = 500;

/**
 * Resolves with null at the first signal to stop, or when the process that started this one as a part of
 * it has ended. A later signal ends the process at once.
 */
export function nextSignal(): Promise<null> {
  return new Promise((resolve) => {
    const stop = (): void => {
      resolve(null);
      setTimeout(() => {
        for (const signal of STOP_SIGNALS) process.off(signal, stop);
      }, ECHO_MS).unref();
    };
    for (const signal of STOP_SIGNALS) process.on(signal, stop);
    process.once('disconnect', stop);
    // Waiting for that alone keeps no process alive.
    process.channel?.unref();
  });
}
