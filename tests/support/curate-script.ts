// Run by tests as a process of its own, so that it can be killed: CORPUS_DIR REMOVED_DIR. It begins when
// a line comes on standard input. It adds one file after the other, removes every second and restores
// every second of those, and prints each change that is done.
import { once } from 'node:events';
import { CorpusFolder } from '../../src/curation/corpus-folder.ts';
import { OperatorError } from '../../src/errors.ts';
import { curatedText, isRemovedLater, isRestoredLater } from './curated-files.ts';

const [corpusDir = '', removedDir = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
await once(process.stdin, 'data');

try {
  const corpus = await CorpusFolder.open({ corpusDir, removedDir });
  for (let file = 0; ; file++) {
    const path = await corpus.add({ name: `News ${file}`, bytes: Buffer.from(curatedText(file)) });
    process.stdout.write(`added ${file} ${path}\n`);
    if (!isRemovedLater(file)) continue;
    const id = await corpus.remove(path, Date.now());
    process.stdout.write(`removed ${file} ${id}\n`);
    if (!isRestoredLater(file)) continue;
    await corpus.restore(id);
    process.stdout.write(`restored ${file} ${path}\n`);
  }
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stdout.write(`failed ${error.message}\n`);
  process.exit();
}
