import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { openModel } from '../../src/embeddings/open-model.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { ServedModel } from '../support/served-model.ts';

let served: ServedModel;

beforeEach(async () => {
  served = await ServedModel.start();
});

afterEach(() => served.close());

function open(embeddingModel: string, onDownload?: () => void): Promise<Embedder> {
  return openModel(
    { embeddingModel, modelCacheDir: served.cacheDir, hubUrl: served.hub.url },
    { hubProfiles: [served.profile], ...(onDownload === undefined ? {} : { onDownload }) },
  );
}

describe('the setting for the embedding model', () => {
  it.each([
    { title: 'absolute', folder: EMBEDDED_MODEL_DIR },
    { title: 'relative to the working folder', folder: path.relative('.', EMBEDDED_MODEL_DIR) },
  ])('takes a folder that is $title, without any request', async ({ folder }) => {
    const embedder = await open(folder);
    expect(embedder.fingerprint.id).toBe('verbatim-static-en');
    expect(served.hub.requests).toEqual([]);
  });

  it('takes the name of a hub model, which is fetched and then kept', async () => {
    let reports = 0;
    const first = await open('verbatim/static-en', () => (reports += 1));
    expect(first.fingerprint).toMatchObject({ id: 'verbatim/static-en', dims: 640 });
    expect(reports).toBeGreaterThan(0);
    const requests = served.hub.requests.length;
    const second = await open('verbatim/static-en');
    expect(second.fingerprint).toEqual(first.fingerprint);
    expect(served.hub.requests).toHaveLength(requests);
  });

  it.each(['./models/none', '/models/none', '../none', '~/models/none', 'C:\\models\\none'])(
    'says of the path %s that there is no folder',
    async (name) => {
      await expect(open(name)).rejects.toThrow(
        `no model folder at ${name}; set EMBEDDING_MODEL to a folder that exists or to one of ` +
          'verbatim/static-en, or unset it to use the embedded model',
      );
    },
  );

  it('says of another name what it could be', async () => {
    await expect(open('Xenova/nothing')).rejects.toThrow(
      'unknown embedding model "Xenova/nothing"; expected a model folder or one of ' +
        'verbatim/static-en; to use another model of the hub, download its folder and set ' +
        'EMBEDDING_MODEL to that',
    );
    expect(served.hub.requests).toEqual([]);
  });
});
