import { inspect } from 'node:util';

/** What stands for a secret wherever one would be shown. */
export const SECRET_SHOWN_AS = '[secret]';

/** A value that nothing shows by accident: not a log, not an error, not JSON, not a debugger. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for where it is used. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return SECRET_SHOWN_AS;
  }

  toJSON(): string {
    return SECRET_SHOWN_AS;
  }

  [inspect.custom](): string {
    return SECRET_SHOWN_AS;
  }
}
