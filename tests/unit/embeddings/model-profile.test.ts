import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL_DIR } from '../../../src/config.ts';
import { ModelError } from '../../../src/errors.ts';
import {
  HUB_PROFILES,
  modelFiles,
  PROFILE_FILE,
  readProfile,
  weightsFile,
} from '../../../src/embeddings/model-profile.ts';

const PROFILE = {
  id: 'mine',
  dims: 8,
  pooling: 'mean',
  questionPrefix: 'query: ',
  passagePrefix: '',
  maxTokens: 128,
  quantized: false,
  static: true,
} as const;

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'verbatim-profile-'));
});

afterEach(() => rm(parent, { recursive: true }));

async function folderWith(text: string | null, name = 'model'): Promise<string> {
  const folder = path.join(parent, name);
  await mkdir(folder, { recursive: true });
  if (text !== null) await writeFile(path.join(folder, PROFILE_FILE), text);
  return folder;
}

describe('the profile of a model folder', () => {
  it('is read from its file', async () => {
    expect(await readProfile(await folderWith(JSON.stringify(PROFILE)))).toEqual(PROFILE);
  });

  it('is there for the embedded model', async () => {
    expect(await readProfile(EMBEDDED_MODEL_DIR)).toMatchObject({ pooling: 'graph' });
  });

  it.each(HUB_PROFILES)('is built in for a folder that ends with $id', async (profile) => {
    expect(await readProfile(await folderWith(null, profile.id))).toEqual(profile);
  });

  it('comes from its file even where one is built in', async () => {
    const folder = await folderWith(JSON.stringify(PROFILE), HUB_PROFILES[0]!.id);
    expect(await readProfile(folder)).toEqual(PROFILE);
  });

  it('is asked for where there is none', async () => {
    const folder = await folderWith(null);
    const reading = readProfile(folder);
    await expect(reading).rejects.toThrow(ModelError);
    await expect(reading).rejects.toThrow(`no ${PROFILE_FILE} in the model folder ${folder}`);
  });

  it.each([
    { fault: 'no JSON', text: '{', named: 'JSON' },
    {
      fault: 'a missing key',
      text: JSON.stringify({ ...PROFILE, dims: undefined }),
      named: 'dims',
    },
    { fault: 'an unknown key', text: JSON.stringify({ ...PROFILE, size: 1 }), named: 'size' },
    {
      fault: 'another pooling',
      text: JSON.stringify({ ...PROFILE, pooling: 'max' }),
      named: 'pooling',
    },
    { fault: 'half a dimension', text: JSON.stringify({ ...PROFILE, dims: 1.5 }), named: 'dims' },
    { fault: 'no name', text: JSON.stringify({ ...PROFILE, id: '' }), named: 'id' },
  ])('is refused by name for $fault', async ({ text, named }) => {
    const reading = readProfile(await folderWith(text));
    await expect(reading).rejects.toThrow(ModelError);
    await expect(reading).rejects.toThrow(named);
    await expect(reading).rejects.toThrow(/^[^\n]+$/);
  });
});

describe('the files of a model', () => {
  it.each([
    { quantized: true, file: 'onnx/model_quantized.onnx' },
    { quantized: false, file: 'onnx/model.onnx' },
  ])('end with the weights, here $file', ({ quantized, file }) => {
    expect(weightsFile({ ...PROFILE, quantized })).toBe(file);
    expect(modelFiles({ ...PROFILE, quantized }).at(-1)).toBe(file);
  });
});
