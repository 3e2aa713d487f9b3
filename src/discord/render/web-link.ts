import { isWebAddress } from '../../corpus/web-address.ts';

const MAX_URL_CHARS = 2048;
/** Characters that could end a link in Markdown; in an address they mean the same when encoded. */
const UNSAFE = /["'()*<>[\\\]`|]/g;
/** Words of a sentence that find its beginning, and as many its end. */
const EDGE_WORDS = 4;

/**
 * The address as it can stand in a message; null when it does not lead to a public web page. Discord
 * takes back a whole message for one address that it finds malformed.
 */
export function webLink(url: string | null): string | null {
  if (url === null || !isWebAddress(url)) return null;
  const { href, hostname, username, password } = new URL(url);
  // A name before the host is there to pass for another host.
  if (!/[^.]\.[^.]/.test(hostname) || username !== '' || password !== '') return null;
  const link = href.replace(UNSAFE, encodeCharacter);
  return link.length <= MAX_URL_CHARS ? link : null;
}

/** The link with a text fragment, which makes browsers scroll to the sentence and mark it. */
export function linkToSentence(link: string, sentence: string): string {
  const [page = '', fragment = ''] = link.split('#', 2);
  const elementId = fragment.replace(/:~:.*$/, '');
  const directive = textDirective(sentence);
  const precise = `${page}#${elementId}:~:text=${directive}`;
  return directive === null || precise.length > MAX_URL_CHARS ? link : precise;
}

function textDirective(sentence: string): string | null {
  const words = sentence.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0 || /\p{Cs}/u.test(sentence)) return null;
  const parts =
    words.length <= 2 * EDGE_WORDS
      ? [words]
      : [words.slice(0, EDGE_WORDS), words.slice(-EDGE_WORDS)];
  // A dash, a comma or an ampersand would be read as syntax of the directive.
  return parts
    .map((part) => encodeURIComponent(part.join(' ')).replace(/[-!'()*~]/g, encodeCharacter))
    .join(',');
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
