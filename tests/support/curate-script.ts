// Run by tests as a process of its own, so that it can be killed: CORPUS_DIR REMOVED_DIR [FILES]. It
// begins when a line comes on standard input. It adds one file after the other, removes, restores and
// replaces some of them, and prints each change that is done.
import { once } from 'node:events';
import { CorpusFolder } from '../../src/curation/corpus-folder.ts';
import { OperatorError } from '../../src/errors.ts';
import { curatedText, deedsOf } from './curated-files.ts';

const [corpusDir = '', removedDir = '', files = 'Infinity'] = process.argv.slice(2);
process.stdout.write('ready\n');
await once(process.stdin, 'data');

try {
  const corpus = await CorpusFolder.open({ corpusDir, removedDir });
  for (let number = 0; number < Number(files); number++) await curate(corpus, number);
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stdout.write(`failed ${error.message}\n`);
}
process.exit();

async function curate(corpus: CorpusFolder, number: number): Promise<void> {
  let path = '';
  let id = '';
  for (const deed of deedsOf(number)) {
    if (deed === 'added') path = await corpus.add({ name: `News ${number}`, bytes: bytesOf(1) });
    if (deed === 'removed') id = await corpus.remove(path, Date.now());
    if (deed === 'restored') await corpus.restore(id);
    if (deed === 'replaced') await corpus.replace(path, bytesOf(2), Date.now());
    process.stdout.write(`${deed} ${number}\n`);
  }

  function bytesOf(edition: 1 | 2): Buffer {
    return Buffer.from(curatedText({ number, edition }));
  }
}
