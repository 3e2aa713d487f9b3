import type { Examination } from './check.ts';
import { checkCorpus } from './check-corpus.ts';
import { checkCorrections } from './check-corrections.ts';
import { checkDataFolder } from './check-data-folder.ts';
import { checkDiscord } from './check-discord.ts';
import { checkDiskSpace } from './check-disk-space.ts';
import { checkIndex } from './check-index.ts';
import { checkIndexFolder } from './check-index-folder.ts';
import { checkIndexLock } from './check-index-lock.ts';
import { checkModel } from './check-model.ts';
import { checkNode } from './check-node.ts';
import { checkReranker } from './check-reranker.ts';
import { checkSettings } from './check-settings.ts';
import { checkHnswlib, checkLibsql, checkOnnxRuntime } from './check-modules.ts';

/** What `doctor` looks at, in this order: each needs those before it. */
export const DOCTOR_CHECKS: readonly Examination[] = [
  checkNode,
  checkSettings,
  checkOnnxRuntime,
  checkHnswlib,
  checkLibsql,
  checkModel,
  checkReranker,
  checkCorpus,
  checkIndex,
  checkCorrections,
  checkIndexLock,
  checkIndexFolder,
  checkDiskSpace,
  checkDataFolder,
  checkDiscord,
];
