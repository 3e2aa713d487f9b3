import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { onTestFinished } from 'vitest';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { CorpusFolder } from '../../src/curation/corpus-folder.ts';
import { Reindexer } from '../../src/curation/reindexer.ts';
import { UploadShelf } from '../../src/curation/upload-shelf.ts';
import type { BotParts } from '../../src/discord/bot-parts.ts';
import { CorrectionWork } from '../../src/discord/corpus/correction-work.ts';
import type { DiscordLink } from '../../src/discord/discord-link.ts';
import type { MessageBody } from '../../src/discord/reply.ts';
import type { ButtonRequest } from '../../src/discord/request.ts';
import type { Library } from '../../src/quotes/library.ts';
import { AuditLog } from '../../src/state/audit-log.ts';
import { CorrectionStore } from '../../src/state/corrections.ts';
import { GapStore } from '../../src/state/gaps.ts';
import { PendingActions } from '../../src/state/pending-actions.ts';
import { RunStore } from '../../src/state/runs.ts';
import { ServerSettingsStore } from '../../src/state/server-settings.ts';
import { newState } from './state.ts';

export const HOME = '222222222222222222';
export const LOG_CHANNEL = '333333333333333333';
export const MODERATOR = {
  id: '111111111111111111',
  name: 'Ada',
  permissions: PermissionFlagsBits.ManageGuild,
  roleIds: [],
};

/** What looking after the corpus works with, without Discord, and what has come of it. */
export interface CurationDesk {
  readonly parts: BotParts;
  readonly corpusDir: string;
  readonly incomingDir: string;
  /** What was posted in the log channel. */
  readonly posted: MessageBody[];
  /** What was logged, by its message. */
  readonly logged: string[];
  /** The time that the parts go by, in milliseconds since 1970. */
  nowMs: number;
}

/** A desk with a corpus of its own, gone with the current test. The library has to be lent. */
export async function openCurationDesk(
  library: Partial<Library> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<CurationDesk> {
  const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-desk-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const corpusDir = path.join(folder, 'corpus');
  const incomingDir = path.join(folder, 'incoming');
  await mkdir(corpusDir);
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(corpusDir, name), content);
  }
  const state = await newState();
  const settings = new ServerSettingsStore(state);
  settings.setLogChannel(HOME, LOG_CHANNEL);
  const posted: MessageBody[] = [];
  const logged: string[] = [];
  const log = (_fields: object, message: string): void => void logged.push(message);
  const link: Partial<DiscordLink> = {
    serverIds: () => [HOME],
    post(channelId, body) {
      posted.push(body);
      return Promise.resolve({ channelId, id: '1' });
    },
  };
  const parts = {
    library,
    link,
    settings,
    audit: new AuditLog(state),
    gaps: new GapStore(state),
    pending: new PendingActions(state),
    runs: new RunStore(state),
    corrections: new CorrectionStore(state),
    correctionWork: new CorrectionWork(),
    corpusFolder: await CorpusFolder.open({
      corpusDir,
      removedDir: path.join(folder, 'removed'),
    }),
    uploads: await UploadShelf.open(incomingDir),
    reindexer: new Reindexer({
      config: {
        corpusDir,
        indexDir: path.join(folder, 'index'),
        embeddingModel: EMBEDDED_MODEL_DIR,
      },
      reload: () => Promise.resolve(),
      now: () => desk.nowMs,
      onError: (error) => logged.push(String(error)),
    }),
    homeServers: [],
    logger: { debug: log, info: log, warn: log, error: log },
    now: () => desk.nowMs,
  };
  const desk: CurationDesk = {
    parts: parts as unknown as BotParts,
    corpusDir,
    incomingDir,
    posted,
    logged,
    nowMs: Date.UTC(2022, 10, 16),
  };
  return desk;
}

/** A press of a moderator on a button. */
export function pressOf(customId: string): ButtonRequest {
  return {
    kind: 'button',
    id: '444444444444444444',
    customId,
    messageId: '555555555555555555',
    member: MODERATOR,
    place: { serverId: HOME, channelId: LOG_CHANNEL, parentId: null, botPermissions: ~0n },
  };
}
