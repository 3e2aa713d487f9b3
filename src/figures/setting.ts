import { analyze } from '../retrieval/analyze.ts';
import { STOP_WORDS } from '../retrieval/stop-words.ts';
import { VERB_OF_SAYING } from '../retrieval/verbs-of-saying.ts';
import { eventKindOf, happeningOf, saysHappening } from './happening.ts';
import { type Token, tokensOf } from './read-number.ts';

/** What a sentence and the title above it say of where, to whom and in what event something happened. */
export interface Setting {
  /** Terms of names that say where, each name once. */
  readonly places: readonly string[];
  /** Terms of names that do something: "Russia fired". */
  readonly actors: readonly string[];
  /** Terms of all names of sentence and title. */
  readonly names: ReadonlySet<string>;
  /** Terms of the names that the title alone has. */
  readonly titleNames: readonly string[];
  /** Kinds of events; those of the title where the sentence names none. */
  readonly events: ReadonlySet<string>;
  /** Everything else that sentence and title speak of. */
  readonly content: ReadonlySet<string>;
  /** The same of the sentence alone. */
  readonly ownContent: ReadonlySet<string>;
  /** Terms of what it happened at: a school, a mine. */
  readonly sites: readonly string[];
  /** "Morning", "night". */
  readonly partsOfDay: readonly string[];
  /** "First", "second", "another": which one of several events. */
  readonly ordinals: ReadonlySet<string>;
}

const DAY_OR_MONTH =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?:['’]s)?$|^(?:january|february|march|april|may|june|july|august|september|october|november|december)(?:['’]s)?$/i;
const PREPOSITION =
  /^(?:in|at|near|over|on|from|across|around|outside|inside|off|towards?|into|against|along|aboard|between|to)$/i;
/** Where something was said, which is no place. */
const MEDIUM = /^(?:telegram|twitter|facebook|instagram|tiktok|youtube|whatsapp|x)$/i;
/** So many words may stand between a preposition and the name: "in the old port of Tarn". */
const NAME_WITHIN = 4;
/** So many words behind a name the event may stand that is called after it: "the Tarn mine blast". */
const EVENT_WITHIN = 3;
const ORDINAL =
  /^(?:first|second|third|fourth|fifth|another|separate|other|later|earlier|previous|next|last)$/i;
const PART_OF_DAY = /\b(?:morning|noon|afternoon|evening|night|midnight|dawn)\b/gi;
/** "At a school", "in the old mine": the last word, up to what is no part of the name. */
const SITE =
  /\b(?:at|in|inside|into|on|of) (?:an?|the|its|their) (?=((?:\p{Ll}[\p{Ll}-]*\s){0,3}\p{Ll}+))/gu;
/** Where nearly everything happens, and what is no site. */
const NO_SITE =
  /^(?:centre|center|middle|heart|capital|city|town|village|country|region|district|province|area|state|world|edge|outskirts?|scene|site|spot|place|north|south|east|west|border|coast|hospital|number|toll|incident|accident|event|disaster|tragedy|total|first|second|last|next|other|same|past|meantime|end|beginning|start|dead|victims?|people|injured|wounded|night|morning|afternoon|evening)$/i;
const HEDGE = /^(?:least|most|nearly|almost|roughly|approximately|estimated|known|found|later)$/i;
/** Who reports says nothing about what is reported. */
const REPORTING = new Set(
  analyze(
    'official police authority government ministry minister mayor governor spokesman spokeswoman ' +
      'spokesperson report statement agency news rescue emergency service hospital local resident ' +
      'people person man woman child number toll figure total morning afternoon evening night day ' +
      'week month year today yesterday tonight rose rise risen raise',
  ).map(({ term }) => term),
);

/** What a setting is read from. */
export interface SettingSource {
  /** The part of a sentence that a figure belongs to. */
  readonly clause: string;
  readonly title: string;
  /** What happened to what the figure counts; null where it is not known. */
  readonly happening: string | null;
}

