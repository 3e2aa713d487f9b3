import { CorpusError } from '../errors.ts';
import type { Attachment } from '../discord/request.ts';

const SCHEME = 'playground:';
/** Files that no command has asked for; older ones are dropped. */
const MAX_FILES = 10;

/** A file as the page sends it. */
export interface SentFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** In base64; null for one that is too large to be worth sending. */
  readonly content: string | null;
}

/** Files that were sent along with commands, in memory until the bot asks for them. */
export class UploadedFiles {
  readonly #files = new Map<string, Uint8Array | null>();

  /** @param id names the file in what the bot is told. */
  put(id: string, { name, sizeBytes, content }: SentFile): Attachment {
    const bytes = content === null ? null : Buffer.from(content, 'base64');
    this.#files.set(id, bytes);
    const [oldest] = this.#files.keys();
    if (this.#files.size > MAX_FILES && oldest !== undefined) this.#files.delete(oldest);
    return { name, sizeBytes: bytes?.length ?? sizeBytes, url: `${SCHEME}${id}` };
  }

  /**
   * Hands a file over, once.
   *
   * @throws CorpusError when it is larger than that, or not there. The message goes on from the
   *   file's name.
   */
  take({ url, sizeBytes }: Attachment, maxBytes: number): Uint8Array {
    const id = url.slice(SCHEME.length);
    const bytes = this.#files.get(id);
    this.#files.delete(id);
    if (sizeBytes > maxBytes) {
      const limit = Number((maxBytes / 2 ** 20).toPrecision(3));
      throw new CorpusError(`is larger than ${limit} MB; split it`);
    }
    if (bytes === undefined || bytes === null) {
      throw new CorpusError('could not be fetched; send it again');
    }
    return bytes;
  }
}
