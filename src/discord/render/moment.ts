/**
 * A moment that Discord shows in the reader's own time and language, and how long ago it was. For
 * moments only: a day would be shifted by the timezone.
 */
export function renderMoment(timeMs: number): string {
  const seconds = Math.floor(timeMs / 1000);
  return `<t:${seconds}:f> (<t:${seconds}:R>)`;
}
