import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { openReranker } from '../../src/embeddings/open-reranker.ts';
import type { Reranker } from '../../src/embeddings/reranker.ts';
import { ModelError } from '../../src/errors.ts';
import { HubStandIn } from '../support/hub-stand-in.ts';
import { type TinyRerankerOptions, writeTinyReranker } from '../support/tiny-reranker.ts';

const NAME = 'nobody/tiny-reranker';
const WORDS = { ferry: 2, bridge: 1, toll: -3 };
const PASSAGES = ['The ferry and the bridge', 'No toll', 'The toll of the bridge.', ''];

let folder: string;
let model: string;
let cacheDir: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'verbatim-reranker-'));
  model = path.join(folder, 'tiny-reranker');
  cacheDir = path.join(folder, 'cache');
});

afterEach(() => rm(folder, { recursive: true }));

async function write(options: Partial<TinyRerankerOptions> = {}): Promise<void> {
  await writeTinyReranker(model, { words: WORDS, ...options });
}

function open(name: string, hubUrl = 'http://127.0.0.1:9'): Promise<Reranker> {
  return openReranker({ rerankerModel: name, modelCacheDir: cacheDir, hubUrl });
}

/** The line with which opening fails. */
async function refusal(name: string, hubUrl?: string): Promise<string> {
  const error: unknown = await open(name, hubUrl).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ModelError);
  expect((error as ModelError).message).not.toContain('\n');
  return (error as ModelError).message;
}

async function serve(): Promise<HubStandIn> {
  const hub = await HubStandIn.start(NAME, model);
  onTestFinished(() => hub.close());
  return hub;
}

describe('a cross-encoder', () => {
  it.each([{ logits: 1 }, { logits: 2 }])(
    'with $logits logits scores a passage beside the question',
    async ({ logits }) => {
      await write({ logits });
      const reranker = await open(model);
      expect(reranker.id).toBe('tiny-reranker');
      const scoreAll = (question: string): Promise<number[]> =>
        Promise.all(PASSAGES.map((passage) => reranker.score(question, passage)));
      const judged = (scores: readonly number[]): number[] => scores.map((score) => score * logits);
      expect(await scoreAll('Ferry or bridge?')).toEqual(judged([3, 0, 1, 0]));
      expect(await scoreAll('The toll?')).toEqual(judged([0, -3, -3, 0]));
    },
  );

  it('cuts a passage at its end, and a question too where it would leave no place', async () => {
    await write({ maxTokens: 16 });
    const reranker = await open(model);
    const filler = 'word '.repeat(20);
    expect(await reranker.score('ferry', `ferry ${filler}`)).toBe(2);
    expect(await reranker.score('ferry', `${filler} ferry`)).toBe(0);
    const long = `ferry ${filler.repeat(10)}`;
    expect(await reranker.score(long, 'ferry')).toBe(2);
    expect(await reranker.score(long, 'bridge')).toBe(0);
  });

  it('is told from its weights when they are not of 8 bits', async () => {
    await write({ quantized: false });
    const reranker = await open(path.relative('.', model));
    expect(await reranker.score('ferry', 'ferry')).toBe(2);
  });

  it('rejects where the network fails, with nothing on the console, and goes on', async () => {
    await write({ failsOn: 'riddle' });
    const reranker = await open(model);
    const written: unknown[] = [];
    const { warn, error } = console;
    Object.assign(console, {
      warn: (line: unknown) => written.push(line),
      error: (line: unknown) => written.push(line),
    });
    onTestFinished(() => void Object.assign(console, { warn, error }));
    await expect(reranker.score('ferry', 'a riddle')).rejects.toThrow('Gather');
    expect(written).toEqual([]);
    expect(await reranker.score('ferry', 'ferry')).toBe(2);
  });
});

describe('the setting for the reranker', () => {
  it('takes the name of a model of the hub, which is fetched once and then kept', async () => {
    await write();
    const hub = await serve();
    const reranker = await open(NAME, hub.url);
    expect(reranker.id).toBe(NAME);
    expect(await reranker.score('ferry', 'ferry')).toBe(2);
    const requests = hub.requests.length;
    await open(NAME, hub.url);
    expect(hub.requests).toHaveLength(requests);
  });

  it('keeps nothing of a model whose weights came damaged', async () => {
    await write();
    const hub = await serve();
    hub.play('onnx/model_quantized.onnx', { kind: 'wrong-bytes', checksum: 'withheld' });
    expect(await refusal(NAME, hub.url)).toMatch(
      /^the model nobody\/tiny-reranker from .* came complete but cannot be used: .*; try again, set HF_ENDPOINT to another mirror, or unset RERANKER_MODEL to answer without a reranker$/,
    );
    expect(await readdir(cacheDir)).toEqual([]);
  });

  it('says what to set where the hub does not know the name', async () => {
    await write();
    const hub = await serve();
    expect(await refusal('nobody/other', hub.url)).toMatch(
      /is not on the hub .* \(404\); check the name in RERANKER_MODEL, or HF_ENDPOINT$/,
    );
    expect(await refusal(NAME)).toMatch(
      /set RERANKER_MODEL to it, or unset RERANKER_MODEL to answer without a reranker$/,
    );
  });

  it.each(['./none', '/none', '../none', 'none', 'a/..', '../../a', 'a/b/c', 'a\\b/c', 'C:/none'])(
    'asks no hub for %s',
    async (name) => {
      expect(await refusal(name)).toBe(
        `no model folder at ${name}; set RERANKER_MODEL to a folder that exists or to a model of the ` +
          'hub such as Xenova/ms-marco-MiniLM-L-6-v2, or unset it to answer without a reranker',
      );
    },
  );

  it('refuses a classifier with other labels', async () => {
    await write({ logits: 3 });
    expect(await refusal(model)).toBe(
      'the model tiny-reranker is no cross-encoder that ranks passages: expected 1 or 2 logits for ' +
        'each, found 3; set RERANKER_MODEL to a cross-encoder that ranks passages, or unset it',
    );
  });

  it('refuses a tokenizer that knows no pairs, and so an embedding model', async () => {
    await write({ knowsPairs: false });
    expect(await refusal(model)).toMatch(
      /^the tokenizer of the model tiny-reranker knows no pairs/,
    );
    expect(await refusal(EMBEDDED_MODEL_DIR)).toMatch(
      /knows no pairs of texts; set RERANKER_MODEL/,
    );
  });

  it('refuses weights that give no numbers', async () => {
    await write({ words: { who: Infinity, somebody: -Infinity } });
    expect(await refusal(model)).toMatch(
      /^the model tiny-reranker cannot score a question and a passage: its score is no number; /,
    );
  });

  it('names a file that is missing', async () => {
    await write();
    await rename(path.join(model, 'tokenizer.json'), path.join(model, 'tokens.json'));
    expect(await refusal(model)).toMatch(
      /^the model in .*tiny-reranker cannot be loaded: .*tokenizer/,
    );
  });
});
