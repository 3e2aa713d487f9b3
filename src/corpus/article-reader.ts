import type { ArticleDraft } from './article.ts';

/** Turns the decoded text of one file format into an article. */
export interface ArticleReader {
  /** File name endings in lower case, with the dot. */
  readonly extensions: readonly string[];
  /**
   * @param text the whole file, decoded, without a byte-order mark.
   * @throws CorpusError saying why the file cannot be an article.
   */
  read(text: string): ArticleDraft;
}
