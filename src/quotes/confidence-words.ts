/** What a quote's score means, in words: the figure itself would claim too much. */
export function confidenceInWords(score: number): string {
  if (score >= 0.85) return 'very likely the answer';
  if (score >= 0.7) return 'probably the answer';
  return score >= 0.3 ? 'possibly the answer' : 'related, probably not the answer';
}
