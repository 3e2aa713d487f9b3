import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL_DIR, loadConfig, SETTING_NAMES } from '../../src/config.ts';
import { ConfigError } from '../../src/errors.ts';

describe('the settings', () => {
  it('have a default each, so that none is needed', () => {
    const config = loadConfig({});
    expect(config.sampleCorpus).toBe(true);
    expect(config.embeddingModel).toBe(EMBEDDED_MODEL_DIR);
    expect(config.hubUrl).toBe('https://huggingface.co');
    expect(path.basename(config.corpusDir)).toBe('corpus');
  });

  it('count as unset when they are empty', () => {
    const empty = Object.fromEntries(SETTING_NAMES.map((name) => [name, '']));
    expect(loadConfig(empty)).toEqual(loadConfig({}));
  });

  it('take relative folders from the working folder', () => {
    const config = loadConfig({ CORPUS_DIR: 'news', INDEX_DIR: '/var/index' }, '/srv');
    expect(config.corpusDir).toBe(path.resolve('/srv/news'));
    expect(config.indexDir).toBe(path.resolve('/var/index'));
  });

  it.each(['on', 'true', 'YES', '1'])('read %s as on', (value) => {
    expect(loadConfig({ SAMPLE_CORPUS: value }).sampleCorpus).toBe(true);
  });

  it.each(['off', 'False', 'no', '0'])('read %s as off', (value) => {
    expect(loadConfig({ SAMPLE_CORPUS: value }).sampleCorpus).toBe(false);
  });

  it.each([
    { value: '1', bytes: 1_048_576 },
    { value: ' 0.5 ', bytes: 524_288 },
    { value: '500', bytes: 524_288_000 },
  ])('read a file size of $value MB as $bytes bytes', ({ value, bytes }) => {
    expect(loadConfig({ MAX_FILE_MB: value }).maxFileBytes).toBe(bytes);
  });

  it.each(['0', '-1', '0.0000001', '501', '1e1', '0x10', '0,5', '10 MB', 'NaN', 'Infinity'])(
    'refuse a file size of %s MB',
    (value) => {
      const load = (): unknown => loadConfig({ MAX_FILE_MB: value });
      expect(load).toThrow(ConfigError);
      expect(load).toThrow(`MAX_FILE_MB must be a number above 0 and up to 500, found "${value}"`);
    },
  );

  it('report everything that is wrong at once, with what was expected and found', () => {
    const load = (): unknown => loadConfig({ SAMPLE_CORPUS: 'maybe', HF_ENDPOINT: 'ftp://x' });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(
      /SAMPLE_CORPUS must be .* found "maybe"; HF_ENDPOINT must be .*"ftp:\/\/x"/,
    );
  });

  it('are exactly those that .env.example describes, in its order', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const described = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(described).toEqual([...SETTING_NAMES]);
  });
});
