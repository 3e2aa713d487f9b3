import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DownloadOptions, DownloadProgress } from '../../src/embeddings/download-model.ts';
import { ModelError } from '../../src/errors.ts';
import type { Trouble } from '../support/hub-stand-in.ts';
import { ServedModel, WEIGHTS } from '../support/served-model.ts';

const WAYS_OUT =
  "check the connection or proxy, set HF_ENDPOINT to a mirror, copy the model's folder by hand and " +
  'set EMBEDDING_MODEL to it, or unset EMBEDDING_MODEL to use the embedded model';

let served: ServedModel;

beforeEach(async () => {
  served = await ServedModel.start();
});

afterEach(() => served.close());

/** The line with which a download fails; the addresses of this run are written HUB and CACHE. */
async function failure(options: Partial<DownloadOptions> = {}): Promise<string> {
  const error: unknown = await served.download(options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ModelError);
  const { message } = error as ModelError;
  expect(message).not.toContain('\n');
  return message.replaceAll(served.hub.url, 'HUB').replaceAll(served.cacheDir, 'CACHE');
}

async function expectNothingLeft(): Promise<void> {
  expect(await readdir(served.cacheDir)).toEqual([]);
}

describe('a download that cannot succeed', () => {
  it.each<{ title: string; file: string; trouble: Trouble; line: RegExp; requests?: number }>([
    {
      title: 'a file that is not on the hub',
      file: 'tokenizer.json',
      trouble: { kind: 'status', status: 404 },
      line: /^tokenizer\.json of the model verbatim\/static-en is not on the hub HUB \(404\); check the name in EMBEDDING_MODEL, or HF_ENDPOINT$/,
    },
    {
      title: 'a model behind a login',
      file: 'config.json',
      trouble: { kind: 'status', status: 401 },
      line: /^the hub HUB does not give config\.json of the model verbatim\/static-en to everyone, .*\(401\); check/,
    },
    {
      title: 'too many requests',
      file: 'config.json',
      trouble: { kind: 'status', status: 429 },
      line: /: expected the file, found the answer 429; try again later/,
    },
    {
      title: 'wrong bytes of the right length',
      file: WEIGHTS,
      trouble: { kind: 'wrong-bytes', checksum: 'given' },
      line: /^cannot fetch onnx\/model_quantized\.onnx of the model verbatim\/static-en from HUB: expected sha256 [0-9a-f]{64}, found [0-9a-f]{64}; try again/,
    },
    {
      title: 'wrong bytes in a small file',
      file: 'tokenizer.json',
      trouble: { kind: 'wrong-bytes', checksum: 'given' },
      line: /: expected git-sha1 [0-9a-f]{40}, found [0-9a-f]{40}; try again/,
    },
    {
      title: 'wrong bytes under a weak tag',
      file: 'config.json',
      trouble: { kind: 'wrong-bytes', checksum: 'given' },
      line: /: expected git-sha1 [0-9a-f]{40}, found [0-9a-f]{40}; try again/,
    },
    {
      title: 'wrong weights without a checksum',
      file: WEIGHTS,
      trouble: { kind: 'wrong-bytes', checksum: 'withheld' },
      line: /^the model verbatim\/static-en from HUB came complete but cannot be used: (?!.*CACHE).+; try again, set HF_ENDPOINT to another mirror, or unset EMBEDDING_MODEL/,
    },
    {
      title: 'a small file that is something else, without a checksum',
      file: 'tokenizer_config.json',
      trouble: { kind: 'wrong-bytes', checksum: 'withheld' },
      line: /^cannot fetch tokenizer_config\.json .*: expected JSON, found "[ -~]*"; try again/,
    },
    {
      title: 'a length other than the one announced',
      file: WEIGHTS,
      trouble: { kind: 'wrong-content-length', by: -10 },
      line: /: expected (\d+) bytes, found (?!\1)\d+ on offer; try again later/,
    },
    {
      title: 'a length that cuts a file short',
      file: 'tokenizer.json',
      trouble: { kind: 'wrong-content-length', by: -10 },
      line: /: expected git-sha1 [0-9a-f]{40}, found [0-9a-f]{40}; try again/,
    },
    {
      title: 'a redirect to something that is not the web',
      file: 'config.json',
      trouble: { kind: 'redirect', location: 'file:///etc/passwd' },
      line: /: expected a redirect to an http or https address, found "file:\/\/\/etc\/passwd"; check HF_ENDPOINT$/,
    },
    {
      title: 'redirects without end',
      file: 'config.json',
      trouble: { kind: 'redirect', location: '/verbatim/static-en/resolve/main/config.json' },
      line: /: more than 5 redirects, the last to HUB\/verbatim\/static-en\/resolve\/main\/config\.json; check HF_ENDPOINT$/,
      requests: 6,
    },
  ])(
    'names $title, without a retry, and leaves nothing behind',
    async ({ file, trouble, line, requests = 1 }) => {
      served.hub.play(file, trouble);
      expect(await failure()).toMatch(line);
      expect(served.requestsFor(file)).toBe(requests);
      await expectNothingLeft();
    },
  );

  it('names the ways out when the hub cannot be reached', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await failure({ hubUrl: `http://127.0.0.1:${port}` })).toBe(
      `cannot fetch config.json of the model verbatim/static-en from http://127.0.0.1:${port}: ` +
        `no answer from 127.0.0.1:${port} (connect ECONNREFUSED 127.0.0.1:${port}); ${WAYS_OUT}`,
    );
    await expectNothingLeft();
  });

  it('gives up a transfer that stands still', async () => {
    served.hub.play(WEIGHTS, { kind: 'stall', afterBytes: 100_000 });
    expect(await failure({ idleTimeoutMs: 1000 })).toBe(
      `cannot fetch ${WEIGHTS} of the model verbatim/static-en from HUB: nothing came for 1 s; ` +
        WAYS_OUT,
    );
    expect(served.requestsFor(WEIGHTS)).toBe(1);
    await expectNothingLeft();
  });

  it('says that the cache cannot be written, and what to set', async () => {
    const cacheDir = path.join(served.cacheDir, 'a-file');
    await writeFile(cacheDir, '');
    expect(await failure({ cacheDir })).toMatch(
      /^cannot keep a model in CACHE\/a-file: EEXIST.*; make room there, or set MODEL_CACHE_DIR/,
    );
  });
});

