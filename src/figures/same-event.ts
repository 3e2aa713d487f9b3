import { nameKeys } from '../retrieval/name-key.ts';
import { PEOPLE } from './read-counted.ts';
import { happensToPeople, isAtOnePlace } from './happening.ts';
import type { Setting } from './setting.ts';
import type { Statement } from './statement.ts';

/** Whether two statements count the same: the same thing, to which the same happened. */
export function isSameCount(a: Statement['said'], b: Statement['said']): boolean {
  if ('denial' in a) {
    return 'figure' in b && isDenied(b.figure, a.denial.happenings);
  }
  const { figure } = a;
  if ('denial' in b) return isDenied(figure, b.denial.happenings);
  return (
    figure.happening !== null &&
    figure.happening === b.figure.happening &&
    figure.noun === b.figure.noun &&
    isSameSet(figure.modifiers, b.figure.modifiers)
  );
}

function isDenied(
  { happening, noun }: { readonly happening: string | null; readonly noun: string },
  denied: ReadonlySet<string>,
): boolean {
  if (happening === null || !denied.has(happening)) return false;
  return noun === PEOPLE || !happensToPeople(happening);
}

/**
 * Whether two statements can be about the same event, whatever the day: they have a name and a subject
 * in common, and nothing that sets them apart. In case of doubt they are not.
 */
export function isSameEvent(
  a: Setting,
  b: Setting,
  { inOneArticle }: { readonly inOneArticle: boolean },
): boolean {
  if (!isSameSet(a.ordinals, b.ordinals)) return false;
  if (areApart([...a.events], [...b.events]) || areApart(a.actors, b.actors)) return false;
  if (areApart(a.places, b.places) || areApart(a.partsOfDay, b.partsOfDay)) return false;
  const isSiteKnown =
    a.sites.some((site) => b.content.has(site)) || b.sites.some((site) => a.content.has(site));
  if (a.sites.length > 0 && b.sites.length > 0 && !isSiteKnown) return false;
  // "In Tarn" and "on Quay Street in Tarn" may be one place, unless it is about a whole country.
  const isOneSite =
    a.places.some((place) => has(b.places, place)) &&
    [...a.events].some((event) => b.events.has(event) && isAtOnePlace(event));
  const isKnown = inOneArticle ? isIn : isKnownPlace;
  if (!isOneSite) {
    if (!a.places.every((place) => isKnown(place, b))) return false;
    if (!b.places.every((place) => isKnown(place, a))) return false;
  }
  // One article has one title, which says nothing about two of its sentences.
  if (inOneArticle) return meet(a.ownContent, b.ownContent);
  return meet(a.content, b.content) && [...a.names].some((name) => has(b.names, name));
}

/** Whether both name something, and nothing that the other one names. */
function areApart(a: readonly string[], b: readonly string[]): boolean {
  return a.length > 0 && b.length > 0 && !a.some((name) => has(b, name));
}

function isIn(place: string, { places }: Setting): boolean {
  return has(places, place);
}

/**
 * Whether a setting is at a place: it names it as such, or the title names that and no other name
 * that it could have meant instead.
 */
function isKnownPlace(place: string, setting: Setting): boolean {
  if (
    isIn(place, setting) ||
    has(
      [...setting.names].filter((name) => !setting.titleNames.includes(name)),
      place,
    )
  ) {
    return true;
  }
  return (
    setting.titleNames.length > 0 && setting.titleNames.every((name) => isSameName(name, place))
  );
}

function has(names: Iterable<string>, wanted: string): boolean {
  for (const name of names) if (isSameName(name, wanted)) return true;
  return false;
}

/** `Ukraine` and `Ukrainian`, `Kyiv` and `Kiev`. */
function isSameName(a: string, b: string): boolean {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  if (shorter === longer) return true;
  if (shorter.length >= MIN_STEM_CHARS && longer.startsWith(shorter)) return true;
  const keys = nameKeys(shorter);
  return keys.length > 0 && nameKeys(longer).some((key) => keys.includes(key));
}

const MIN_STEM_CHARS = 5;

function meet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const term of a) if (b.has(term)) return true;
  return false;
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((term) => b.has(term));
}
