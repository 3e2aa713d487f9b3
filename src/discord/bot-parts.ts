import type { CorpusFolder } from '../curation/corpus-folder.ts';
import type { Reindexer } from '../curation/reindexer.ts';
import type { UploadShelf } from '../curation/upload-shelf.ts';
import type { Logger } from '../logger.ts';
import type { Library } from '../quotes/library.ts';
import type { AnswerStore } from '../state/answers.ts';
import type { AuditLog } from '../state/audit-log.ts';
import type { ConversationStore } from '../state/conversations.ts';
import type { CorrectionStore } from '../state/corrections.ts';
import type { DeletedMessages } from '../state/deleted-messages.ts';
import type { FeedbackStore } from '../state/feedback.ts';
import type { GapStore } from '../state/gaps.ts';
import type { MuteStore } from '../state/mutes.ts';
import type { PendingActions } from '../state/pending-actions.ts';
import type { PersonalData } from '../state/personal-data.ts';
import type { RunStore } from '../state/runs.ts';
import type { ServerSettingsStore } from '../state/server-settings.ts';
import type { CorrectionWork } from './corpus/correction-work.ts';
import type { DiscussionTimes } from './discussion-times.ts';
import type { DiscordLink } from './discord-link.ts';
import type { RateLimit } from './rate-limit.ts';
import type { LimitDefaults } from './render/settings.ts';

/** What the commands work with. */
export interface BotParts {
  readonly library: Library;
  readonly answers: AnswerStore;
  readonly feedback: FeedbackStore;
  readonly settings: ServerSettingsStore;
  readonly limits: {
    /** Questions of one member. */
    readonly member: RateLimit;
    /** Answers that all in one channel see. */
    readonly channel: RateLimit;
  };
  /** The limits of servers that have not chosen any. */
  readonly limitDefaults: LimitDefaults;
  readonly conversations: ConversationStore;
  readonly deletedMessages: DeletedMessages;
  readonly mutes: MuteStore;
  readonly personalData: PersonalData;
  readonly gaps: GapStore;
  readonly audit: AuditLog;
  readonly pending: PendingActions;
  readonly runs: RunStore;
  readonly corrections: CorrectionStore;
  readonly correctionWork: CorrectionWork;
  readonly corpusFolder: CorpusFolder;
  readonly uploads: UploadShelf;
  readonly reindexer: Reindexer;
  /** Larger files are refused. */
  readonly maxFileBytes: number;
  /** Ids of the servers that own the corpus; empty for the only one that the bot is on. */
  readonly homeServers: readonly string[];
  /** For how long questions are kept; 0 for as long as the process runs and no longer than an hour. */
  readonly keepQuestionsDays: number;
  /** Whether Discord shows the bot the text of messages that are not addressed to it. */
  readonly readsMessages: boolean;
  readonly discussionTimes: DiscussionTimes;
  readonly link: DiscordLink;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
