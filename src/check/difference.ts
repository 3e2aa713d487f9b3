/** What was done to a quote. */
export type DifferenceKind =
  | 'negation'
  | 'number'
  | 'name'
  | 'order'
  | 'omission'
  | 'addition'
  /** Put together from places that do not stand together. */
  | 'stitched'
  | 'capitals'
  | 'punctuation'
  /** Any other change of words. */
  | 'wording';

/** One thing in which a claim differs from what it quotes. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** What the claim has there; empty for nothing. */
  readonly claimed: string;
  /** What the article has there; empty for nothing, an ellipsis for more than a few sentences. */
  readonly quoted: string;
}

/** A part of a claim held against what it quotes; the parts are in the order of the claim. */
export interface ComparedPart {
  /** In both, in the claim alone, or in the article alone. */
  readonly in: 'both' | 'claim' | 'article';
  /** As the article has it, but for what is in the claim alone. */
  readonly text: string;
}
