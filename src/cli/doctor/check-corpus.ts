import path from 'node:path';
import { type CorpusFile, listCorpus } from '../../corpus/list-corpus.ts';
import { SUPPORTED_EXTENSIONS } from '../../corpus/read-articles.ts';
import { counted, examination, ok, warning } from './check.ts';

/** More file name endings than that make nobody wiser. */
const MAX_FORMATS = 6;

/** Whether there are files that can become articles. Judged by their names; none is read. */
export const checkCorpus = examination('corpus', async (config) => {
  const { corpusDir } = config;
  const { files, refused } = await listCorpus(corpusDir, config);
  const readable = files.filter((file) => SUPPORTED_EXTENSIONS.includes(extensionOf(file)));
  const notRead = files.filter((file) => !readable.includes(file));

  const parts = [`${counted(files.length, 'file')} in ${corpusDir}`];
  if (files.length > 0) parts[0] += ` (${countFormats(files)})`;
  if (notRead.length > 0) parts.push(`${notRead.length} not of a format that is read`);
  if (refused.length > 0) {
    const [{ path: file, reason } = { path: '', reason: '' }] = refused;
    parts.push(`${refused.length} not read, such as ${file}: ${reason}`);
  }
  const finding = parts.join(', ');
  if (readable.length === 0) {
    return warning(
      finding,
      `put articles there (${SUPPORTED_EXTENSIONS.join(', ')}), or set CORPUS_DIR or --corpus`,
    );
  }
  if (notRead.length + refused.length > 0) {
    return warning(
      finding,
      '"npm run -s verbatim -- index" names each of them with the reason; the others are answered from',
    );
  }
  return ok(finding);
});

/** How many files have which ending, the most frequent first: `3 .md, 1 .txt`. */
export function countFormats(files: readonly Pick<CorpusFile, 'path'>[]): string {
  const counts = new Map<string, number>();
  for (const file of files) {
    const extension = extensionOf(file) || 'without an ending';
    counts.set(extension, (counts.get(extension) ?? 0) + 1);
  }
  const formats = [...counts].sort((a, b) => b[1] - a[1]);
  const shown = formats.slice(0, MAX_FORMATS).map(([extension, count]) => `${count} ${extension}`);
  if (formats.length > MAX_FORMATS) shown.push(`${formats.length - MAX_FORMATS} other formats`);
  return shown.join(', ');
}

function extensionOf(file: Pick<CorpusFile, 'path'>): string {
  return path.extname(file.path).toLowerCase();
}
