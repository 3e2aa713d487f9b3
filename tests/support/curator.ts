import { onTestFinished } from 'vitest';
import type { CorpusFolders } from '../../src/curation/corpus-folder.ts';
import { CURATE_SCRIPT, Writer } from './writer.ts';

/** Another process that changes files of a corpus until it is killed; it goes with the current test. */
export async function startCurator({ corpusDir, removedDir }: CorpusFolders): Promise<Writer> {
  const curator = await Writer.start(CURATE_SCRIPT, [corpusDir, removedDir]);
  onTestFinished(async () => void (await curator.end('SIGKILL')));
  return curator;
}
