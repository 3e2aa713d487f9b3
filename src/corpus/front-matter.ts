import * as v from 'valibot';
import { CorpusError, messageOf } from '../errors.ts';
import type { TextRange } from './article.ts';
import { type ArticleFields, articleFields } from './article-fields.ts';
import { isMap, parseDocument } from './yaml.ts';

/** A blank line below the dashes makes a thematic break of them. */
const FENCED = /^---[ \t]*\r?\n(?![ \t]*\r?\n)([\s\S]*?)^---[ \t]*(?:\r?\n|$)/m;
/** Two thematic breaks may stand further apart. The time for checking keys grows with the square. */
const MAX_CHARS = 20_000;

const fields = v.object(articleFields);

const NO_FRONT_MATTER = { fields: null, range: null };

/**
 * Reads YAML front matter: lines `name: value` between two `---` fences of which the first opens the
 * file. The range reaches behind the closing fence; both are null where there is no front matter.
 *
 * @throws CorpusError where the YAML or one of the known fields cannot be read.
 */
export function readFrontMatter(text: string): {
  readonly fields: ArticleFields | null;
  readonly range: TextRange | null;
} {
  const match = text.startsWith('---') ? FENCED.exec(text) : null;
  if (match === null || match.index !== 0 || match[0].length > MAX_CHARS) return NO_FRONT_MATTER;
  const document = parseDocument(match[1] ?? '', { schema: 'core', logLevel: 'error' });
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
