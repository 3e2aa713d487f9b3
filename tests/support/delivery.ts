import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** An answer whose bytes go out only when a test says so. */
export class Delivery {
  readonly #events = new EventEmitter();
  /** Fulfilled when a client has asked; only the headers were sent by then. */
  readonly asked: Promise<unknown> = once(this.#events, 'asked');
  #response: ServerResponse | undefined;
  #content: Buffer = Buffer.alloc(0);
  #sent = 0;

  /** Called by the server with an answer whose headers are set. */
  begin(response: ServerResponse, content: Buffer): void {
    this.#response = response;
    this.#content = content;
    response.flushHeaders();
    this.#events.emit('asked');
  }

  /** Sends the next bytes of the file. */
  async send(byteCount: number): Promise<void> {
    const piece = this.#content.subarray(this.#sent, this.#sent + byteCount);
    this.#sent += piece.length;
    await new Promise<void>((resolve) => {
      this.#response!.write(piece, () => resolve());
    });
  }

  /** Sends the rest. */
  finish(): void {
    this.#response!.end(this.#content.subarray(this.#sent));
  }
}
