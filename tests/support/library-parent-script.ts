/** Opens a library in a process of its own, prints the id of that process, and waits to be killed. */
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { LibraryProcess } from '../../src/quotes/library-process.ts';

const [corpusDir = '', indexDir = ''] = process.argv.slice(2);
LibraryProcess.start(
  { corpusDir, indexDir, embeddingModel: EMBEDDED_MODEL_DIR },
  {
    onEvent(event) {
      if (event.kind === 'opened') process.stdout.write(`${event.pid}\n`);
    },
  },
);
