import type { DiscordStandIn } from './discord-stand-in/discord-stand-in.ts';
import type { Exchange } from './discord-stand-in/exchange.ts';

/** What became of questions that were asked at the same moment. */
export interface CrowdReport {
  /** How long each question waited for the first sign that it was heard. */
  readonly acknowledgedMs: readonly number[];
  /** How long each answered question waited for its answer. */
  readonly answeredMs: readonly number[];
  /** Questions whose askers were told to come back later. */
  readonly putOff: number;
  /** Questions that nothing was heard of, or that an apology was the end of. */
  readonly lost: number;
}

const CHANNELS = 10;
/** Whoever has heard nothing by then will not. */
const PATIENCE = { timeoutMs: 60_000 };
/** What a member is told whose question cannot be answered in time. */
export const PUT_OFF = 'A great many questions came in just now. Please ask again in a minute.';
const APOLOGY = 'Something went wrong on my side';

/** Lets as many members as there are questions ask at once, in some channels of a server of theirs. */
export async function askAtOnce(
  standIn: DiscordStandIn,
  questions: readonly string[],
): Promise<CrowdReport> {
  const server = standIn.addServer('Crowd');
  const channels = Array.from({ length: CHANNELS }, (_, number) =>
    server.addChannel(`crowd-${number}`),
  );
  const members = questions.map((_, number) => server.addMember(`Member ${number}`));
  const sinceMs = performance.now();
  const exchanges = await Promise.all(
    questions.map((question, number) =>
      members[number]!.runs('ask', { question }, { in: channels[number % CHANNELS]! }),
    ),
  );
  const outcomes = await Promise.all(exchanges.map((exchange) => outcomeOf(exchange, sinceMs)));
  return {
    acknowledgedMs: exchanges.flatMap(
      ({ interaction }) => interaction.acknowledgement?.afterMs ?? [],
    ),
    answeredMs: outcomes.filter((outcome) => typeof outcome === 'number'),
    putOff: outcomes.filter((outcome) => outcome === 'put off').length,
    lost: outcomes.filter((outcome) => outcome === 'lost').length,
  };
}

/** Milliseconds until the answer, where there was one. */
async function outcomeOf(
  exchange: Exchange,
  sinceMs: number,
): Promise<number | 'put off' | 'lost'> {
  const reply = await exchange.reply(PATIENCE).catch(() => null);
  if (reply === null || reply.content.startsWith(APOLOGY)) return 'lost';
  return reply.content === PUT_OFF ? 'put off' : performance.now() - sinceMs;
}