describe('a download that its caller gives up', () => {
  it('ends with the reason given and leaves nothing behind', async () => {
    const delivery = served.hub.deliverOnDemand(WEIGHTS);
    const controller = new AbortController();
    const download = served.download({ signal: controller.signal });
    await delivery.asked;
    await delivery.send(100_000);
    const reason = new Error('no longer wanted');
    controller.abort(reason);
    await expect(download).rejects.toBe(reason);
    await expectNothingLeft();
  });
});

describe('trouble that passes', () => {
  it.each<{ title: string; trouble: Trouble; line: RegExp }>([
    {
      title: 'a torn connection',
      trouble: { kind: 'cut-off', afterBytes: 100_000 },
      line: /: the connection broke off after \d+ of \d+ bytes \(.+\); check the connection/,
    },
    {
      title: 'a failure of the server',
      trouble: { kind: 'status', status: 503 },
      line: /: expected the file, found the answer 503; try again later, or set HF_ENDPOINT/,
    },
  ])('is forgiven once and no more: $title', async ({ trouble, line }) => {
    served.hub.play(WEIGHTS, trouble);
    expect(await failure()).toMatch(line);
    expect(served.requestsFor(WEIGHTS)).toBe(2);
    await expectNothingLeft();

    served.hub.play(WEIGHTS, { ...trouble, times: 1 });
    await served.download();
    expect(served.requestsFor(WEIGHTS)).toBe(4);
  });

  it('lets a transfer take its time while bytes come', async () => {
    const idleTimeoutMs = 1000;
    const delivery = served.hub.deliverOnDemand(WEIGHTS);
    let received = 0;
    const onProgress = ({ receivedBytes }: DownloadProgress): number => (received = receivedBytes);
    const download = served.download({ idleTimeoutMs, onProgress });
    await delivery.asked;
    const end = Date.now() + 1.5 * idleTimeoutMs;
    while (Date.now() < end) {
      const before = received;
      await delivery.send(1000);
      await expect.poll(() => received).toBeGreaterThan(before);
    }
    delivery.finish();
    await expect(download).resolves.toContain(served.profile.id);
  });
});
