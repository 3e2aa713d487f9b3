import path from 'node:path';
import type { Config } from '../config.ts';
import { CorpusFolder } from '../curation/corpus-folder.ts';
import { Reindexer } from '../curation/reindexer.ts';
import { UploadShelf } from '../curation/upload-shelf.ts';
import type { BotParts } from '../discord/bot-parts.ts';
import { CorrectionWork } from '../discord/corpus/correction-work.ts';
import { RateLimit } from '../discord/rate-limit.ts';
import type { Logger } from '../logger.ts';
import type { Tally } from '../metrics/tally.ts';
import type { GenerationFollower } from '../postgres/follow-current.ts';
import { type LibraryEvent, LibraryProcess } from '../quotes/library-process.ts';
import type { Secret } from '../secret.ts';
import { AnswerStore } from '../state/answers.ts';
import { AuditLog } from '../state/audit-log.ts';
import { ConversationStore } from '../state/conversations.ts';
import { CorrectionStore } from '../state/corrections.ts';
import { openState, STATE_FILE } from '../state/database.ts';
import { DeletedMessages } from '../state/deleted-messages.ts';
import { FeedbackStore } from '../state/feedback.ts';
import { GapStore } from '../state/gaps.ts';
import { Handovers } from '../state/handovers.ts';
import { IdentifyTurns } from '../state/identify-turns.ts';
import { MuteStore } from '../state/mutes.ts';
import { PendingActions } from '../state/pending-actions.ts';
import { PersonalData } from '../state/personal-data.ts';
import { RunStore } from '../state/runs.ts';
import { ServerSettingsStore } from '../state/server-settings.ts';
import { SettledMessages } from '../state/settled-messages.ts';
import { CurrentFollower } from '../vector-index/follow-current.ts';

/** Everything that the commands work with, but for the connection to Discord. */
export interface OpenParts {
  readonly parts: Omit<BotParts, 'link' | 'library'> & { readonly library: LibraryProcess };
  /** Resolves when questions can be answered; rejects when they never will be. */
  readonly ready: Promise<void>;
  /** Sees to it that answers come from the newest index, whoever made it. */
  readonly goOver: () => Promise<void>;
  readonly handovers: Handovers;
  readonly identifyTurns: IdentifyTurns;
  readonly settledMessages: SettledMessages;
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
  await uploads.discardAllExcept(() => pending.stagedFiles());
  const follower =
    config.vectorStore === null
      ? new CurrentFollower(config.indexDir, {
          reload: () => library.reload(),
          onError: (error) => logger.warn({ error }, 'a new index cannot be opened'),
        })
      : await followServer(config.vectorStore, () => library.reload(), logger);
  const library = LibraryProcess.start(config, {
    onEvent(event) {
      tally.noteLibrary(event);
      logEvent(event, logger);
      if (event.kind === 'opened') follower.noteOpened(event.overview.builtAt);
    },
  });
  // A server notifies by itself.
  const goOver = async (): Promise<void> => {
    if (follower instanceof CurrentFollower) await follower.follow();
  };
  const reindexer = new Reindexer({
    config,
    reload: config.vectorStore === null ? goOver : () => library.reload(),
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
      corrections: new CorrectionStore(state),
      correctionWork: new CorrectionWork(),
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
    goOver,
    handovers: new Handovers(state),
    identifyTurns: new IdentifyTurns(state),
    settledMessages: new SettledMessages(state),
    async close() {
      await reindexer.close();
      // A change to another index that is under way is given up.
      await Promise.all([library.close(), follower.close()]);
      state.close();
    },
  };
}

/** Goes over to what other processes publish on the server. */
async function followServer(
  url: Secret,
  reload: () => Promise<unknown>,
  logger: Logger,
): Promise<GenerationFollower> {
  // Loaded late: who answers from disk need not load the driver.
  const { PostgresServer } = await import('../postgres/server.ts');
  const { GenerationFollower } = await import('../postgres/follow-current.ts');
  return new GenerationFollower(new PostgresServer(url), {
    reload,
    onError: (error) => logger.warn({ error }, 'what is new in PostgreSQL cannot be opened'),
  });
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
