export interface Patience {
  /** 10 s unless told. */
  readonly timeoutMs?: number;
}

interface Expectation extends Patience {
  /** What is waited for, to follow “waited in vain for”. */
  readonly what: string;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** Lets tests wait for something to become true of a stand-in, without asking over and over. */
export class Changes {
  readonly #describeActivity: () => string;
  readonly #watchers = new Set<() => void>();
  readonly #cancellations = new Set<(error: Error) => void>();

  /** @param describeActivity what the bot did last, for the message of a wait in vain. */
  constructor(describeActivity: () => string) {
    this.#describeActivity = describeActivity;
  }

  /** Says that something has changed. */
  tell(): void {
    for (const watcher of this.#watchers) watcher();
  }

  /**
   * Waits until `look` finds something, looking at once and after every change.
   *
   * Rejects when the time is over, with what the bot did last.
   */
  until<T>(look: () => T | null, { what, timeoutMs = DEFAULT_TIMEOUT_MS }: Expectation) {
    return new Promise<T>((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(watcher);
        this.#cancellations.delete(fail);
      };
      const fail = (error: Error): void => {
        stop();
        reject(error);
      };
      const watcher = (): void => {
        try {
          const found = look();
          if (found === null) return;
          stop();
          resolve(found);
        } catch (error) {
          fail(error as Error);
        }
      };
      const timer = setTimeout(() => {
        const activity = this.#describeActivity();
        fail(new Error(`waited in vain for ${what} (${timeoutMs} ms); ${activity}`));
      }, timeoutMs);
      this.#watchers.add(watcher);
      this.#cancellations.add(fail);
      watcher();
    });
  }

  /** Every wait under way fails. */
  end(): void {
    for (const cancel of this.#cancellations) cancel(new Error('the stand-in was closed'));
  }
}
