import * as v from 'valibot';
import { isMap, parseDocument } from 'yaml';
import { CorpusError, messageOf } from '../errors.ts';
import type { TextRange } from './article.ts';
import { parseFullDate } from './find-dates.ts';
import { isWebAddress } from './web-address.ts';

/** The fields of front matter that Verbatim knows; others are left alone. */
export interface FrontMatter {
  readonly title: string | null;
  readonly date: string | null;
  readonly outlet: string | null;
  readonly url: string | null;
  readonly language: string | null;
  readonly note: string | null;
}

/** A blank line below the dashes makes a thematic break of them. */
const FENCED = /^---[ \t]*\r?\n(?![ \t]*\r?\n)([\s\S]*?)^---[ \t]*(?:\r?\n|$)/m;
/** Two thematic breaks may stand further apart. The time for checking keys grows with the square. */
const MAX_CHARS = 20_000;
/** Longer values are not a title or a name but a mistake. */
const MAX_FIELD_CHARS = 500;

const line = v.pipe(
  v.union([v.string(), v.number()], 'is not text'),
  v.transform((value) => String(value).replace(/[\s\p{Cc}]+/gu, ' ').trim()),
  v.maxLength(MAX_FIELD_CHARS, `is longer than ${MAX_FIELD_CHARS} characters`),
  v.transform((value) => value || null),
);
const field = v.nullish(line, null);

const fields = v.object({
  title: field,
  date: v.pipe(
    field,
    v.check(
      (value) => value === null || parseFullDate(value) !== null,
      'is not a day of the calendar such as 2022-11-16',
    ),
    v.transform((value) => value && parseFullDate(value)),
  ),
  outlet: field,
  url: v.pipe(
    field,
    v.check((value) => value === null || isWebAddress(value), 'is not an http or https address'),
  ),
  language: v.pipe(
    field,
    v.check((value) => value === null || isLanguage(value), 'is not a language code such as en'),
    v.transform((value) => value && (Intl.getCanonicalLocales(value)[0] ?? null)),
  ),
  note: field,
});

const NO_FRONT_MATTER = { fields: null, range: null };

/**
 * Reads YAML front matter: lines `name: value` between two `---` fences of which the first opens the
 * file. The range reaches behind the closing fence; both are null where there is no front matter.
 *
 * @throws CorpusError where the YAML or one of the known fields cannot be read.
 */
export function readFrontMatter(text: string): {
  readonly fields: FrontMatter | null;
  readonly range: TextRange | null;
} {
  const match = text.startsWith('---') ? FENCED.exec(text) : null;
  if (match === null || match.index !== 0 || match[0].length > MAX_CHARS) return NO_FRONT_MATTER;
  const document = parseDocument(match[1] ?? '', { schema: 'core' });
  if (document.errors.length > 0) {
    const problem = messageOf(document.errors[0]).replace(/:? at line.*$/, '');
    throw new CorpusError(`front matter is not YAML: ${problem}; quote values that hold a colon`);
  }
  // What stands between two thematic breaks is text.
  if (document.contents !== null && !isMap(document.contents)) return NO_FRONT_MATTER;
  let content: unknown;
  try {
    // Aliases have no use here, and a few of them can unfold to gigabytes.
    content = document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch (error) {
    throw new CorpusError(`front matter cannot be read: ${messageOf(error)}`, { cause: error });
  }
  const checked = v.safeParse(fields, content);
  if (!checked.success) {
    const [issue] = checked.issues;
    throw new CorpusError(`front matter: ${v.getDotPath(issue)} ${issue.message}`);
  }
  return { fields: checked.output, range: { start: 0, end: match[0].length } };
}

function isLanguage(value: string): boolean {
  return /^[a-z]{2,3}(-[a-z]{4})?(-[a-z]{2}|-\d{3})?(-[a-z\d]{5,8})?$/i.test(value);
}
