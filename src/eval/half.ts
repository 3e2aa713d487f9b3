/** Which part of a set is measured: one half can be tuned on while the other stays unseen. */
export type Half = 'even' | 'odd';

/**
 * Every second item, counted from 0: `even` starts with the first, `odd` with the second. Items of the
 * same group stay together, at the place of the group's first, since a turn of a conversation means
 * nothing without those before it.
 *
 * @param groupOf names the group of an item; undefined where it stands alone.
 */
export function takeHalf<T>(
  items: readonly T[],
  half: Half,
  groupOf: (item: T) => string | undefined = () => undefined,
): T[] {
  const places = new Map<string, number>();
  let next = 0;
  const wanted = half === 'even' ? 0 : 1;
  return items.filter((item) => {
    const group = groupOf(item);
    const place = (group === undefined ? undefined : places.get(group)) ?? next++;
    if (group !== undefined) places.set(group, place);
    return place % 2 === wanted;
  });
}
