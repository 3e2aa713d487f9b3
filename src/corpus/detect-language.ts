import { francAll } from 'franc-min';

/** Below this length trigram statistics are a guess. */
const MIN_CHARS = 200;
/** How much of the text is looked at. The scores draw together with length, so more decides less. */
const SAMPLE_CHARS = 300;
/** The runner-up must score at least this much lower (the best score is 1). */
const MIN_LEAD = 0.05;

/**
 * The language that a text is written in, as an ISO 639-1 code where there is one (else 639-3).
 * Null where the text is too short or two languages are about as likely.
 */
export function detectLanguage(text: string): string | null {
  const sample = text.trimStart().slice(0, SAMPLE_CHARS);
  if (sample.length < MIN_CHARS) return null;
  const [best, runnerUp] = francAll(sample);
  if (best === undefined || best[0] === 'und') return null;
  if (runnerUp !== undefined && best[1] - runnerUp[1] < MIN_LEAD) return null;
  return Intl.getCanonicalLocales(best[0])[0] ?? null;
}
