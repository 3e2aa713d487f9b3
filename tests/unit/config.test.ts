import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
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
    expect(config).toMatchObject({
      discordToken: null,
      discordApiUrl: 'https://discord.com/api',
      messageContent: false,
      memberQuestionsPerMinute: 30,
      channelAnswersPerMinute: 60,
      keepQuestionsDays: 30,
      logLevel: 'info',
    });
    expect(path.basename(config.dataDir)).toBe('data');
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

  it.each([
    { name: 'KEEP_QUESTIONS_DAYS', value: 'never', expected: 'a whole number from 0 to 999999' },
    {
      name: 'MEMBER_QUESTIONS_PER_MINUTE',
      value: '-1',
      expected: 'a whole number from 0 to 999999',
    },
    {
      name: 'CHANNEL_ANSWERS_PER_MINUTE',
      value: '1.5',
      expected: 'a whole number from 0 to 999999',
    },
    {
      name: 'LOG_LEVEL',
      value: 'loud',
      expected: 'one of trace, debug, info, warn, error, silent',
    },
  ])('refuse $value as $name', ({ name, value, expected }) => {
    expect(() => loadConfig({ [name]: value })).toThrow(
      `${name} must be ${expected}, found "${value}"`,
    );
  });

  it('name no reranker by default, and give one half a second', () => {
    expect(loadConfig({})).toMatchObject({ rerankerModel: null, rerankerBudgetMs: 500 });
    const config = loadConfig({ RERANKER_MODEL: ' ./model ', RERANKER_BUDGET_MS: '0' });
    expect(config).toMatchObject({ rerankerModel: './model', rerankerBudgetMs: 0 });
    expect(() => loadConfig({ RERANKER_BUDGET_MS: '1s' })).toThrow(
      'RERANKER_BUDGET_MS must be a whole number from 0 to 999999, found "1s"',
    );
  });

  it('take no days as a time to keep questions for', () => {
    expect(loadConfig({ KEEP_QUESTIONS_DAYS: '0' }).keepQuestionsDays).toBe(0);
  });

  it('take a limit of 0 as none, and a log level in any case', () => {
    const config = loadConfig({ MEMBER_QUESTIONS_PER_MINUTE: '0', LOG_LEVEL: ' Warn ' });
    expect(config).toMatchObject({ memberQuestionsPerMinute: 0, logLevel: 'warn' });
  });

  it('open no port for metrics unless one is named', () => {
    expect(loadConfig({}).metricsPort).toBeNull();
    expect(loadConfig({ METRICS_PORT: ' 9464 ' }).metricsPort).toBe(9464);
  });

  it.each(['0', '65536', '080', '-1', '9464/tcp', 'on'])('refuse %s as a port', (value) => {
    expect(() => loadConfig({ METRICS_PORT: value })).toThrow(
      `METRICS_PORT must be a port from 1 to 65535, found "${value}"`,
    );
  });

  it.each([
    { env: {}, shards: [0], shardCount: 1 },
    { env: { SHARD_COUNT: '4' }, shards: [0, 1, 2, 3], shardCount: 4 },
    { env: { SHARD_COUNT: '8', SHARDS: '0-2' }, shards: [0, 1, 2], shardCount: 8 },
    { env: { SHARD_COUNT: '8', SHARDS: ' 7, 0,2-3 ,0' }, shards: [0, 2, 3, 7], shardCount: 8 },
  ])('take $env for the shards $shards of $shardCount', ({ env, ...expected }) => {
    expect(loadConfig(env)).toMatchObject(expected);
  });

  it.each(['4', '0-4', '3-1', '-1', '0,', 'all', '0..2', '1 2'])(
    'refuse %s as shards of four',
    (value) => {
      expect(() => loadConfig({ SHARD_COUNT: '4', SHARDS: value })).toThrow(
        'SHARDS must be numbers or ranges from 0 to 3, as SHARD_COUNT is 4, such as 0,2 or 0-3, ' +
          `found "${value}"`,
      );
    },
  );

  it.each(['0', '1001', '-2', '1.5', 'auto'])('refuse %s as the number of shards', (value) => {
    expect(() => loadConfig({ SHARD_COUNT: value })).toThrow(
      `SHARD_COUNT must be a whole number from 1 to 1000, found "${value}"`,
    );
  });

  it('refuse a port that leaves none for the last shard', () => {
    expect(() => loadConfig({ METRICS_PORT: '65533', SHARD_COUNT: '4' })).toThrow(
      'METRICS_PORT must be a port from 1 to 65532, found "65533"',
    );
  });

  it.each([
    'http://127.0.0.1:4000/api',
    'http://127.0.0.1:4000/api/',
    'http://127.0.0.1:4000/api/v10',
    'http://127.0.0.1:4000/api/v10/',
  ])('take %s as the address of the API without its version', (url) => {
    expect(loadConfig({ DISCORD_API_URL: url }).discordApiUrl).toBe('http://127.0.0.1:4000/api');
  });

  it('are exactly those that .env.example describes, in its order', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const described = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(described).toEqual([...SETTING_NAMES]);
  });
});

describe('the token', () => {
  const TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789_-';

  it.each([TOKEN, ` ${TOKEN}\n`, `Bot ${TOKEN}`, `bot  ${TOKEN} `])('is found in "%s"', (value) => {
    expect(loadConfig({ DISCORD_TOKEN: value }).discordToken?.reveal()).toBe(TOKEN);
  });

  it.each(['', '  '])('is null where "%s" is given', (value) => {
    expect(loadConfig({ DISCORD_TOKEN: value }).discordToken).toBeNull();
  });

  it.each([
    { what: 'in quotation marks', value: `"${TOKEN}"` },
    { what: 'cut short', value: 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE' },
    { what: 'with a break inside', value: TOKEN.replace('.', '.\n') },
    { what: 'that is the secret of the application', value: 'k3y0fTh3Appl1cat10nAbcdefgh12345' },
  ])('$what is refused and not repeated', ({ value }) => {
    let thrown: unknown;
    try {
      loadConfig({ DISCORD_TOKEN: value });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ConfigError);
    expect((thrown as Error).message).toMatch(/^DISCORD_TOKEN must be the token of a bot, .*"Bot"/);
    expect(inspect(thrown, { depth: null, showHidden: true })).not.toContain(value.slice(0, 12));
  });

  it('is shown by nothing that shows the settings', () => {
    const config = loadConfig({ DISCORD_TOKEN: TOKEN });
    const shown = [
      JSON.stringify(config),
      inspect(config, { depth: null, showHidden: true }),
      inspect(config, { depth: null, customInspect: false, showHidden: true }),
      String(config.discordToken),
    ];
    for (const text of shown) expect(text).not.toContain(TOKEN);
    expect(shown[0]).toContain('"discordToken":"[secret]"');
  });
});
