import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Check } from '../../src/cli/doctor/check.ts';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { HUB_PROFILES, PROFILE_FILE } from '../../src/embeddings/model-profile.ts';
import { loadSqlite } from '../../src/sqlite.ts';
import { openState, STATE_FILE } from '../../src/state/database.ts';
import { tryLockIndex } from '../../src/vector-index/index-lock.ts';
import { HubStandIn } from '../support/hub-stand-in.ts';
import { type Run, runVerbatim } from '../support/run-verbatim.ts';
import { writeTinyReranker } from '../support/tiny-reranker.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const WITHOUT_HNSWLIB = new URL('../support/without-hnswlib.mjs', import.meta.url).href;
const HUB_MODEL = HUB_PROFILES[0]!.id;
const NAMES = [
  'Node',
  'settings',
  'onnxruntime-node',
  'hnswlib-node',
  'libsql',
  'model',
  'reranker',
  'corpus',
  'index',
  'corrections',
  'index lock',
  'index folder',
  'disk space',
  'data folder',
  'discord',
];

let folder: string;
let corpus: string;
let index: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'verbatim-doctor-'));
  corpus = path.join(folder, 'corpus');
  index = path.join(folder, 'index');
  await mkdir(corpus);
  await writeFile(path.join(corpus, 'zoo.md'), 'A zoo opened in Norwick on Monday.\n');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const dirs = { CORPUS_DIR: corpus, INDEX_DIR: index, DATA_DIR: path.join(folder, 'data') };
  return runVerbatim(args, { env: { ...dirs, ...env } });
}

interface Report {
  readonly checks: Check[];
  readonly ok: boolean;
}

/** What `doctor --json` reports of one thing. */
async function examine(name: string, env: NodeJS.ProcessEnv = {}): Promise<Check | undefined> {
  const { stdout } = await run(['doctor', '--json'], env);
  return (JSON.parse(stdout) as Report).checks.find((check) => check.name === name);
}

/** Every file below a folder with its size and the time of its last change. */
async function listFiles(root: string): Promise<string[]> {
  const names = await readdir(root, { recursive: true });
  const entries = await Promise.all(
    names.map(async (name) => {
      const stats = await stat(path.join(root, name));
      // The time of a folder tells of the probe, which is gone again.
      return stats.isDirectory() ? name : `${name} ${stats.size} ${stats.mtimeMs}`;
    }),
  );
  return entries.sort();
}

/** The only generation of the index. */
async function generationFolder(): Promise<string> {
  return path.join(index, (await readFile(path.join(index, 'current'), 'utf8')).trim());
}

/** A copy of the embedded model with another name. */
async function copyModel(): Promise<string> {
  const copy = path.join(folder, 'model');
  await cp(EMBEDDED_MODEL_DIR, copy, { recursive: true });
  const file = path.join(copy, PROFILE_FILE);
  const profile = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...profile, id: 'another-model' }));
  return copy;
}

/** Whether everybody may enter a folder and those above it. */
async function isOpenToAll(dir: string): Promise<boolean> {
  const { mode } = await stat(dir);
  const parent = path.dirname(dir);
  return (mode & 0o001) !== 0 && (parent === dir || isOpenToAll(parent));
}

describe('verbatim doctor', () => {
  it('finds nothing wrong with a healthy installation', async () => {
    await run(['index']);
    const { code, stdout, stderr } = await run(['doctor']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.filter((line) => /^(?:ok  |warn|FAIL) {2}\S/.test(line))).toHaveLength(
      NAMES.length,
    );
    expect(stdout).toContain('ok    model: verbatim-static-en embeds text');
    expect(stdout).toContain(`ok    corpus: 1 file in ${corpus} (1 .md)\n`);
    expect(stdout).toContain('ok    index: 1 article, 1 passage, model verbatim-static-en, built');
    expect(stdout).not.toContain('FAIL');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('prints one JSON object with --json', async () => {
    await run(['index']);
    const { code, stdout } = await run(['doctor', '--json']);
    const report = JSON.parse(stdout) as Report;
    expect(report.ok).toBe(true);
    expect(report.checks.map(({ name }) => name)).toEqual(NAMES);
    for (const check of report.checks) {
      expect(Object.keys(check)).toEqual(['name', 'status', 'finding', 'remedy']);
    }
    expect(code).toBe(0);
  });

  it('reports everything on standard output when something fails, and ends with one line', async () => {
    const { code, stdout, stderr } = await run(['doctor', '--corpus', '/nowhere']);
    expect(stdout).toMatch(/^FAIL {2}corpus: no corpus folder at \/nowhere\n {6}create it or /m);
    expect(stdout).toMatch(/^ok {4}disk space: /m);
    expect(stderr).toBe(`verbatim: 1 of ${NAMES.length} checks failed: corpus\n`);
    expect(code).toBe(2);

    const asJson = await run(['doctor', '--json', '--corpus', '/nowhere']);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ ok: false });
    expect({ code: asJson.code, stderr: asJson.stderr }).toEqual({ code, stderr });
  });

  it('leaves everything as it is, what a killed run left included', async () => {
    await run(['index']);
    await mkdir(path.join(index, '.building-0123456789abcdef'));
    const before = await listFiles(folder);
    const { stdout } = await run(['doctor'], { MODEL_CACHE_DIR: path.join(folder, 'cache') });
    expect(stdout).toContain('warn  index lock: nobody is indexing; 1 leftover of a run');
    expect(await listFiles(folder)).toEqual(before);
  });

  it('makes no index folder where there is none', async () => {
    const { code, stdout } = await run(['doctor']);
    expect(stdout).toContain(`warn  index: none yet in ${index}\n      nothing to do: it is built`);
    expect(stdout).toContain(`ok    index folder: ${index} can be made`);
    await expect(stat(index)).rejects.toThrow('ENOENT');
    expect(code).toBe(0);
  });
});

