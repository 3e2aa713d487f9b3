import type { Channel } from './channel.ts';
import type { Exchange } from './exchange.ts';
import type { SeenMessage } from './seen-message.ts';
import type { World } from './world.ts';

interface Failure {
  /** Of any method unless told. */
  readonly method?: string;
  /** Of paths below the version, without the query. */
  readonly path: RegExp;
  /** `NO_ANSWER` tears the connection. */
  readonly status: number;
  /** The code of a refusal that the body names. */
  readonly code?: number;
  /** Once unless told. */
  readonly times?: number;
  /** Whether the request takes effect, and only the answer is lost. */
  readonly afterHandling?: boolean;
}

interface RateLimit {
  readonly path: RegExp;
  readonly retryAfterMs: number;
  /** Once unless told. */
  readonly times?: number;
  /** Whether the whole bot is limited, not only the route. */
  readonly global?: boolean;
}

interface Planned {
  readonly failure: Failure | null;
  readonly rateLimit: RateLimit | null;
  left: number;
}

/** The status of a request whose connection is torn instead of an answer. */
export const NO_ANSWER = 0;

const CLOSED_FOR_NO_REASON = 4000;
const SESSION_TIMED_OUT = 4009;
const SERVICE_UNAVAILABLE = 503;

/** What goes wrong with Discord, as a test asks for it. */
export class Trouble {
  readonly #world: World;
  readonly #planned: Planned[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** The next requests to a path fail. */
  failNext(failure: Failure): void {
    this.#planned.push({ failure, rateLimit: null, left: failure.times ?? 1 });
  }

  /** The next requests to a path are told to come again later. */
  rateLimitNext(rateLimit: RateLimit): void {
    this.#planned.push({ failure: null, rateLimit, left: rateLimit.times ?? 1 });
  }

  /**
   * The sockets of the gateway are closed, or where they are torn, lost without a word.
   *
   * A client of discord.js identifies at most every 5 s, so that a bot whose session cannot be
   * resumed may need so long to come back.
   */
  dropSocket({ resumable = true, torn = false } = {}): void {
    const code = resumable ? CLOSED_FOR_NO_REASON : SESSION_TIMED_OUT;
    this.#world.gateway.drop({ code: torn ? null : code, resumable });
  }

  /** The gateway says that the session is not valid; see `dropSocket` for the time it takes. */
  invalidateSession({ resumable = false } = {}): void {
    this.#world.gateway.invalidate(resumable);
  }

  /** The gateway asks the bot to connect anew, as it does before maintenance. */
  askToReconnect(): void {
    this.#world.gateway.askToReconnect();
  }

  /** Until the end no socket is let in, and every request is answered by 503, or torn if told. */
  outage({ torn = false } = {}): { end: () => void } {
    const { gateway } = this.#world;
    const failure = { path: /^/, status: torn ? NO_ANSWER : SERVICE_UNAVAILABLE };
    const planned: Planned = { failure, rateLimit: null, left: Infinity };
    this.#planned.unshift(planned);
    gateway.isDown = true;
    gateway.drop({ code: null, resumable: true });
    return {
      end: () => {
        planned.left = 0;
        gateway.isDown = false;
      },
    };
  }

  /** A moderator deletes a message. */
  deleteMessage({ id }: Pick<SeenMessage, 'id'>): void {
    this.#world.messages.delete(this.#world.messages.recall(id));
  }

  /** A moderator deletes everything that stands in a channel, at a stroke. */
  purge(channel: Channel): void {
    const messages = channel.log.filter(({ isDeleted, onlyFor }) => !isDeleted && onlyFor === null);
    this.#world.messages.deleteTogether(channel, messages);
  }

  deleteChannel(channel: Channel): void {
    channel.delete();
  }

  /** The bot can answer no more, as after 15 minutes. */
  expireToken({ interaction }: Exchange): void {
    interaction.isExpired = true;
  }

  /** The trouble that a request meets, which counts as met. */
  take(method: string, path: string): Pick<Planned, 'failure' | 'rateLimit'> | null {
    const planned = this.#planned.find(({ failure, rateLimit, left }) => {
      const pattern = failure?.path ?? rateLimit?.path ?? /$^/;
      return left > 0 && (failure?.method ?? method) === method && pattern.test(path);
    });
    if (planned === undefined) return null;
    planned.left -= 1;
    return planned;
  }
}
