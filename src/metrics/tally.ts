import { type Observer, REQUEST_KINDS, type Served } from '../discord/edge/observer.ts';
import { OUTCOMES } from '../discord/reply.ts';
import type { LibraryEvent } from '../quotes/library-keeper.ts';
import type { LibraryOverview } from '../quotes/library.ts';
import { Counter } from './counter.ts';
import { gauge, type Metric } from './exposition.ts';
import { Histogram } from './histogram.ts';

/** Members wait; after 15 seconds hardly anybody still does. */
const ANSWER_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

/** What is offered while somebody types is no answer. */
const QUESTION_KINDS = REQUEST_KINDS.filter((kind) => kind !== 'autocomplete');

/** Counts what the bot does from its start on, and keeps in mind how it stands. */
export class Tally implements Observer {
  readonly #questions = new Counter(
    'verbatim_questions_total',
    'Questions by how they were asked and what became of them.',
    QUESTION_KINDS.flatMap((kind) => OUTCOMES.map((outcome) => ({ kind, outcome }))),
  );
  readonly #errors = new Counter(
    'verbatim_errors_total',
    'Requests of any kind that got no proper reply: it failed, or Discord no longer took it.',
    REQUEST_KINDS.flatMap((kind) => ['failed', 'too_late'].map((reason) => ({ kind, reason }))),
  );
  readonly #answerSeconds = new Histogram(
    'verbatim_answer_seconds',
    'Time from a question to its answer, or to the word that there is none.',
    ANSWER_SECONDS,
  );
  readonly #reconnects = new Counter(
    'verbatim_gateway_reconnects_total',
    'Times that the connection to Discord was lost and made again.',
  );
  readonly #deaths = new Counter(
    'verbatim_library_deaths_total',
    'Times that the process that answers died and was replaced.',
  );
  #isConnected = false;
  #isInterrupted = false;
  #overview: LibraryOverview | null = null;
  #libraryPid: number | null = null;

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** The process that answers; null while there is none. */
  get libraryPid(): number | null {
    return this.#libraryPid;
  }

  served({ kind, outcome, ms }: Served): void {
    if (outcome === null) return;
    if (outcome === 'failed' || outcome === 'too_late') {
      this.#errors.add({ kind, reason: outcome });
      return;
    }
    this.#questions.add({ kind, outcome });
    const isAnswer = outcome === 'answered' || outcome === 'nothing_found';
    if (isAnswer) this.#answerSeconds.observe(ms / 1000);
  }

  connected(): void {
    if (this.#isInterrupted) this.#reconnects.add();
    this.#isConnected = true;
    this.#isInterrupted = false;
  }

  interrupted(): void {
    this.#isInterrupted ||= this.#isConnected;
    this.#isConnected = false;
  }

  noteLibrary(event: LibraryEvent): void {
    if (event.kind === 'opened') {
      this.#overview = event.overview;
      this.#libraryPid = event.pid;
      return;
    }
    if (event.kind === 'died') this.#deaths.add();
    // One that dies while it is to take the place of another leaves that at work.
    if (event.kind === 'died' && event.pid === this.#libraryPid) this.#libraryPid = null;
  }

  /** @param nowMs milliseconds since 1970. */
  metrics(nowMs: number): Metric[] {
    return [
      this.#questions.metric(),
      this.#answerSeconds.metric(),
      this.#errors.metric(),
      gauge(
        'verbatim_gateway_connected',
        'Whether the bot is connected to Discord.',
        Number(this.#isConnected),
      ),
      this.#reconnects.metric(),
      this.#deaths.metric(),
      ...(this.#overview === null ? [] : metricsOf(this.#overview, nowMs)),
    ];
  }
}

function metricsOf({ articles, passages, builtAt }: LibraryOverview, nowMs: number): Metric[] {
  const age = (nowMs - Date.parse(builtAt)) / 1000;
  return [
    gauge('verbatim_index_articles', 'Articles that answers come from.', articles),
    gauge('verbatim_index_passages', 'Passages that answers come from.', passages),
    gauge('verbatim_index_age_seconds', 'Time since the index in use was built.', age),
  ];
}
