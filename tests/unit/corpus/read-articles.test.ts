import { execFileSync } from 'node:child_process';
import { chmod, mkdir, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../../src/corpus/article.ts';
import { type CorpusFile, listCorpus } from '../../../src/corpus/list-corpus.ts';
import {
  parseArticles,
  readCorpusFile,
  type ReadFile,
  SUPPORTED_EXTENSIONS,
} from '../../../src/corpus/read-articles.ts';
import { CorpusError } from '../../../src/errors.ts';
import { writeCorpus } from '../../support/articles.ts';

const LIMIT = { maxFileBytes: 1000 };
const SAMPLE = { sampleCorpus: true };
const TEXT = 'The river rose by two metres overnight.\n';
const isRoot = process.getuid?.() === 0;
const isWindows = process.platform === 'win32';

async function listedPaths(folder: string, options = SAMPLE): Promise<string[]> {
  const { files } = await listCorpus(folder, options);
  return files.map((file) => file.path);
}

async function readFile(folder: string, file: CorpusFile): Promise<ReadFile> {
  return parseArticles(file.path, await readCorpusFile(folder, file, LIMIT));
}

/** Reads a listed file by name. */
async function readAll(folder: string, name: string): Promise<ReadFile> {
  const { files } = await listCorpus(folder, SAMPLE);
  const file = files.find((candidate) => candidate.path === name);
  if (file === undefined) throw new Error(`${name} is not listed`);
  return readFile(folder, file);
}

/** Reads a listed file that holds one article. */
async function read(folder: string, name: string): Promise<Article> {
  const { articles, refused } = await readAll(folder, name);
  expect(articles).toHaveLength(1);
  expect(refused).toEqual([]);
  return articles[0]!;
}

/** For a promise of what may be refused, and nothing else. */
function nullWhenRefused(error: unknown): null {
  if (error instanceof CorpusError) return null;
  throw error;
}

describe('the listing of a corpus folder', () => {
  it('holds the files of all folders, sorted by path', async () => {
    const folder = await writeCorpus({
      'b.txt': TEXT,
      'a/z.md': TEXT,
      'a-b.txt': TEXT,
      'B.txt': TEXT,
      'é.txt': TEXT,
      'a/b/c.txt': TEXT,
    });
    expect(await listedPaths(folder)).toEqual([
      'B.txt',
      'a-b.txt',
      'a/b/c.txt',
      'a/z.md',
      'b.txt',
      'é.txt',
    ]);
  });

  it('gives size and time of change', async () => {
    const folder = await writeCorpus({ 'a.txt': 'é\n' });
    await utimes(path.join(folder, 'a.txt'), 1000, 2000);
    const { files } = await listCorpus(folder, SAMPLE);
    expect(files).toEqual([{ path: 'a.txt', sizeBytes: 3, modifiedMs: 2_000_000 }]);
  });

  it('passes over hidden files, hidden folders and every README.md', async () => {
    const folder = await writeCorpus({
      '.hidden.txt': TEXT,
      '.git/config.txt': TEXT,
      'README.md': TEXT,
      'news/Readme.MD': TEXT,
      'news/readme.txt': TEXT,
    });
    expect(await listCorpus(folder, SAMPLE)).toMatchObject({
      files: [{ path: 'news/readme.txt' }],
      refused: [],
    });
  });

  it('leaves the sample folder out when asked to, and no other of that name', async () => {
    const folder = await writeCorpus({
      'sample/a.txt': TEXT,
      'news/sample/b.txt': TEXT,
      'samples/c.txt': TEXT,
    });
    expect(await listedPaths(folder, { sampleCorpus: false })).toEqual([
      'news/sample/b.txt',
      'samples/c.txt',
    ]);
    expect(await listedPaths(folder)).toContain('sample/a.txt');
  });

  it.skipIf(isWindows)('refuses links by name and lists what stands beside them', async () => {
    const folder = await writeCorpus({ 'a.txt': TEXT, 'news/b.txt': TEXT });
    await symlink('/etc/hostname', path.join(folder, 'z.txt'));
    await symlink('..', path.join(folder, 'news', 'up'));
    await symlink('nowhere', path.join(folder, 'news-broken.md'));
    const { files, refused } = await listCorpus(folder, SAMPLE);
    expect(files.map((file) => file.path)).toEqual(['a.txt', 'news/b.txt']);
    expect(refused).toEqual(
      ['news-broken.md', 'news/up', 'z.txt'].map((link) => ({
        path: link,
        reason: 'is a link; put the file itself here',
      })),
    );
  });

  it.skipIf(isWindows)('refuses a pipe, which nobody may ever write to', async () => {
    const folder = await writeCorpus({ 'a.txt': TEXT });
    execFileSync('mkfifo', [path.join(folder, 'pipe.txt')]);
    expect(await listCorpus(folder, SAMPLE)).toMatchObject({
      files: [{ path: 'a.txt' }],
      refused: [{ path: 'pipe.txt', reason: 'is not a file' }],
    });
  });

  it.runIf(process.platform === 'linux')(
    'refuses a name that is not UTF-8 and lists what stands beside it',
    async () => {
      const folder = await writeCorpus({ 'a.txt': TEXT });
      await writeFile(
        Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.txt')]),
        TEXT,
      );
      const { files, refused } = await listCorpus(folder, SAMPLE);
      expect(files.map((file) => file.path)).toEqual(['a.txt']);
      expect(refused).toMatchObject([
        { path: 'caf\ufffd.txt', reason: expect.stringContaining('cannot be read: ENOENT') },
      ]);
    },
  );

  it.skipIf(isRoot || isWindows)('refuses a folder that it may not open', async () => {
    const folder = await writeCorpus({ 'a.txt': TEXT, 'closed/b.txt': TEXT });
    await chmod(path.join(folder, 'closed'), 0);
    const { files, refused } = await listCorpus(folder, SAMPLE);
    await chmod(path.join(folder, 'closed'), 0o700);
    expect(files.map((file) => file.path)).toEqual(['a.txt']);
    expect(refused).toMatchObject([{ path: 'closed' }]);
  });

  it.skipIf(isWindows)('follows a link to the corpus folder itself', async () => {
    const folder = await writeCorpus({ 'news/a.txt': TEXT });
    await symlink('news', path.join(folder, 'linked'));
    expect(await listedPaths(path.join(folder, 'linked'))).toEqual(['a.txt']);
  });

  it('is empty for an empty folder', async () => {
    expect(await listCorpus(await writeCorpus({}), SAMPLE)).toEqual({ files: [], refused: [] });
  });

  it('fails with the remedy when there is no such folder', async () => {
    const folder = path.join(await writeCorpus({}), 'missing');
    const listing = listCorpus(folder, SAMPLE);
    await expect(listing).rejects.toBeInstanceOf(CorpusError);
    await expect(listing).rejects.toThrow(
      `no corpus folder at ${folder}; create it or set CORPUS_DIR or --corpus`,
    );
  });

  it('fails with the remedy when the folder is a file', async () => {
    const file = path.join(await writeCorpus({ 'a.txt': TEXT }), 'a.txt');
    const listing = listCorpus(file, SAMPLE);
    await expect(listing).rejects.toBeInstanceOf(CorpusError);
    await expect(listing).rejects.toThrow(`${file} is not a folder; set CORPUS_DIR or --corpus`);
  });
});

describe('an article that is read', () => {
  it('is the file without its byte-order mark and otherwise unchanged', async () => {
    const text = '\u00a0 The river\trose\r\nby 👨‍👩‍👧 two e\u0301.  \r\n\r\n';
    const folder = await writeCorpus({ 'a.txt': `\ufeff${text}` });
    expect((await read(folder, 'a.txt')).text).toBe(text);
  });

  it('keeps a byte-order mark that does not come first', async () => {
    const folder = await writeCorpus({ 'a.txt': 'A\ufeffB.' });
    expect((await read(folder, 'a.txt')).text).toBe('A\ufeffB.');
  });

  it.each([
    { extension: '.txt' },
    { extension: '.md' },
    { extension: '.TXT' },
    { extension: '.HTM' },
  ])('may have the name ending $extension', async ({ extension }) => {
    const folder = await writeCorpus({ [`a${extension}`]: TEXT });
    expect(await read(folder, `a${extension}`)).toMatchObject({ path: `a${extension}` });
  });

  it('has the same id after its text was changed, and another checksum', async () => {
    const folder = await writeCorpus({ 'news/a.txt': TEXT });
    const before = await read(folder, 'news/a.txt');
    await writeFile(path.join(folder, 'news', 'a.txt'), `${TEXT}More.`);
    const after = await read(folder, 'news/a.txt');
    expect(before.id).toMatch(/^[0-9a-f]{12}$/);
    expect(after.id).toBe(before.id);
    expect(after.sha256).not.toBe(before.sha256);
  });

  it('has another id than the same text in another place', async () => {
    const folder = await writeCorpus({ 'a.txt': TEXT, 'b.txt': TEXT });
    expect((await read(folder, 'a.txt')).id).not.toBe((await read(folder, 'b.txt')).id);
  });
});

describe('a file', () => {
  it('may be UTF-16 with a byte-order mark', async () => {
    const folder = await writeCorpus({
      'a.md': Buffer.from('\ufeff# Café\r\n\r\nText.', 'utf16le'),
    });
    expect(await read(folder, 'a.md')).toMatchObject({
      title: 'Café',
      text: '# Café\r\n\r\nText.',
    });
  });

  it('may be a page in the encoding that it declares', async () => {
    const html = Buffer.from('<meta charset=latin1><p>Café, said \x93x\x94.', 'latin1');
    const folder = await writeCorpus({ 'a.html': html, 'b.txt': html });
    expect((await read(folder, 'a.html')).text).toBe('Café, said “x”.');
    await expect(read(folder, 'b.txt')).rejects.toThrow('is not UTF-8');
  });

  it('may hold many articles, named by line or id, and lines that are refused', async () => {
    const folder = await writeCorpus({
      'news/a.jsonl': '{"text":"A."}\n{"text":""}\n{"text":"C.","id":"https://x.example/c"}\n',
    });
    const { articles, refused } = await readAll(folder, 'news/a.jsonl');
    expect(articles.map((article) => [article.path, article.text])).toEqual([
      ['news/a.jsonl#1', 'A.'],
      ['news/a.jsonl#https://x.example/c', 'C.'],
    ]);
    expect(new Set(articles.map(({ id }) => id)).size).toBe(2);
    expect(refused).toEqual([{ path: 'news/a.jsonl#2', reason: 'text is missing or blank' }]);
  });

  it('may have the letters of a mark of another format in its words', async () => {
    // A tar archive has "ustar" at this place.
    const text = `${'The river rose again. '.repeat(12).slice(0, 255)} mustard flooded.`;
    expect(text.slice(257, 262)).toBe('ustar');
    const folder = await writeCorpus({ 'a.txt': text });
    expect((await read(folder, 'a.txt')).text).toBe(text);
  });

  it('may be exactly as large as the limit', async () => {
    const folder = await writeCorpus({ 'a.txt': 'x'.repeat(LIMIT.maxFileBytes) });
    expect((await read(folder, 'a.txt')).text).toHaveLength(LIMIT.maxFileBytes);
  });

  it('of any bytes gives a refusal, or text that has ranges within it and survives UTF-8', async () => {
    const folder = await writeCorpus({});
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(`\ufeff${text}`, 'utf16le')),
      fc.json().map((json) => Buffer.from(`{"text":${json}}`)),
    );
    const name = fc.constantFrom('a.txt', 'a.md', 'a.html', 'a.jsonl');
    await fc.assert(
      fc.asyncProperty(bytes, name, async (content, fileName) => {
        await writeFile(path.join(folder, fileName), content);
        const file = { path: fileName, sizeBytes: content.length, modifiedMs: 0 };
        const found = await readFile(folder, file).catch(nullWhenRefused);
        for (const { text, excluded } of found?.articles ?? []) {
          expect(Buffer.from(text).toString()).toBe(text);
          let position = 0;
          for (const { start, end } of excluded) {
            expect(start).toBeGreaterThanOrEqual(position);
            expect(end).toBeGreaterThan(start);
            position = end;
          }
          expect(position).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});

describe('a file that is refused', () => {
  it.each([
    { name: 'a.pdf', content: 'x', reason: '.pdf is not a format that is read' },
    { name: 'a', content: 'x', reason: 'no file name ending is not a format that is read' },
    { name: 'a.txt.gz', content: 'x', reason: '.gz is not a format that is read' },
    { name: 'a.txt', content: '', reason: 'holds no text' },
    { name: 'a.txt', content: ' \n\u00a0\r\n', reason: 'holds no text' },
    { name: 'a.txt', content: '\ufeff', reason: 'holds no text' },
    { name: 'a.md', content: '---\ntitle: A\n---\n\n', reason: 'holds no text' },
    { name: 'a.md', content: '---\ntitle: A\n---\n# A\n', reason: 'holds no text' },
    { name: 'a.md', content: '---\ndate: soon\n---\nText.', reason: 'front matter: date is not' },
    { name: 'a.txt', content: 'A\0B', reason: 'is not text: it holds zero bytes' },
    { name: 'a.txt', content: Buffer.from('Text', 'utf16le'), reason: 'it holds zero bytes' },
    { name: 'a.html', content: '<nav>Home</nav>', reason: 'holds no text of an article' },
    { name: 'a.jsonl', content: ' \n', reason: 'holds no text' },
    { name: 'a.jsonl', content: '{"text":"A"}\0', reason: 'it holds zero bytes' },
    { name: 'a.jsonl#1.txt', content: 'Text.', reason: 'like that of a line of a .jsonl file' },
    { name: 'A.JSONL#/b.txt', content: 'Text.', reason: 'like that of a line of a .jsonl file' },
    {
      name: 'a.txt',
      content: '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n',
      reason:
        'is a PDF document; expected plain text, Markdown, a saved web page or one JSON object a line ' +
        '(.txt, .md, .html, .jsonl); copy its text into a .txt file',
    },
    { name: 'a.md', content: '{\\rtf1\\ansi Text}', reason: 'is a rich text document' },
    { name: 'a.html', content: '<svg><text>Text.</text></svg>', reason: 'is an SVG image' },
    { name: 'a.jsonl', content: 'PK\x03\x04\0', reason: 'is a ZIP archive' },
    { name: 'a.txt', content: Buffer.from('café', 'latin1'), reason: 'is not UTF-8; save it' },
    { name: 'a.txt', content: Buffer.from('ed a0 80'.replaceAll(' ', ''), 'hex'), reason: 'UTF-8' },
  ])('is $name with $content: it $reason', async ({ name, content, reason }) => {
    const reading = read(await writeCorpus({ [name]: content }), name);
    await expect(reading).rejects.toBeInstanceOf(CorpusError);
    await expect(reading).rejects.toThrow(reason);
  });

  it('names the formats that are read', async () => {
    const reading = read(await writeCorpus({ 'a.doc': 'x' }), 'a.doc');
    await expect(reading).rejects.toThrow(SUPPORTED_EXTENSIONS.join(', '));
  });

  it('is larger than the limit, and is not even opened', async () => {
    const folder = await writeCorpus({ 'a.txt': TEXT });
    await truncate(path.join(folder, 'a.txt'), LIMIT.maxFileBytes + 1);
    await expect(read(folder, 'a.txt')).rejects.toThrow(
      'is larger than 0.000954 MB; split it or raise MAX_FILE_MB',
    );
  });

  it('has vanished since it was listed', async () => {
    const folder = await writeCorpus({ 'a.txt': TEXT });
    const { files } = await listCorpus(folder, SAMPLE);
    await rm(path.join(folder, 'a.txt'));
    await expect(readFile(folder, files[0]!)).rejects.toThrow('cannot be read: ENOENT');
  });

  it('has become a folder since it was listed', async () => {
    const folder = await writeCorpus({ 'a.txt': TEXT });
    const { files } = await listCorpus(folder, SAMPLE);
    await rm(path.join(folder, 'a.txt'));
    await mkdir(path.join(folder, 'a.txt'));
    await expect(readFile(folder, files[0]!)).rejects.toBeInstanceOf(CorpusError);
  });

  it('has grown beyond the limit since it was listed', async () => {
    const folder = await writeCorpus({ 'a.txt': TEXT });
    const { files } = await listCorpus(folder, SAMPLE);
    await truncate(path.join(folder, 'a.txt'), LIMIT.maxFileBytes + 1);
    await expect(readFile(folder, files[0]!)).rejects.toThrow('is larger than');
  });

  it.skipIf(isWindows)('has become a link since it was listed', async () => {
    const folder = await writeCorpus({ 'a.txt': TEXT, 'b.txt': TEXT });
    const { files } = await listCorpus(folder, SAMPLE);
    await rm(path.join(folder, 'a.txt'));
    await symlink('b.txt', path.join(folder, 'a.txt'));
    await expect(readFile(folder, files[0]!)).rejects.toThrow('cannot be read: ELOOP');
  });

  it.skipIf(isWindows)('stands in a folder that has become a link out of the corpus', async () => {
    const folder = await writeCorpus({ 'news/a.txt': TEXT });
    const elsewhere = await writeCorpus({ 'a.txt': 'Secret.' });
    const { files } = await listCorpus(folder, SAMPLE);
    await rm(path.join(folder, 'news'), { recursive: true });
    await symlink(elsewhere, path.join(folder, 'news'));
    await expect(readFile(folder, files[0]!)).rejects.toThrow('leads out of the corpus');
  });

  it.skipIf(isWindows)('has become a pipe since it was listed', async () => {
    const folder = await writeCorpus({ 'a.txt': TEXT });
    const { files } = await listCorpus(folder, SAMPLE);
    await rm(path.join(folder, 'a.txt'));
    execFileSync('mkfifo', [path.join(folder, 'a.txt')]);
    await expect(readFile(folder, files[0]!)).rejects.toThrow('is not a file');
  });

  it.skipIf(isRoot || isWindows)('may not be read by this user', async () => {
    const folder = await writeCorpus({ 'a.txt': TEXT });
    await chmod(path.join(folder, 'a.txt'), 0);
    await expect(read(folder, 'a.txt')).rejects.toThrow('cannot be read: EACCES');
  });

  it('leaves the files beside it readable', async () => {
    const folder = await writeCorpus({ 'a.txt': '\0', 'b.txt': TEXT, 'c.pdf': 'x', 'd.md': TEXT });
    const { files } = await listCorpus(folder, SAMPLE);
    const results = await Promise.allSettled(files.map((file) => readFile(folder, file)));
    expect(results.map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });
});
