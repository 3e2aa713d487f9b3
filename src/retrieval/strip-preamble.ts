/** Stands before a question without being part of it: `so`, `hey folks,`, `quick question:`. */
const OPENERS =
  /^(?:(?:(?:hi|hey|hello|morning|good (?:morning|evening))(?: (?:all|everyone|everybody|there|people))?|so|and|but|ok|okay|well|guys|folks|um|uh|hmm|oh|btw|also|sorry|wait|please|pls|then|quick question|question(?=:))\b[\s,:.-]*)+/i;

/** Stands behind it: `for my essay`, `anyone`, `pls`. */
const CLOSERS =
  /(?:[\s,]+(?:for (?:my|our)(?: \w+){1,2}|any(?:one|body)|some(?:one|body)|guys|folks|please|pls|thanks|thx|again|btw|i mean))+\W*$/i;

/** More than that says something of its own. */
const MAX_CLOSING_CHARS = 200;

const KNOW = String.raw`(?:knows?|remembers?|recalls?|got|has|have|tell me|remind me|explain)`;
const ANYBODY = String.raw`(?:any(?:one|body)|any of you|you (?:guys|all)|y'all)`;
/** Asks everybody whether they know: `anyone know`, `can somebody tell me`. */
const SEEKING_SOMEBODY = new RegExp(
  String.raw`^(?:(?:does|do|did|can|could|would) (?:${ANYBODY}|some(?:one|body))|${ANYBODY})(?: (?:here|in here|else|still|actually|happen to))* ${KNOW}\s+`,
  'i',
);
/** Says that one would like to know: `need to know`, `trying to remember`, `do we know`. */
const SEEKING =
  /^(?:(?:i|i'm|im|just|still|was|been|am)\s+)*(?:(?:need|want|like|love|trying) to (?:know|remember|recall|(?:find|figure) out)|do we know|tell me|remind me|wonder(?:ing)?|curious|can'?t remember|forgot)\s+/i;
/** What is sought begins with one of these; after the former also with `the`. */
const SOUGHT = /^(?:wh(?:at|ich|o|om|ose|en|ere|y|ether)|how|if)\b/i;
const SOUGHT_OF_SOMEBODY = new RegExp(`${SOUGHT.source}|^the\\b`, 'i');

/** A sentence without what leads up to a question, and whether that says that a question follows. */
export interface Stripped {
  readonly text: string;
  readonly isSought: boolean;
}

export function stripPreamble(sentence: string): Stripped {
  const text = withoutClosers(sentence.trim().replaceAll('’', "'").replace(OPENERS, ''));
  const rest = behind(text, SEEKING_SOMEBODY, SOUGHT_OF_SOMEBODY) ?? behind(text, SEEKING, SOUGHT);
  return { text: rest ?? text, isSought: rest !== null };
}

function withoutClosers(text: string): string {
  const tail = text.slice(-MAX_CLOSING_CHARS);
  return text.slice(0, text.length - tail.length) + tail.replace(CLOSERS, '');
}

/** What follows a lead in a text, when it begins as it should. */
function behind(text: string, lead: RegExp, start: RegExp): string | null {
  const found = lead.exec(text);
  if (found === null) return null;
  const rest = text.slice(found[0].length);
  return start.test(rest) ? rest : null;
}
