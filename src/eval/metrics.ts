/** Grade of each judged document; documents that are missing have grade 0. */
export type Judgements = ReadonlyMap<string, number>;

/**
 * Normalised discounted cumulative gain at `depth` (Järvelin and Kekäläinen 2002), with the grade
 * itself as gain, as trec_eval's ndcg_cut does.
 */
export function ndcg(ranked: readonly string[], judgements: Judgements, depth: number): number {
  const gain = (grades: readonly number[]): number =>
    grades.slice(0, depth).reduce((sum, grade, rank) => sum + grade / Math.log2(rank + 2), 0);
  const ideal = gain([...judgements.values()].filter((grade) => grade > 0).sort((a, b) => b - a));
  return ideal === 0 ? 0 : gain(ranked.map((id) => Math.max(0, judgements.get(id) ?? 0))) / ideal;
}

/** Part of the relevant documents that stand among the first `depth`. */
export function recall(ranked: readonly string[], judgements: Judgements, depth: number): number {
  const relevant = [...judgements].filter(([, grade]) => grade > 0).map(([id]) => id);
  const found = new Set(ranked.slice(0, depth));
  return relevant.filter((id) => found.has(id)).length / Math.max(1, relevant.length);
}

/** 1 / rank of the first relevant document among the first `depth`; 0 where there is none. */
export function reciprocalRank(
  ranked: readonly string[],
  judgements: Judgements,
  depth: number,
): number {
  const rank = ranked.slice(0, depth).findIndex((id) => (judgements.get(id) ?? 0) > 0);
  return rank === -1 ? 0 : 1 / (rank + 1);
}

/** The value below which a part `p` (0 … 1) of the values lies (nearest rank); 0 for no values. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? 0;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Expected calibration error (Naeini, Cooper and Hauskrecht 2015): how far stated confidence and
 * observed correctness are apart, averaged over ten bins of confidence by their size.
 */
export function calibrationError(
  predictions: readonly { readonly confidence: number; readonly correct: boolean }[],
): number {
  const bins = Array.from({ length: 10 }, () => ({ count: 0, confidence: 0, correct: 0 }));
  for (const { confidence, correct } of predictions) {
    const bin = bins[Math.min(9, Math.floor(confidence * 10))]!;
    bin.count += 1;
    bin.confidence += confidence;
    bin.correct += correct ? 1 : 0;
  }
  return bins.reduce(
    (sum, bin) => sum + Math.abs(bin.confidence - bin.correct) / Math.max(1, predictions.length),
    0,
  );
}
