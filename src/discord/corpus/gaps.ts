import type { QuestionVotes } from '../../state/feedback.ts';
import type { Gap } from '../../state/gaps.ts';
import { whyNotCurator } from '../access.ts';
import type { BotParts } from '../bot-parts.ts';
import { type GapGroup, type GapsButton, renderGaps, type WantingPassage } from '../render/gaps.ts';
import { type Handling, type MessageBody, privateNote } from '../reply.ts';
import type { ButtonRequest, CommandRequest } from '../request.ts';
import { changeAndRecord } from './audit.ts';

/** Older questions are not grouped any more, for grouping compares each with each. */
const MAX_QUESTIONS = 500;
const MAX_PASSAGES = 5;

/** `/corpus gaps`: what members asked in vain, so that moderators see what is missing. */
export function showGaps(request: CommandRequest, parts: BotParts): Handling {
  return {
    acknowledge: 'privately',
    reply: async () => ({ body: await gapsPage(0, request, parts), isPrivate: true }),
  };
}

/** Turns the page, or dismisses a group of questions. */
export function handleGapsButton(
  button: GapsButton,
  request: ButtonRequest,
  parts: BotParts,
): Handling {
  const refusal = whyNotCurator(request, parts);
  if (refusal !== null) return privateNote(refusal);
  return {
    acknowledge: 'update',
    async update() {
      if (button.dismissedId !== null) await dismiss(button.dismissedId, request, parts);
      return gapsPage(button.offset, request, parts);
    },
  };
}

async function gapsPage(
  offset: number,
  { place }: CommandRequest | ButtonRequest,
  parts: BotParts,
): Promise<MessageBody> {
  const [groups, passages] = await Promise.all([
    groupsOf(place.serverId ?? '', parts),
    passagesFoundWanting(parts),
  ]);
  return renderGaps({ groups, offset, passages });
}

/** Dismisses the whole group that a question is in. */
async function dismiss(gapId: number, request: ButtonRequest, parts: BotParts): Promise<void> {
  const serverId = request.place.serverId ?? '';
  const group = (await groupsOf(serverId, parts)).find(({ ids }) => ids.includes(gapId));
  if (group === undefined) return;
  const { question: subject, ids } = group;
  changeAndRecord(
    () => parts.gaps.dismiss(serverId, ids, parts.now()),
    // None where another moderator was faster.
    (count) => (count === 0 ? null : { action: 'dismiss', subject, detail: `${count} asked` }),
    request,
    parts,
  );
}

/** A question that found nothing, or one on whose answer members have voted. */
type Asked = Gap | QuestionVotes;

/**
 * The questions that found nothing or whose answers were not useful more often than useful, those
 * that ask the same together, the newest group first.
 */
async function groupsOf(
  serverId: string,
  { gaps, feedback, library }: BotParts,
): Promise<GapGroup[]> {
  const asked: Asked[] = [
    ...gaps.list(serverId, { limit: MAX_QUESTIONS }),
    ...feedback.byQuestion(serverId, { limit: MAX_QUESTIONS }),
  ].sort((a, b) => b.askedAtMs - a.askedAtMs);
  const groups = await library.groupQuestions(asked.map(({ question }) => question));
  return groups
    .map((positions) => toGroup(positions.map((position) => asked[position]!)))
    .filter(({ ids, useful, notUseful }) => ids.length > 0 || notUseful > useful);
}

/** @param members newest first; at least one. */
function toGroup(members: readonly Asked[]): GapGroup {
  const { question, askedAtMs } = members[0]!;
  const votes = members.filter((asked) => 'useful' in asked);
  return {
    question,
    askedAtMs,
    ids: members.flatMap((asked) => ('id' in asked ? [asked.id] : [])),
    useful: votes.reduce((sum, { useful }) => sum + useful, 0),
    notUseful: votes.reduce((sum, { notUseful }) => sum + notUseful, 0),
  };
}

/** The passages that were found not useful more often than useful, and where they stand. */
async function passagesFoundWanting({ feedback, library }: BotParts): Promise<WantingPassage[]> {
  const voted = feedback
    .byPassage({ limit: MAX_QUESTIONS })
    .filter(({ useful, notUseful }) => notUseful > useful)
    .slice(0, MAX_PASSAGES);
  const excerpts = await library.excerpts(voted);
  return voted.flatMap(({ useful, notUseful }, position) => {
    const excerpt = excerpts[position];
    return excerpt ? [{ path: excerpt.article.path, start: excerpt.start, useful, notUseful }] : [];
  });
}
