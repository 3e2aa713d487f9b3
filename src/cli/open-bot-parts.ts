import path from 'node:path';
import type { Config } from '../config.ts';
import { CorpusFolder } from '../curation/corpus-folder.ts';
import { Reindexer } from '../curation/reindexer.ts';
import { UploadShelf } from '../curation/upload-shelf.ts';
import type { BotParts } from '../discord/bot-parts.ts';
import { RateLimit } from '../discord/rate-limit.ts';
import type { Logger } from '../logger.ts';
import type { Tally } from '../metrics/tally.ts';
import { type LibraryEvent, LibraryProcess } from '../quotes/library-process.ts';
import { AnswerStore } from '../state/answers.ts';
import { AuditLog } from '../state/audit-log.ts';
import { ConversationStore } from '../state/conversations.ts';
import { openState, STATE_FILE } from '../state/database.ts';
import { DeletedMessages } from '../state/deleted-messages.ts';
import { FeedbackStore } from '../state/feedback.ts';
import { GapStore } from '../state/gaps.ts';
import { MuteStore } from '../state/mutes.ts';
import { PendingActions } from '../state/pending-actions.ts';
import { PersonalData } from '../state/personal-data.ts';
import { RunStore } from '../state/runs.ts';
import { ServerSettingsStore } from '../state/server-settings.ts';

/** Everything that the commands work with, but for the connection to Discord. */
export interface OpenParts {
  readonly parts: Omit<BotParts, 'link' | 'library'> & { readonly library: LibraryProcess };
  /** Resolves when questions can be answered; rejects when they never will be. */
  readonly ready: Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens the state and the corpus, and starts the process that answers. */
export async function openBotParts(
  config: Config,
  logger: Logger,
  tally: Tally,
): Promise<OpenParts> {
  const { corpusDir, dataDir, memberQuestionsPerMinute, channelAnswersPerMinute } = config;
  const state = await openState(path.join(dataDir, STATE_FILE), {
    keepsQuestions: config.keepQuestionsDays > 0,
  });
  const corpusFolder = await CorpusFolder.open({
    corpusDir,
    removedDir: path.join(dataDir, 'removed'),
  });
  const pending = new PendingActions(state);
  const uploads = await UploadShelf.open(path.join(dataDir, 'incoming'));
  // A bot that was killed may have kept what no question to a moderator tells of.
  await uploads.discardAllExcept(pending.stagedFiles());
  const library = LibraryProcess.start(config, {
    onEvent(event) {
      tally.noteLibrary(event);
      logEvent(event, logger);
    },
  });
  const reindexer = new Reindexer({
    config,
    reload: () => library.reload(),
    now: Date.now,
    onError: (error) => logger.error({ error }, 'indexing failed'),
  });
  return {
    parts: {
      library,
      answers: new AnswerStore(state),
      feedback: new FeedbackStore(state),
      settings: new ServerSettingsStore(state),
      limits: {
        member: perMinute(memberQuestionsPerMinute),
        channel: perMinute(channelAnswersPerMinute),
      },
      limitDefaults: { memberQuestionsPerMinute, channelAnswersPerMinute },
      conversations: new ConversationStore(state),
      deletedMessages: new DeletedMessages(state),
      mutes: new MuteStore(state),
      personalData: new PersonalData(state),
      gaps: new GapStore(state),
      audit: new AuditLog(state),
      pending,
      runs: new RunStore(state),
      corpusFolder,
      uploads,
      reindexer,
      maxFileBytes: config.maxFileBytes,
      homeServers: config.homeServers,
      keepQuestionsDays: config.keepQuestionsDays,
      readsMessages: config.messageContent,
      discussionTimes: {
        waitMs: config.discussionWaitSeconds * 1000,
        coolDownMs: config.discussionCoolDownMinutes * 60_000,
      },
      logger,
      now: Date.now,
    },
    ready: library.ready,
    async close() {
      await reindexer.close();
      await library.close();
      state.close();
    },
  };
}

function logEvent(event: LibraryEvent, logger: Logger): void {
  switch (event.kind) {
    case 'opened': {
      const { articles, passages, builtAt } = event.overview;
      logger.info({ articles, passages, builtAt }, 'opened the index');
      return;
    }
    case 'died':
      logger.error(event, 'the process that answers has died; starting another');
      return;
    case 'failed':
      logger.error({ error: event.error }, 'no process that answers could be started');
      return;
  }
}

function perMinute(limit: number): RateLimit {
  return new RateLimit({ perMinute: limit, now: () => performance.now() });
}
