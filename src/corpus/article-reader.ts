import type { ArticleDraft } from './article.ts';

/** Turns the decoded text of one file format into an article. */
export interface ArticleReader {
  /** File name endings in lower case, with the dot. */
  readonly extensions: readonly string[];
  /**
   * The encoding that a file names itself, where the format provides for that; null where it names
   * none.
   *
   * @param beginning the first bytes of the file, each as one character.
   */
  declaredEncoding?(beginning: string): string | null;
  /**
   * @param text the whole file, decoded, without a byte-order mark.
   * @throws CorpusError saying why the file cannot be an article.
   */
  read(text: string): ArticleDraft | Promise<ArticleDraft>;
}
