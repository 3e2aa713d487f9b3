import { CorpusError } from '../errors.ts';

/** What every message about a file of another format goes on with. */
export const EXPECTED_FORMATS =
  'expected plain text, Markdown, a saved web page or one JSON object a line (.txt, .md, .html, .jsonl)';
/** How much of a file tells its format. */
const BEGINNING_BYTES = 4096;
/** Where the mark of a tar archive stands. */
const TAR_MARK_AT = 257;

/** Formats that hold no plain text, by their first bytes, each as one character; `?` is any byte. */
const MARKS: readonly (readonly [what: string, ...marks: readonly string[]])[] = [
  ['a PostScript document', '%!PS'],
  ['a rich text document', '{\\rtf'],
  ['an old office document', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['a gzip archive', '\x1f\x8b\b'],
  ['a bzip2 archive', 'BZh?1AY&SY'],
  ['an XZ archive', '\xfd7zXZ\0'],
  ['a 7-Zip archive', '7z\xbc\xaf\x27\x1c'],
  ['a RAR archive', 'Rar!\x1a\x07'],
  ['a Zstandard archive', '\x28\xb5\x2f\xfd'],
  ['a tar archive', ...['ustar\0', 'ustar  \0'].map((mark) => '?'.repeat(TAR_MARK_AT) + mark)],
  ['a PNG image', '\x89PNG\r\n'],
  ['a JPEG image', '\xff\xd8\xff'],
  ['a GIF image', 'GIF87a', 'GIF89a'],
  ['a WebP image', 'RIFF????WEBP'],
  ['a TIFF image', 'II*\0', 'MM\0*'],
  ['a bitmap image', 'BM????\0\0\0\0'],
  ['an icon', '\0\0\x01\0'],
  ['a Photoshop image', '8BPS\0\x01'],
  ['a HEIF image', '????ftyphei', '????ftypmif1', '????ftypavif'],
  ['a video', '\0\0\0?ftyp', '\x1a\x45\xdf\xa3', 'RIFF????AVI '],
  ['a sound recording', 'ID3\x02', 'ID3\x03', 'ID3\x04', 'OggS', 'fLaC\0', 'RIFF????WAVE'],
  ['an executable', '\x7fELF', 'MZ?\0', '\0asm', '\xcf\xfa\xed\xfe', '\xce\xfa\xed\xfe'],
  ['an executable', '\xca\xfe\xba\xbe'],
  ['a script', '#!/', '#! /'],
  ['a database', 'SQLite format 3\0'],
];
const ZIP_MARKS = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\b'];
/** Documents of today are ZIP archives; the names of what they hold say so. */
const ZIPPED: readonly (readonly [what: string, names: RegExp])[] = [
  ['an electronic book', /mimetypeapplication\/epub/],
  [
    'an office document',
    /\[Content_Types\]\.xml|_rels\/|word\/|xl\/|ppt\/|mimetypeapplication\/vnd\.oasis/,
  ],
];

/** These may have blanks before them. */
const PDF = /^\s*%PDF-/;
const SVG = /^\s*(?:<\?xml[^>]*>\s*)?<(?:!DOCTYPE svg|svg[\s>])/i;

/**
 * Refuses what holds no plain text, whatever it is called.
 *
 * @throws CorpusError saying what it is. The message follows the name of the file.
 */
export function refuseForeignFormat(bytes: Uint8Array): void {
  const foreign = foreignFormat(bytes);
  if (foreign !== null) {
    throw new CorpusError(`is ${foreign}; ${EXPECTED_FORMATS}; copy its text into a .txt file`);
  }
}

/** What bytes are, such as `a PDF document`; null where nothing says that they are no plain text. */
function foreignFormat(bytes: Uint8Array): string | null {
  const beginning = Buffer.from(bytes.subarray(0, BEGINNING_BYTES)).toString('latin1');
  const beginsWith = (mark: string): boolean =>
    mark.length <= beginning.length &&
    Array.from(mark).every((char, at) => char === '?' || char === beginning[at]);

  if (ZIP_MARKS.some(beginsWith)) {
    return ZIPPED.find(([, names]) => names.test(beginning))?.[0] ?? 'a ZIP archive';
  }
  const text = beginning.replace(/^\xef\xbb\xbf/, '');
  if (PDF.test(text)) return 'a PDF document';
  if (SVG.test(text)) return 'an SVG image';
  return MARKS.find(([, ...marks]) => marks.some(beginsWith))?.[0] ?? null;
}
