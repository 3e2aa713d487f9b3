// Run by tests as a process of its own: CORPUS_DIR REMOVED_DIR PATH…. When a line comes on standard input
// it says of one path after the other that the article was corrected.
import { once } from 'node:events';
import { CorpusFolder } from '../../src/curation/corpus-folder.ts';

const [corpusDir = '', removedDir = '', ...paths] = process.argv.slice(2);
const corpus = await CorpusFolder.open({ corpusDir, removedDir });
process.stdout.write('ready\n');
await once(process.stdin, 'data');
for (const path of paths) {
  await corpus.correct(path, { kind: 'corrected', on: '2022-12-30', note: null });
}
process.exit();
