// Run by tests as a process of its own: CORPUS_DIR REMOVED_DIR PATH…. When a line comes on standard input
// it says of one path after the other that the article was corrected, and of some what comes later, and
// prints each path when it is done.
import { once } from 'node:events';
import { CorpusFolder } from '../../src/curation/corpus-folder.ts';
import { sayingsAbout } from './said-corrections.ts';

const [corpusDir = '', removedDir = '', ...paths] = process.argv.slice(2);
const corpus = await CorpusFolder.open({ corpusDir, removedDir });
process.stdout.write('ready\n');
await once(process.stdin, 'data');
for (const { path, correction } of sayingsAbout(paths)) {
  await corpus.correct(path, correction);
  process.stdout.write(`${path}\n`);
}
process.exit();
