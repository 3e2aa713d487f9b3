import * as v from 'valibot';

/** A number that counts something, a position, or a time in milliseconds since 1970. */
export const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A boolean, for which SQLite has no type. */
export const flag = v.pipe(
  v.picklist([0, 1]),
  v.transform((value) => value === 1),
);

/** The rows that are as they should be; one that is damaged does not take the others with it. */
export function soundRows<Row>(
  schema: v.GenericSchema<unknown, Row>,
  rows: readonly unknown[],
): Row[] {
  return rows.flatMap((row) => {
    const parsed = v.safeParse(schema, row);
    return parsed.success ? [parsed.output] : [];
  });
}

/** The beginning of a text that others wrote, so that it takes no more room than it is worth. */
export function shortened(text: string, maxCharacters: number): string {
  return Array.from(text).slice(0, maxCharacters).join('');
}
