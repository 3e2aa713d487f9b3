/** Work on the same things is done one after the other, in the order it came; other work side by side. */
export class InTurn {
  /** What was begun last on each thing. */
  readonly #last = new Map<string, Promise<unknown>>();

  /** @param ids what the work is about. */
  run<Result>(ids: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const before = ids.flatMap((id) => this.#last.get(id) ?? []);
    // Begun at once where nothing stands before it, so that what comes next finds it done.
    const done = before.length === 0 ? begin(work) : Promise.allSettled(before).then(work);
    for (const id of ids) this.#last.set(id, done);
    const forget = (): void => {
      for (const id of ids) if (this.#last.get(id) === done) this.#last.delete(id);
    };
    done.then(forget, forget);
    return done;
  }
}

/** Makes a rejection of what is thrown on the spot. */
async function begin<Result>(work: () => Promise<Result>): Promise<Result> {
  return work();
}
