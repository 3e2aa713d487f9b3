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

/** How sure somebody was of an answer, 0 … 1, and whether it was right. */
export interface Prediction {
  readonly confidence: number;
  readonly correct: boolean;
}

/** The predictions with a confidence from `from` up to, but not with, `to`; the last bin has 1 too. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean confidence; 0 for an empty bin. */
  readonly confidence: number;
  /** Part that was correct; 0 for an empty bin. */
  readonly correct: number;
}

const BINS = 10;

/** Ten bins of equal width, in order. */
export function calibrationBins(predictions: readonly Prediction[]): CalibrationBin[] {
  const members = Array.from({ length: BINS }, (): Prediction[] => []);
  for (const prediction of predictions) {
    members[Math.min(BINS - 1, Math.floor(prediction.confidence * BINS))]!.push(prediction);
  }
  return members.map((bin, position) => ({
    from: position / BINS,
    to: (position + 1) / BINS,
    count: bin.length,
    confidence: mean(bin.map(({ confidence }) => confidence)),
    correct: mean(bin.map(({ correct }) => (correct ? 1 : 0))),
  }));
}

/**
 * Expected calibration error (Naeini, Cooper and Hauskrecht 2015): how far stated confidence and
 * observed correctness are apart, averaged over ten bins of confidence by their size.
 */
export function calibrationError(predictions: readonly Prediction[]): number {
  return calibrationBins(predictions).reduce(
    (sum, { count, confidence, correct }) =>
      sum + (count * Math.abs(confidence - correct)) / Math.max(1, predictions.length),
    0,
  );
}
