import * as v from 'valibot';
import { parseDocument } from 'yaml';
import { CorpusError, messageOf } from '../errors.ts';
import type { TextRange } from './article.ts';
import { parseFullDate } from './calendar-date.ts';

/** The fields of front matter that Verbatim knows; others are left alone. */
export interface FrontMatter {
  readonly title: string | null;
  readonly date: string | null;
  readonly outlet: string | null;
  readonly url: string | null;
  readonly language: string | null;
  readonly note: string | null;
}

const FENCED = /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)/m;
/** Longer values are not a title or a name but a mistake. */
const MAX_FIELD_CHARS = 500;

const line = v.pipe(
  v.union([v.string(), v.number()]),
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
  ),
  note: field,
});

/**
 * Reads YAML front matter: lines between two `---` fences of which the first opens the file. The
 * range reaches behind the closing fence; both are null where there is no front matter.
 *
 * @throws CorpusError where the YAML or one of the known fields cannot be read.
 */
export function readFrontMatter(text: string): {
  readonly fields: FrontMatter | null;
  readonly range: TextRange | null;
} {
  const match = text.startsWith('---') ? FENCED.exec(text) : null;
  if (match === null || match.index !== 0) return { fields: null, range: null };
  const document = parseDocument(match[1] ?? '', { schema: 'core' });
  if (document.errors.length > 0) {
    const problem = messageOf(document.errors[0]).replace(/:? at line.*$/, '');
    throw new CorpusError(`front matter is not YAML: ${problem}; quote values that hold a colon`);
  }
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
    const name = v.getDotPath(issue);
    throw new CorpusError(
      name === null
        ? 'front matter is not a list of "name: value" lines'
        : `front matter: ${name} ${issue.message}`,
    );
  }
  return { fields: checked.output, range: { start: 0, end: match[0].length } };
}

function isWebAddress(value: string): boolean {
  return URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
}

function isLanguage(value: string): boolean {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(value);
}
