/** From this share of common words on two passages say the same. */
const SAME_SHARE = 0.8;

/**
 * Drops each text that says nearly the same as one before it, judged by the share of the shorter
 * one's different terms that the other has too.
 *
 * @param texts taken only as far as they are needed.
 * @param most how many stay at most, one or more.
 * @returns the positions of those that stay, in order.
 */
export function withoutNearDuplicates(
  texts: Iterable<readonly string[]>,
  most = Infinity,
): number[] {
  const kept: { position: number; terms: Set<string> }[] = [];
  let position = 0;
  for (const words of texts) {
    const terms = new Set(words);
    if (!kept.some((other) => isNearDuplicate(terms, other.terms))) kept.push({ position, terms });
    if (kept.length >= most) break;
    position += 1;
  }
  return kept.map((text) => text.position);
}

/** Whether two texts, given by their different terms, say nearly the same. */
export function isNearDuplicate(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [shorter, longer] = a.size <= b.size ? [a, b] : [b, a];
  if (shorter.size === 0) return false;
  let common = 0;
  for (const term of shorter) if (longer.has(term)) common += 1;
  return common / shorter.size >= SAME_SHARE;
}
