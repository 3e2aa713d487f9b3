import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Delivery } from './delivery.ts';

/** What goes wrong with a file, at every request for it or only at the first `times`. */
export type Trouble = { readonly times?: number } & (
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'redirect'; readonly location: string }
  /** The connection is torn after so many bytes. */
  | { readonly kind: 'cut-off'; readonly afterBytes: number }
  /** Nothing more comes after so many bytes, and the connection stays open. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** Every bit is turned, so that the length is right; the checksum is that of the right bytes. */
  | { readonly kind: 'wrong-bytes'; readonly checksum: 'given' | 'withheld' }
  | { readonly kind: 'wrong-content-length'; readonly by: number }
  /** Right bytes, but neither length nor checksum: a simple mirror. */
  | { readonly kind: 'bare' }
);

const COMMIT = '751bff37182d3f1213fa05d7196b954e230abad9';

/**
 * A model hub on this machine that serves one model as the real one does: a small file by way of a
 * redirect on the same host to an answer whose ETag is the git blob name, a large file by way of a
 * redirect whose own headers carry the SHA-256, to a store on another host whose ETag means nothing.
 */
export class HubStandIn {
  /** Base address, for HF_ENDPOINT. */
  readonly url: string;
  /** Paths asked for on either host, in order. */
  readonly requests: string[] = [];
  readonly #modelId: string;
  readonly #files: ReadonlyMap<string, Buffer>;
  readonly #hub: Server;
  readonly #store: Server;
  readonly #troubles = new Map<string, { trouble: Trouble; left: number }>();
  readonly #deliveries = new Map<string, Delivery>();

  /** Serves the files of a folder as the model `modelId`. */
  static async start(modelId: string, folder: string): Promise<HubStandIn> {
    const files = new Map<string, Buffer>();
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      const name = path.relative(folder, file).split(path.sep).join('/');
      files.set(name, await readFile(file));
    }
    const servers = [createServer(), createServer()] as const;
    for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening');
    return new HubStandIn(modelId, files, ...servers);
  }

  private constructor(
    modelId: string,
    files: ReadonlyMap<string, Buffer>,
    hub: Server,
    store: Server,
  ) {
    this.#modelId = modelId;
    this.#files = files;
    this.#hub = hub.on('request', this.#answer);
    this.#store = store.on('request', this.#answer);
    this.url = addressOf(hub);
  }

  /** Plays trouble with a file until `heal`. */
  play(file: string, trouble: Trouble): void {
    this.#troubles.set(file, { trouble, left: trouble.times ?? Infinity });
  }

  /** Ends all trouble. */
  heal(): void {
    this.#troubles.clear();
    this.#deliveries.clear();
  }

  /** The next request for the content of a file is answered piece by piece, by the test. */
  deliverOnDemand(file: string): Delivery {
    const delivery = new Delivery();
    this.#deliveries.set(file, delivery);
    return delivery;
  }

  async close(): Promise<void> {
    for (const server of [this.#hub, this.#store]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  readonly #answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = new URL(request.url ?? '/', this.url);
    this.requests.push(pathname);
    const routes: [prefix: string, answer: (file: string, content: Buffer) => void][] =
      request.socket.localPort === (this.#store.address() as AddressInfo).port
        ? [['/store/', (file, content) => this.#sendLarge(response, file, content)]]
        : [
            [
              `/${this.#modelId}/resolve/main/`,
              (file, content) => this.#resolve(response, file, content),
            ],
            [
              `/api/resolve-cache/models/${this.#modelId}/${COMMIT}/`,
              (file, content) => this.#sendSmall(response, file, content),
            ],
          ];
    for (const [prefix, answer] of routes) {
      const file = pathname.slice(prefix.length);
      const content = this.#files.get(file);
      if (request.method === 'GET' && pathname.startsWith(prefix) && content !== undefined) {
        answer(file, content);
        return;
      }
    }
    response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end('Entry not found');
  };

  /** The address that clients ask for: it sends them on, as the hub does. */
  #resolve(response: ServerResponse, file: string, content: Buffer): void {
    const trouble = this.#takeTrouble(file, ['status', 'redirect']);
    if (trouble?.kind === 'status') {
      response.writeHead(trouble.status).end('trouble');
    } else if (trouble?.kind === 'redirect') {
      response.writeHead(302, { location: trouble.location }).end();
    } else if (isLarge(file)) {
      const linked = {
        'x-linked-etag': `"${createHash('sha256').update(content).digest('hex')}"`,
        'x-linked-size': content.length,
      };
      const isSilent = this.#withholdsChecksum(file);
      const location = `${addressOf(this.#store)}/store/${file}`;
      response.writeHead(302, { location, ...(isSilent ? {} : linked) }).end('Found');
    } else {
      const location = `/api/resolve-cache/models/${this.#modelId}/${COMMIT}/${file}?etag=%22%22`;
      response.writeHead(307, { location }).end('Temporary Redirect');
    }
  }

  #sendSmall(response: ServerResponse, file: string, content: Buffer): void {
    const name = createHash('sha1')
      .update(`blob ${content.length}\0`)
      .update(content)
      .digest('hex');
    // A proxy that could have packed the file makes its tag weak.
    const etag = file === 'config.json' ? `W/"${name}"` : `"${name}"`;
    this.#send(response, file, content, this.#withholdsChecksum(file) ? null : etag);
  }

  #sendLarge(response: ServerResponse, file: string, content: Buffer): void {
    const storeTag = createHash('sha256').update(`chunks of ${file}`).digest('hex');
    this.#send(response, file, content, `"${storeTag}"`);
  }

  #send(response: ServerResponse, file: string, content: Buffer, etag: string | null): void {
    const trouble = this.#takeTrouble(file);
    if (etag !== null) response.setHeader('etag', etag);
    if (trouble?.kind === 'bare') {
      response.setHeader('transfer-encoding', 'chunked');
    } else {
      const excess = trouble?.kind === 'wrong-content-length' ? trouble.by : 0;
      response.setHeader('content-length', content.length + excess);
    }
    const delivery = this.#deliveries.get(file);
    if (delivery !== undefined) {
      this.#deliveries.delete(file);
      delivery.begin(response, content);
    } else if (trouble?.kind === 'cut-off') {
      response.write(content.subarray(0, trouble.afterBytes), () => response.destroy());
    } else if (trouble?.kind === 'stall') {
      response.write(content.subarray(0, trouble.afterBytes));
    } else if (trouble?.kind === 'wrong-bytes') {
      response.end(content.map((byte) => byte ^ 0xff));
    } else {
      response.end(content);
    }
  }

  #withholdsChecksum(file: string): boolean {
    const trouble = this.#troubles.get(file)?.trouble;
    return (
      trouble?.kind === 'bare' ||
      (trouble?.kind === 'wrong-bytes' && trouble.checksum === 'withheld')
    );
  }

  /** The trouble that this request meets, if it is of one of the kinds given. */
  #takeTrouble(file: string, kinds?: readonly Trouble['kind'][]): Trouble | null {
    const entry = this.#troubles.get(file);
    if (entry === undefined || entry.left === 0) return null;
    if (kinds !== undefined && !kinds.includes(entry.trouble.kind)) return null;
    entry.left -= 1;
    return entry.trouble;
  }
}

/** The hub keeps such files in its large-file store. */
function isLarge(file: string): boolean {
  return file.endsWith('.onnx');
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
