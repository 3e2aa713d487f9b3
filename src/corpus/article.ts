import { hash } from 'node:crypto';

/** Half-open range `[start, end)` of UTF-16 positions in `Article.text`. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** One report as it stands in the corpus. What the file does not say is null, never guessed. */
export interface Article {
  /** Twelve hexadecimal digits made from `path`: the same across edits of the file. */
  readonly id: string;
  /** Path below the corpus folder, with forward slashes. */
  readonly path: string;
  readonly title: string | null;
  /** Publication date, `YYYY-MM-DD`. */
  readonly date: string | null;
  /** Who published it. */
  readonly outlet: string | null;
  readonly url: string | null;
  /** ISO 639-1 code where there is one, such as `en`. */
  readonly language: string | null;
  /** A remark that is shown with every quote from this article. */
  readonly note: string | null;
  /** The text that quotes are slices of. */
  readonly text: string;
  /** SHA-256 of `text` as UTF-8, hexadecimal. */
  readonly sha256: string;
  /** Front matter, masthead and junk: in order, not overlapping, never quoted. */
  readonly excluded: readonly TextRange[];
}

/** What a reader finds out about a file; the rest of an `Article` follows from it. */
export type ArticleDraft = Omit<Article, 'id' | 'path' | 'sha256'>;

/** Completes a draft with what follows from its path and text. */
export function completeArticle(path: string, draft: ArticleDraft): Article {
  return { ...draft, id: articleId(path), path, sha256: sha256(draft.text) };
}

/** SHA-256 of bytes, or of a string as UTF-8, hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content);
}

/** The id of the article that stands under a path. */
export function articleId(path: string): string {
  return sha256(path).slice(0, 12);
}

/** The file that an article stands in: `news.jsonl` for its line `news.jsonl#3`. */
export function fileOfArticle(articlePath: string): string {
  return articlePath.replace(/(\.jsonl)#.*$/is, '$1');
}