describe('verbatim doctor, of the libraries', () => {
  it('warns of a missing hnswlib-node', async () => {
    const env = { NODE_OPTIONS: `--import=${WITHOUT_HNSWLIB}` };
    const check = await examine('hnswlib-node', env);
    expect(check).toMatchObject({ status: 'warn', remedy: expect.stringContaining('npm ci') });
  });
});

describe('verbatim doctor, of the model', () => {
  it('fails for a model that is not known', async () => {
    const check = await examine('model', { EMBEDDING_MODEL: 'nobody/nothing' });
    expect(check?.status).toBe('fail');
    expect(check?.finding).toContain('unknown embedding model "nobody/nothing"');
    expect(check?.remedy).toContain('EMBEDDING_MODEL');
  });

  it('fails for a model whose weights are damaged', async () => {
    const model = await copyModel();
    await writeFile(path.join(model, 'onnx', 'model_quantized.onnx'), 'these are no weights');
    const check = await examine('model', { EMBEDDING_MODEL: model });
    expect(check?.status).toBe('fail');
    expect(check?.finding).toContain(`the model in ${model} cannot be loaded`);
  });

  it('says of a model of the hub that it will be fetched, and fetches nothing', async () => {
    await run(['index']);
    const hub = await HubStandIn.start(HUB_MODEL, EMBEDDED_MODEL_DIR);
    onTestFinished(() => hub.close());
    const cache = path.join(folder, 'cache');
    const { code, stdout } = await run(['doctor'], {
      EMBEDDING_MODEL: HUB_MODEL,
      MODEL_CACHE_DIR: cache,
      HF_ENDPOINT: hub.url.replace('http://', 'http://ada:secret@'),
    });
    expect(stdout).toContain(
      `warn  model: ${HUB_MODEL} is not on this machine; it will be fetched`,
    );
    expect(stdout).not.toContain('secret');
    expect(stdout).toContain('FAIL  index: ');
    expect(stdout).toContain(`made with the model verbatim-static-en, the setting is ${HUB_MODEL}`);
    expect(code).toBe(2);
    expect(hub.requests).toEqual([]);
    await expect(stat(cache)).rejects.toThrow('ENOENT');
  });
});

describe('verbatim doctor, of the reranker', () => {
  it('finds nothing wrong with having none', async () => {
    expect(await examine('reranker')).toMatchObject({
      status: 'ok',
      finding: 'none, as RERANKER_MODEL is not set',
    });
  });

  it('tries the one that is set', async () => {
    const model = path.join(folder, 'tiny');
    await writeTinyReranker(model, { words: {} });
    expect(await examine('reranker', { RERANKER_MODEL: model })).toMatchObject({
      status: 'ok',
      finding: `tiny judges passages, with 500 ms a question (${model})`,
    });
    await writeTinyReranker(model, { words: {}, logits: 3 });
    expect(await examine('reranker', { RERANKER_MODEL: model })).toMatchObject({
      status: 'fail',
      finding: expect.stringContaining('expected 1 or 2 logits for each, found 3'),
      remedy: expect.stringContaining('or unset it'),
    });
  });

  it('says of a model of the hub that it will be fetched, and fetches nothing', async () => {
    const hub = await HubStandIn.start('nobody/tiny', EMBEDDED_MODEL_DIR);
    onTestFinished(() => hub.close());
    const check = await examine('reranker', {
      RERANKER_MODEL: 'nobody/tiny',
      MODEL_CACHE_DIR: path.join(folder, 'cache'),
      HF_ENDPOINT: hub.url.replace('http://', 'http://ada:secret@'),
    });
    expect(check).toMatchObject({
      status: 'warn',
      finding: expect.stringContaining('nobody/tiny is not on this machine; it will be fetched'),
    });
    expect(JSON.stringify(check)).not.toContain('secret');
    expect(hub.requests).toEqual([]);
  });
});

