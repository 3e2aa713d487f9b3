import { analyze } from '../retrieval/analyze.ts';

/**
 * Words with which reports say that the same happened to what they count, or that it was the same
 * kind of event. A word that stands in no line stands for itself.
 */
const HAPPENINGS = classes({
  died: 'killed kills died dies dead deaths fatalities fatal perished slain',
  injured: 'injured injuries wounded hurt',
  missing: 'missing unaccounted',
  arrested: 'arrested arrests detained detentions',
  launched: 'launched launches fired fires',
  intercepted: 'intercepted interceptions downed shot shoot',
  evacuated: 'evacuated evacuations',
  rescued: 'rescued',
});

const EVENTS = classes({
  attack: 'attack strike shelling bombardment barrage raid airstrike assault volley salvo wave',
  explosion: 'explosion blast bombing bomb',
  shooting: 'shooting gunman gunfire',
  fire: 'fire blaze wildfire',
  crash: 'crash collision derailment derailed',
  earthquake: 'earthquake quake tremor aftershock',
  flood: 'flood flooding floods',
  storm: 'storm hurricane cyclone typhoon tornado',
  collapse: 'collapse collapsed',
  landslide: 'landslide mudslide avalanche',
  protest: 'protest demonstration rally',
  vote: 'vote election referendum ballot',
  walkout: 'walkout stoppage',
  sinking: 'sinking sank capsized shipwreck',
  outbreak: 'outbreak epidemic',
});

/** Events that are at one place, so that of two places one only lies within the other. */
const AT_ONE_PLACE = new Set([
  'explosion',
  'shooting',
  'fire',
  'crash',
  'collapse',
  'landslide',
  'sinking',
]);

/** What happened to people is said without naming them: "14 died". */
const TO_PEOPLE = new Set(['died', 'injured', 'missing', 'arrested']);

/** What a word says that happened; its own stem where nothing else says the same, null for no word. */
export function happeningOf(word: string): string | null {
  const term = termOf(word);
  return term === null ? null : (HAPPENINGS.get(term) ?? term);
}

/** Whether a word is one of those that say what happened, in whatever sentence. */
export function saysHappening(word: string): boolean {
  const term = termOf(word);
  return term !== null && HAPPENINGS.has(term);
}

export function happensToPeople(happening: string | null): boolean {
  return happening !== null && TO_PEOPLE.has(happening);
}

/** The kind of event that a term names; null for a term that names none. */
export function eventKindOf(term: string): string | null {
  return EVENTS.get(term) ?? null;
}

export function isAtOnePlace(event: string): boolean {
  return AT_ONE_PLACE.has(event);
}

function classes(words: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(words).flatMap(([name, list]) =>
      analyze(list).map(({ term }): [string, string] => [term, name]),
    ),
  );
}

function termOf(word: string): string | null {
  return analyze(word)[0]?.term ?? null;
}
