import { setTimeout as sleep } from 'node:timers/promises';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { DiscordError } from '../../errors.ts';
import type { AnswerState, CorrectedAnswer, StoredCorrection } from '../../state/corrections.ts';
import type { BotParts } from '../bot-parts.ts';
import { renderCorrectionReply } from '../render/correction.ts';
import { markEmbeds } from '../render/mark-embeds.ts';
import { changeAndRecord, type Deed } from './audit.ts';
import { settleActions } from './settle-actions.ts';

/** While Discord cannot be reached nothing is lost by waiting. */
const RETRY_AFTER_MS = 60_000;
/** Discord knows a repeated reply for “a few minutes”. */
const REPLY_IS_KNOWN_MS = 2 * 60_000;
/** One that takes longer is looked at again after the next start. */
const FAREWELL_MS = 3000;
/** What reading and changing an old message takes. */
const NEEDED = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;

/**
 * Settles what was broken off, and takes corrections to the answers that they concern, one after another, at the pace that Discord
 * allows. How far it is stands in the state, so that it goes on after a restart.
 */
export class CorrectionWork {
  readonly #closing = new AbortController();
  #parts: BotParts | null = null;
  #running: Promise<void> | null = null;

  /** Begins with what is left to do. Of several processes with the same state one is to do it. */
  open(parts: BotParts): void {
    this.#parts = parts;
    this.wake();
  }

  /** There may be something to do. What this process is not to do is left to the one that is. */
  wake(): void {
    const parts = this.#parts;
    if (parts === null || this.#running !== null || this.#closing.signal.aborted) return;
    this.#running = this.#work(parts)
      .catch((error: unknown) => parts.logger.error({ error }, 'could not correct answers'))
      .finally(() => (this.#running = null));
  }

  /** Lets the message that is being changed be finished, for some seconds, and begins no other. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.race([this.#running, sleep(FAREWELL_MS, undefined, { ref: false })]);
  }

  async #work(parts: BotParts): Promise<void> {
    const { corrections, logger } = parts;
    const { signal } = this.#closing;
    await settleActions(parts);
    for (let [correction] = corrections.begun(); correction; [correction] = corrections.begun()) {
      if (signal.aborted) return;
      const answer = corrections.next(correction.id);
      if (answer === null) {
        finish(correction, parts);
        continue;
      }
      let state: AnswerState;
      try {
        state = await correctAnswer(answer, correction, parts);
      } catch (error) {
        if (error instanceof DiscordError) {
          logger.warn({ error, answer: answer.id }, 'could not correct an answer yet');
          await sleep(RETRY_AFTER_MS, undefined, { signal }).catch(() => {});
          continue;
        }
        logger.error({ error, answer: answer.id }, 'could not correct an answer');
        state = 'out_of_reach';
      }
      corrections.settle(answer, state, parts.now());
    }
  }
}

/** @returns what has become of the answer. Done twice, it shows nothing twice. */
async function correctAnswer(
  answer: CorrectedAnswer,
  correction: StoredCorrection,
  { corrections, link, now }: BotParts,
): Promise<AnswerState> {
  const { channelId, messageId: id, passages } = answer;
  const permissions = link.permissionsIn(channelId);
  // Those of a thread that is not known yet are for Discord to say.
  if (permissions !== null && !mayChange(permissions)) return 'out_of_reach';
  const embeds = await link.embedsOf({ channelId, id });
  if (embeds === 'gone') return 'gone';
  if (embeds === 'refused') return 'out_of_reach';
  const marked = markEmbeds(embeds, passages, correction);
  if (marked.outdated.length === 0) return 'gone';
  if (answer.state !== 'replying') {
    if (marked.isMarked) return 'edited';
    const outcome =
      marked.embeds === null
        ? 'refused'
        : await link.changeEmbeds({ channelId, id }, marked.embeds);
    if (outcome !== 'refused') return outcome === 'done' ? 'edited' : 'gone';
    corrections.settle(answer, 'replying', now());
  } else if (now() - answer.changedAtMs > REPLY_IS_KNOWN_MS) {
    // Better that a reply may be missing than that it stands there twice.
    return 'replied';
  }
  const reply = renderCorrectionReply(marked.outdated, correction);
  const outcome = await link.replyOnce(
    { channelId, id },
    reply,
    `${correction.id}${answer.id}`.slice(-25),
  );
  if (outcome === 'done') return 'replied';
  return outcome === 'gone' ? 'gone' : 'out_of_reach';
}

function mayChange(permissions: bigint): boolean {
  return (
    (permissions & PermissionFlagsBits.Administrator) !== 0n || (permissions & NEEDED) === NEEDED
  );
}

/** No answer is left; what has become of them is written down with that. */
function finish({ id, path, serverId }: StoredCorrection, parts: BotParts): void {
  const { corrections } = parts;
  const {
    edited = 0,
    replied = 0,
    gone = 0,
    out_of_reach: outOfReach = 0,
  } = corrections.countOf(id);
  const total = edited + replied + gone + outOfReach;
  const deed: Deed = {
    action: 'propagate',
    subject: path,
    detail: `${edited} edited, ${replied} replied to, ${gone} gone, ${outOfReach} out of reach`,
  };
  changeAndRecord(
    () => corrections.finish(id),
    () => (total === 0 ? null : deed),
    { member: { id: null, name: 'Verbatim' }, place: { serverId } },
    parts,
  );
}
