import type { Gap } from '../../state/gaps.ts';
import { whyNotCurator } from '../access.ts';
import type { BotParts } from '../bot-parts.ts';
import { type GapGroup, type GapsButton, renderGaps } from '../render/gaps.ts';
import { type Handling, type MessageBody, privateNote } from '../reply.ts';
import type { ButtonRequest, CommandRequest } from '../request.ts';
import { recordDeed } from './audit.ts';

/** Older questions are not grouped any more, for grouping compares each with each. */
const MAX_QUESTIONS = 500;

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
  return renderGaps(await groupsOf(place.serverId ?? '', parts), offset);
}

/** Dismisses the whole group that a question is in. */
async function dismiss(gapId: number, request: ButtonRequest, parts: BotParts): Promise<void> {
  const serverId = request.place.serverId ?? '';
  const group = (await groupsOf(serverId, parts)).find(({ ids }) => ids.includes(gapId));
  if (group === undefined) return;
  const count = parts.gaps.dismiss(serverId, group.ids, parts.now());
  recordDeed({ action: 'dismiss', subject: group.question, detail: `${count} asked` }, request, parts);
}

/** The questions that found nothing, those that ask the same together, the newest group first. */
async function groupsOf(serverId: string, { gaps, library }: BotParts): Promise<GapGroup[]> {
  const found = gaps.list(serverId, { limit: MAX_QUESTIONS });
  const groups = await library.groupQuestions(found.map(({ question }) => question));
  return groups.map((positions) => toGroup(positions.map((position) => found[position]!)));
}

/** @param members newest first; at least one. */
function toGroup(members: readonly Gap[]): GapGroup {
  const { question, askedAtMs } = members[0]!;
  return { question, askedAtMs, ids: members.map(({ id }) => id) };
}
