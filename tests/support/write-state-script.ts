// Run by tests as a process of its own, so that it can be killed: STATE_FILE ROUNDS. It begins when a
// line comes on standard input and prints the id of each answer whose writes are done.
import { once } from 'node:events';
import { AnswerStore } from '../../src/state/answers.ts';
import { AuditLog } from '../../src/state/audit-log.ts';
import { ConversationStore } from '../../src/state/conversations.ts';
import { CorrectionStore } from '../../src/state/corrections.ts';
import { openState } from '../../src/state/database.ts';
import { FeedbackStore } from '../../src/state/feedback.ts';
import { GapStore } from '../../src/state/gaps.ts';
import { MuteStore } from '../../src/state/mutes.ts';
import { PendingActions } from '../../src/state/pending-actions.ts';
import { ServerSettingsStore } from '../../src/state/server-settings.ts';
import { inTransaction } from '../../src/state/transaction.ts';

const OUTDATED = {
  kind: 'corrected',
  path: 'added/mill.md',
  start: 0,
  end: 10,
  before: 'It cost 4.',
  now: 'It cost 5.',
} as const;

const [file, rounds] = process.argv.slice(2);
process.stdout.write('ready\n');
await once(process.stdin, 'data');

const state = await openState(file!);
const answers = new AnswerStore(state);
const feedback = new FeedbackStore(state);
const settings = new ServerSettingsStore(state);
const auditLog = new AuditLog(state);
const gaps = new GapStore(state);
const conversations = new ConversationStore(state);
const mutes = new MuteStore(state);
const pending = new PendingActions(state);
const corrections = new CorrectionStore(state);
let previousId: string | null = null;
for (let round = 0; round < Number(rounds); round++) {
  const { id } = answers.save({
    askerId: '111',
    serverId: '222',
    channelId: '333',
    question: 'Who opened the bridge? '.repeat(20),
    filters: {},
    quotes: [],
    reports: [],
    isPrivate: false,
    askedAtMs: round,
  });
  previousId = conversations.record({
    answerId: id,
    conversationId: previousId,
    channelId: '333',
    messageId: `message of ${id}`,
    questionMessageId: null,
    atMs: round,
  });
  feedback.vote({ answerId: id, voterId: '111', useful: true });
  // Servers of their own, as several of these processes may write at once.
  settings.setChannelMode(id, '333', 'off');
  settings.addModeratorRole(id, '444');
  settings.setLogChannel(id, '555');
  mutes.mute(id, '111');
  gaps.record({ serverId: id, question: 'Who closed the bridge?', askedAtMs: round });
  auditLog.append({
    atMs: round,
    serverId: id,
    actorId: '111',
    actorName: 'Ann',
    action: 'add',
    subject: id,
    detail: null,
  });
  auditLog.appendWith(
    () => settings.setLimit(id, 'memberQuestionsPerMinute', 5),
    () => ({
      atMs: round,
      serverId: id,
      actorId: '111',
      actorName: 'Ann',
      action: 'setting',
      subject: 'questions',
      detail: '5',
    }),
  );
  const asked = { serverId: id, actorId: '111' };
  const [, taken] = ['kept', 'taken'].map((end) =>
    pending.create({
      ...asked,
      kind: 'add',
      payload: { path: 'added/mill.md', stagedFile: `${id}-${end}` },
      expiresAtMs: round + 1,
    }),
  );
  pending.begin(taken!.id, asked, 'Ada', round);
  pending.finish(taken!.id);
  const correction = corrections.propose(
    {
      kind: 'corrected',
      path: 'added/mill.md',
      day: '2022-12-30',
      note: null,
      serverId: id,
      proposedAtMs: round,
    },
    [{ answerId: id, passages: [OUTDATED] }],
  );
  inTransaction(state, () => corrections.begin(correction.id, round));
  process.stdout.write(`${id}\n`);
}
process.exit();
