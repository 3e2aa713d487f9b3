import { CorpusError } from '../errors.ts';

/** What the bytes 0x80 to 0x9F mean in windows-1252; Node 20 decodes them to control characters. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const BYTE_ORDER_MARKS = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
] as const;
const REMEDY = 'save it in UTF-8';
/** What tells whether a text is one. */
const BEGINNING_CHARS = 65_536;
/** Control characters other than blanks, one in so many of the beginning, make no text. */
const CHARS_PER_CONTROL = 100;
/** So few may stray into any text, however short it is. */
const STRAY_CONTROLS = 8;

/**
 * Decodes a file: UTF-8, what a byte-order mark says, or what the file itself declares. The mark is
 * dropped. Nothing is guessed: bytes that could be meant in two ways are refused, and so is what is
 * full of control characters. Single ones are kept, and shown where they would steer a terminal.
 *
 * @param declared the encoding that the file names, where its format lets it do so.
 * @throws CorpusError with the remedy.
 */
export function decodeText(bytes: Uint8Array, declared: string | null = null): string {
  const text = decode(bytes, declared);
  refuseControlCharacters(text);
  return text;
}

/**
 * Refuses what is no text, whatever it was decoded from: formats can write control characters in
 * other ways.
 *
 * @throws CorpusError whose message follows the name of what holds the text.
 */
export function refuseControlCharacters(text: string): void {
  if (isFullOfControls(text)) {
    throw new CorpusError('is not text: it is full of control characters');
  }
}

/** Whether so many control characters stand in the beginning that it is no text. */
export function isFullOfControls(text: string): boolean {
  const beginning = text.slice(0, BEGINNING_CHARS);
  const controls = beginning.match(/[^\P{Cc}\t\n\v\f\r]/gu)?.length ?? 0;
  return controls > STRAY_CONTROLS && controls * CHARS_PER_CONTROL > beginning.length;
}

function decode(bytes: Uint8Array, declared: string | null): string {
  const mark = BYTE_ORDER_MARKS.find((one) => one.bytes.every((byte, at) => bytes[at] === byte));
  const encoding = mark?.encoding ?? knownEncoding(declared) ?? 'utf-8';
  // Few files without a mark are UTF-16, and where its two bytes belong cannot be told.
  if (!encoding.startsWith('utf-16') && bytes.includes(0)) {
    throw new CorpusError('is not text: it holds zero bytes');
  }
  if (encoding === 'utf-8') return strictly(bytes, encoding, `is not UTF-8; ${REMEDY}`);
  if (encoding.startsWith('utf-16')) {
    const text = strictly(bytes, encoding, `is not the UTF-16 that its first bytes say; ${REMEDY}`);
    if (text.includes('\0')) throw new CorpusError('is not text: it holds zero characters');
    return text;
  }
  return decodeDeclared(bytes, encoding);
}

/** The name that the standard gives an encoding; null for UTF-16, which no declaration can name. */
function knownEncoding(label: string | null): string | null {
  if (label === null) return null;
  try {
    const { encoding } = new TextDecoder(label.trim());
    return encoding.startsWith('utf-16') ? null : encoding;
  } catch {
    // Of a label that nobody knows only UTF-8 is left.
    return null;
  }
}

function decodeDeclared(bytes: Uint8Array, encoding: string): string {
  const problem = `is not the ${encoding} that it declares; ${REMEDY}`;
  // Other encodings make UTF-8 by chance alone: either the bytes or the declaration were changed.
  if (bytes.some((byte) => byte > 0x7f) && isUtf8(bytes)) {
    throw new CorpusError(`declares ${encoding} but is UTF-8; correct its <meta charset>`);
  }
  const text =
    encoding === 'windows-1252'
      ? Buffer.from(bytes)
          .toString('latin1')
          .replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char)
      : strictly(bytes, encoding, problem);
  // Decoders let bytes without a meaning through as control characters.
  if (/[\x80-\x9f]/.test(text)) throw new CorpusError(problem);
  return text;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strictly(bytes, 'utf-8', '');
    return true;
  } catch {
    return false;
  }
}

function strictly(bytes: Uint8Array, encoding: string, problem: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new CorpusError(problem, { cause: error });
  }
}
