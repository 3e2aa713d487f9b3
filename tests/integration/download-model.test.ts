import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { type DownloadProgress } from '../../src/embeddings/download-model.ts';
import { modelFiles, readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { ServedModel, WEIGHTS } from '../support/served-model.ts';

const SCRIPT = fileURLToPath(new URL('../support/download-model-script.ts', import.meta.url));
const TEXTS = ['The summit ended on Tuesday.', 'Rain', 'Zwölf Boxkämpfer jagen Viktor'];

let served: ServedModel;

beforeEach(async () => {
  served = await ServedModel.start();
});

afterEach(() => served.close());

/** Kills a process while it waits for more of the weights; returns what it left in the cache. */
async function downloadAndKill(): Promise<string> {
  const delivery = served.hub.deliverOnDemand(WEIGHTS);
  const args = [JSON.stringify(served.profile), served.hub.url, served.cacheDir];
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, ...args], { stdio: 'inherit' });
  const exit = once(child, 'exit');
  await Promise.race([delivery.asked, exit]);
  await delivery.send(1_000_000);
  child.kill('SIGKILL');
  expect(await exit).toEqual([null, 'SIGKILL']);
  const names = await readdir(served.cacheDir);
  expect(names).toEqual([expect.stringMatching(/^\.partial-/)]);
  return names[0]!;
}

describe('a model from the hub', () => {
  it('gives the vectors of the folder it was served from', async () => {
    const folder = await served.download();
    expect(folder).toBe(path.join(served.cacheDir, 'verbatim/static-en'));
    const fetched = await loadEmbedder(folder, served.profile);
    const original = await loadEmbedder(EMBEDDED_MODEL_DIR, served.profile);
    expect(fetched.fingerprint).toEqual(original.fingerprint);
    expect(await fetched.embedPassages(TEXTS)).toEqual(await original.embedPassages(TEXTS));
  });

  it('is fetched once', async () => {
    await served.download();
    for (const file of modelFiles(served.profile)) expect(served.requestsFor(file)).toBe(1);
    const requests = served.hub.requests.length;
    await served.download();
    expect(served.hub.requests).toHaveLength(requests);
  });

  it('leaves only its own folder, with a profile, so that it can be carried elsewhere', async () => {
    const folder = await served.download();
    expect(await readdir(served.cacheDir)).toEqual(['verbatim']);
    expect(await readdir(path.dirname(folder))).toEqual(['static-en']);
    const files = ['config.json', 'onnx', 'tokenizer.json', 'tokenizer_config.json'];
    expect((await readdir(folder)).sort()).toEqual([...files, 'verbatim-model.json']);
    expect(await readProfile(folder)).toEqual(served.profile);
  });

  it('comes also from a mirror that tells neither lengths nor checksums', async () => {
    for (const file of modelFiles(served.profile)) served.hub.play(file, { kind: 'bare' });
    const totals = new Set<number | null>();
    await served.download({ onProgress: ({ totalBytes }) => totals.add(totalBytes) });
    expect([...totals]).toEqual([null]);
  });

  it('reports progress over the whole model while the weights come in', async () => {
    const delivery = served.hub.deliverOnDemand(WEIGHTS);
    const seen: DownloadProgress[] = [];
    const download = served.download({ onProgress: (progress) => seen.push(progress) });
    await delivery.asked;
    await expect.poll(() => seen.at(-1)?.file).toBe(WEIGHTS);
    const { totalBytes } = seen.at(-1)!;
    await delivery.send(5_000_000);
    await expect.poll(() => seen.at(-1)?.receivedBytes).toBeGreaterThan(5_000_000);
    expect(seen.at(-1)!.receivedBytes).toBeLessThan(totalBytes!);
    delivery.finish();
    await download;
    expect(seen.at(-1)).toEqual({ file: WEIGHTS, receivedBytes: totalBytes, totalBytes });
    const counts = seen.map(({ receivedBytes }) => receivedBytes);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  it('is fetched whole by two at once', async () => {
    const slow = served.hub.deliverOnDemand(WEIGHTS);
    const first = served.download();
    await slow.asked;
    const folder = await served.download();
    slow.finish();
    expect(await first).toBe(folder);
    expect(await readdir(served.cacheDir)).toEqual(['verbatim']);
    await expect(loadEmbedder(folder, served.profile)).resolves.toBeDefined();
  });

  it('is not fetched over a folder that somebody filled in part', async () => {
    const folder = path.join(served.cacheDir, served.profile.id);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'config.json'), '{}');
    await expect(served.download()).rejects.toThrow(
      `the model folder ${folder} is incomplete: expected config.json, tokenizer.json, ` +
        `tokenizer_config.json, ${WEIGHTS}, found no usable tokenizer.json, ` +
        `tokenizer_config.json, ${WEIGHTS}; delete the folder so that it is fetched anew`,
    );
    expect(served.hub.requests).toEqual([]);
  });
});

describe('a download that was killed midway', () => {
  it('does not hinder the next one', async () => {
    await downloadAndKill();
    const folder = await served.download();
    await expect(loadEmbedder(folder, served.profile)).resolves.toBeDefined();
  });

  it('is swept by the next one when it is old, and left alone while it may be running', async () => {
    const partial = await downloadAndKill();
    const folder = await served.download();
    expect((await readdir(served.cacheDir)).sort()).toEqual([partial, 'verbatim']);
    await rm(folder, { recursive: true });
    await served.download({ staleAfterMs: 0 });
    expect(await readdir(served.cacheDir)).toEqual(['verbatim']);
  });
});
