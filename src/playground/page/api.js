/**
 * Has a member do something.
 *
 * @returns what came of it at once: `done`, a `form` to fill in, `choices` to offer, or `refused`.
 * @throws Error with a line for whoever tried.
 */
export async function act(memberId, action) {
  let response;
  try {
    response = await fetch('/actions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ memberId, action }),
    });
  } catch {
    throw new Error('The playground does not answer; it may have been ended in the terminal.');
  }
  const outcome = await response.json();
  if (!response.ok) throw new Error(`That did not work: ${outcome.problem}.`);
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome;
}

/**
 * Listens to what happens, as a member sees it.
 *
 * @param memberId null for the first there is.
 * @param onEvent is told everything there is first, also after an interruption.
 * @param onInterruption is told of each.
 * @returns what ends it.
 */
export function listen(memberId, onEvent, onInterruption) {
  const query = memberId === null ? '' : `?member=${encodeURIComponent(memberId)}`;
  const source = new EventSource(`/events${query}`);
  source.addEventListener('message', ({ data }) => onEvent(JSON.parse(data)));
  source.addEventListener('error', onInterruption);
  return () => source.close();
}