describe('verbatim doctor, of the corpus', () => {
  it('warns of a corpus without articles', async () => {
    await rm(path.join(corpus, 'zoo.md'));
    await writeFile(path.join(corpus, 'scan.pdf'), 'not read');
    expect(await examine('corpus')).toMatchObject({
      status: 'warn',
      finding: `1 file in ${corpus} (1 .pdf), 1 not of a format that is read`,
      remedy: expect.stringMatching(/put articles there \(.*\.md/),
    });
  });

  it('warns of what the listing refuses, and shows control characters', async () => {
    await symlink('/etc/passwd', path.join(corpus, 'link\u001b\n.txt'));
    const { code, stdout } = await run(['doctor']);
    expect(stdout).toContain(
      `warn  corpus: 1 file in ${corpus} (1 .md), 1 not read, such as link<U+001B> .txt: is a link`,
    );
    expect(code).toBe(0);
  });
});

describe('verbatim doctor, of the index', () => {
  beforeEach(async () => {
    await run(['index']);
  });

  it('warns of what was refused, with the number that indexing gave', async () => {
    await writeFile(path.join(corpus, 'empty.txt'), '');
    await writeFile(path.join(corpus, 'scan.pdf'), 'not read');
    expect((await run(['index'])).stdout).toMatch(/ 2 refused$/m);
    expect(await examine('index')).toMatchObject({
      status: 'warn',
      finding: expect.stringMatching(/^1 article, .*; 2 refused$/),
      remedy: '"npm run -s verbatim -- index" names each of them with the reason',
    });
  });

  it('fails when a file of it is damaged', async () => {
    const file = path.join(await generationFolder(), 'vectors.bin');
    const bytes = await readFile(file);
    bytes[7]! ^= 1;
    await writeFile(file, bytes);
    const check = await examine('index');
    expect(check?.status).toBe('fail');
    expect(check?.finding).toContain('vectors.bin is damaged');
    expect(check?.remedy).toContain('index --full');
  });

  it('fails when it was made with another model', async () => {
    const check = await examine('index', { EMBEDDING_MODEL: await copyModel() });
    expect(check?.status).toBe('fail');
    expect(check?.finding).toContain(
      'is stale: it was made with the model verbatim-static-en, the setting is another-model',
    );
    expect(check?.remedy).toBe('rebuild it with "npm run -s verbatim -- index"');
  });

  it('warns when the corpus has changed since', async () => {
    await writeFile(path.join(corpus, 'new.txt'), 'The harbour was closed on Monday.\n');
    expect(await examine('index')).toMatchObject({
      status: 'warn',
      finding: expect.stringContaining('(1 added, 0 changed, 0 removed)'),
    });
  });

  it.each([
    { what: 'model', env: { EMBEDDING_MODEL: './nowhere' } },
    { what: 'corpus', env: { CORPUS_DIR: '/nowhere' } },
  ])('says that it could not be compared with a $what that is missing', async ({ what, env }) => {
    expect(await examine('index', env)).toMatchObject({
      status: 'warn',
      finding: expect.stringContaining(`not compared with the ${what}`),
    });
  });

  it('warns while another process is indexing', async () => {
    const lock = await tryLockIndex(index);
    const check = await examine('index lock').finally(() => lock?.release());
    expect(check).toMatchObject({
      status: 'warn',
      finding: `another process is changing the index in ${index}`,
    });
  });

  it('fails when the folder is a file', async () => {
    const file = path.join(corpus, 'zoo.md');
    expect(await examine('index folder', { INDEX_DIR: file })).toMatchObject({
      status: 'fail',
      finding: `${file} is not a folder`,
    });
  });

  it('warns when nothing can be written, as answers still come', async (context) => {
    const isRoot = process.getuid?.() === 0;
    // Root may write everywhere, so the program becomes somebody who may not.
    const env = isRoot
      ? { NODE_OPTIONS: '--import=data:text/javascript,process.setuid(65534)' }
      : {};
    if (process.platform === 'win32' || (isRoot && !(await isOpenToAll(REPOSITORY)))) {
      context.skip('nobody here is forbidden to write');
    }
    await chmod(folder, 0o755);
    await chmod(index, 0o555);
    const { code, stdout } = await run(['doctor'], env);
    // Else the folder could not be removed.
    await chmod(index, 0o755);
    expect(stdout).toContain(
      `warn  index folder: nothing can be written to ${index} (EACCES): answering works`,
    );
    expect(stdout).not.toContain('FAIL');
    expect(code).toBe(0);
  });
});

describe('verbatim doctor, of the corrections', () => {
  const WITHDRAWN = '  withdrawn: 2022-12-30\n  note: The zoo denied it.\n';

  async function correct(text: string): Promise<void> {
    await writeFile(path.join(corpus, 'corrections.yaml'), text);
  }

  it('finds nothing wrong where each names an article, or all articles of a file', async () => {
    expect(await examine('corrections')).toMatchObject({ status: 'ok' });
    await writeFile(
      path.join(corpus, 'news.jsonl'),
      '{"id": "a", "text": "The ferry was late."}\n',
    );
    await run(['index']);
    await correct(
      ['zoo.md', 'news.jsonl', '"news.jsonl#a"'].map((p) => `${p}:\n${WITHDRAWN}`).join(''),
    );
    expect(await examine('corrections')).toEqual({
      name: 'corrections',
      status: 'ok',
      finding: '3 paths withdrawn or corrected',
      remedy: null,
    });
  });

  it('warns, as indexing does, where a withdrawn article has another name now', async () => {
    await correct(`zoo.md:\n${WITHDRAWN}`);
    expect((await run(['index'])).stderr).not.toContain('corrections.yaml');
    await rename(path.join(corpus, 'zoo.md'), path.join(corpus, 'animals.md'));
    const indexed = await run(['index', '--json']);
    const finding =
      'corrections.yaml names "zoo.md", of which the index has no article; if it was renamed, it is ' +
      'quoted as if nothing had been said about it';
    expect(indexed.stderr).toContain(`${finding}; write the path`);
    expect({ code: indexed.code, added: JSON.parse(indexed.stdout).added as unknown }).toEqual({
      code: 0,
      added: ['animals.md'],
    });
    expect(await examine('corrections')).toMatchObject({
      status: 'warn',
      finding,
      remedy: expect.stringContaining('the path that the article has now'),
    });
  });

  it('fails where they cannot be read, which indexing only tells of', async () => {
    await correct('zoo.md: [withdrawn]\n');
    expect(await examine('corrections')).toMatchObject({
      status: 'fail',
      finding: expect.stringContaining('corrections.yaml:1: expected brackets in quotation marks'),
      remedy: 'until that is mended nobody knows which articles are withdrawn',
    });
    const { code, stderr } = await run(['index']);
    expect(stderr).toContain('corrections.yaml:1: expected');
    expect(code).toBe(0);
  });
});

describe('verbatim doctor, of the data folder', () => {
  let data: string;

  beforeEach(() => {
    data = path.join(folder, 'data');
  });

  it('finds nothing wrong where the bot has not begun, and makes no folder', async () => {
    expect(await examine('data folder')).toMatchObject({
      status: 'ok',
      finding: `no verbatim.db in ${data} yet; the bot makes it`,
    });
    await expect(stat(data)).rejects.toThrow('ENOENT');
  });

  it('finds nothing wrong with what a bot has made, and leaves it as it is', async () => {
    (await openState(path.join(data, STATE_FILE))).close();
    // SQLite keeps two files beside it for as long as anybody, the library included, holds a connection.
    const list = async (): Promise<string[]> =>
      (await listFiles(data)).filter((line) => !/-(?:shm|wal) /.test(line));
    const before = await list();
    expect(await examine('data folder')).toMatchObject({ status: 'ok' });
    expect(await list()).toEqual(before);
  });

  it('finds nothing wrong while a bot has it open', async () => {
    const state = await openState(path.join(data, STATE_FILE));
    onTestFinished(() => state.close());
    expect(await examine('data folder')).toMatchObject({ status: 'ok' });
  });

  it('fails where the file holds something else', async () => {
    await mkdir(data);
    await writeFile(path.join(data, STATE_FILE), 'garbage\n'.repeat(1000));
    expect(await examine('data folder')).toMatchObject({
      status: 'fail',
      finding: expect.stringMatching(
        /verbatim\.db must be a whole SQLite database, found damage: /,
      ),
      remedy: expect.stringContaining('put a copy of it back, or move it away'),
    });
  });

  it('fails where a newer program made it', async () => {
    await mkdir(data);
    const Database = await loadSqlite();
    const database = new Database(path.join(data, STATE_FILE));
    database.exec('PRAGMA application_id = 0x56657262; PRAGMA user_version = 9999');
    database.close();
    expect(await examine('data folder')).toMatchObject({
      status: 'fail',
      finding: expect.stringContaining('found version 9999 of a newer program'),
      remedy: 'update Verbatim, or set another DATA_DIR',
    });
  });

  it('fails where the folder is a file', async () => {
    const file = path.join(corpus, 'zoo.md');
    expect(await examine('data folder', { DATA_DIR: file })).toMatchObject({
      status: 'fail',
      finding: `${file} is not a folder`,
    });
  });
});