/** @param isName whether a term is a name wherever it is read, as the index knows it. */
export function readSetting(
  { clause, title, happening }: SettingSource,
  isName: (term: string) => boolean,
): Setting {
  const tokens = tokensOf(clause);
  const places: string[] = [];
  const actors: string[] = [];
  const names = new Set<string>();
  tokens.forEach((token, position) => {
    if (!isNameToken(token, position, isName)) return;
    const terms = analyze(token.text).map(({ term }) => term);
    for (const term of terms) names.add(term);
    if (isPlace(clause, tokens, position)) places.push(...terms);
    else if (acts(tokens, position, happening)) actors.push(...terms);
  });
  const titleTokens = tokensOf(title);
  const titleTerms = termsOf(titleTokens);
  const titleNames = termsOf(titleTokens.filter(({ text }) => !DAY_OR_MONTH.test(text))).filter(
    (term) => isName(term) && !names.has(term),
  );
  const ownTerms = termsOf(tokens);
  const ownEvents = eventsAmong(ownTerms);
  const isNamed = (term: string): boolean => names.has(term) || titleNames.includes(term);
  const contentOf = (spoken: readonly Token[]): Set<string> => {
    const terms = termsOf(spoken.filter(saysWhat));
    return new Set([...terms.filter((term) => !isNamed(term)), ...eventsAmong(terms)]);
  };
  return {
    places: [...new Set(places)],
    actors,
    names: new Set([...names, ...titleNames]),
    titleNames: [...new Set(titleNames)],
    events: ownEvents.size > 0 ? ownEvents : eventsAmong(titleTerms),
    content: contentOf([...tokens, ...titleTokens]),
    ownContent: contentOf(tokens),
    sites: sitesIn(clause),
    partsOfDay: clause.match(PART_OF_DAY)?.map((word) => word.toLowerCase()) ?? [],
    ordinals: new Set(
      tokens.map(({ text }) => text.toLowerCase()).filter((word) => ORDINAL.test(word)),
    ),
  };
}

/** Whether a word may say what a report is about, and not only who reports it, how and when. */
function saysWhat({ text }: Token): boolean {
  return (
    !/^[0-9]/.test(text) &&
    !PREPOSITION.test(text) &&
    !DAY_OR_MONTH.test(text) &&
    !HEDGE.test(text) &&
    !VERB_OF_SAYING.test(text.toLowerCase()) &&
    !saysHappening(text) &&
    !analyze(text).some(({ term }) => REPORTING.has(term))
  );
}

function termsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ text }) => analyze(text).map(({ term }) => term));
}

/** A word with a capital, which at the beginning of a sentence has to be a name elsewhere too. */
function isNameToken(
  { text }: Token,
  position: number,
  isName: (term: string) => boolean,
): boolean {
  if (!/^\p{Lu}/u.test(text) || DAY_OR_MONTH.test(text) || MEDIUM.test(text)) return false;
  if (STOP_WORDS.has(text.toLowerCase())) return false;
  const terms = analyze(text);
  return (
    terms.length > 0 &&
    terms.every(({ term }) => !/^[0-9]/.test(term) && (position > 0 || isName(term)))
  );
}

function isPlace(sentence: string, tokens: readonly Token[], position: number): boolean {
  const first = runStart(sentence, tokens, position);
  for (let back = first - 1; back >= Math.max(0, first - NAME_WITHIN); back--) {
    const { end, text } = tokens[back]!;
    if (!isBlank(sentence.slice(end, tokens[back + 1]!.start))) break;
    if (VERB_OF_SAYING.test(text)) break;
    // "In Harlow and Osterby": what is joined to a place is one too.
    if (PREPOSITION.test(text)) return true;
  }
  if (/['’]s$/.test(tokens[position]!.text)) return false;
  for (let next = position + 1; next <= position + EVENT_WITHIN; next++) {
    const token = tokens[next];
    if (token === undefined || !isBlank(sentence.slice(tokens[next - 1]!.end, token.start))) break;
    if (STOP_WORDS.has(token.text.toLowerCase()) || VERB_OF_SAYING.test(token.text)) break;
    if (analyze(token.text).some(({ term }) => eventKindOf(term) !== null)) return true;
  }
  return false;
}

/** Position of the first of the capitalised words in a row that a word belongs to. */
function runStart(sentence: string, tokens: readonly Token[], position: number): number {
  let first = position;
  while (
    first > 0 &&
    /^\p{Lu}/u.test(tokens[first - 1]!.text) &&
    isBlank(sentence.slice(tokens[first - 1]!.end, tokens[first]!.start)) &&
    !PREPOSITION.test(tokens[first - 1]!.text)
  ) {
    first -= 1;
  }
  return first;
}

/** "Russia fired", "Russian forces launched": the name, or a noun behind it, does something. */
function acts(tokens: readonly Token[], position: number, happening: string | null): boolean {
  return tokens
    .slice(position + 1, position + 3)
    .some(
      ({ text }) =>
        (happening !== null && happeningOf(text) === happening) ||
        (text.endsWith('ed') && !VERB_OF_SAYING.test(text)),
    );
}

function sitesIn(clause: string): string[] {
  return [...clause.matchAll(SITE)].flatMap(([, words = '']) => {
    const named = words.split(/\s/);
    const end = named.findIndex(
      (word) => STOP_WORDS.has(word) || PREPOSITION.test(word) || saysHappening(word),
    );
    const site = (end < 0 ? named : named.slice(0, end)).at(-1) ?? '';
    const terms = NO_SITE.test(site) ? [] : analyze(site).map(({ term }) => term);
    return terms.filter((term) => eventKindOf(term) === null);
  });
}

function eventsAmong(terms: readonly string[]): Set<string> {
  return new Set(terms.flatMap((term) => eventKindOf(term) ?? []));
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
