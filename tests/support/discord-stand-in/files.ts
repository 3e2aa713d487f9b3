import type { APIAttachment } from 'discord-api-types/v10';
import type { Snowflakes } from './snowflakes.ts';

/** A file on its way into a message or an option of a command. */
export interface Upload {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** text/plain unless told. */
  readonly contentType?: string;
  /** What there is to see in it. */
  readonly description?: string | null;
}

interface StoredFile {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** The attachments of a stand-in, which it serves itself. */
export class Files {
  readonly #ids: Snowflakes;
  readonly #baseUrl: () => string;
  readonly #files = new Map<string, StoredFile>();

  constructor(ids: Snowflakes, baseUrl: () => string) {
    this.#ids = ids;
    this.#baseUrl = baseUrl;
  }

  store({
    name,
    content,
    contentType = 'text/plain; charset=utf-8',
    description = null,
  }: Upload): APIAttachment {
    const id = this.#ids.next();
    const path = `/attachments/${id}/${encodeURIComponent(name)}`;
    const bytes = Buffer.from(content);
    this.#files.set(path, { bytes, contentType });
    return {
      id,
      filename: name,
      ...(description !== null && { description }),
      size: bytes.length,
      content_type: contentType,
      url: `${this.#baseUrl()}${path}`,
      proxy_url: `${this.#baseUrl()}${path}`,
    };
  }

  find(path: string): StoredFile | null {
    return this.#files.get(path) ?? null;
  }
}
