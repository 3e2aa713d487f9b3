import * as v from 'valibot';

/** Discord's limit for a message of a member. */
const MAX_MESSAGE_CHARS = 2000;
const MAX_FIELD_CHARS = 6000;

const id = v.pipe(v.string(), v.regex(/^\d{1,20}$/));
const name = v.pipe(v.string(), v.maxLength(100));
const text = v.pipe(v.string(), v.maxLength(MAX_MESSAGE_CHARS));
const field = v.pipe(v.string(), v.maxLength(MAX_FIELD_CHARS));

const file = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(1000)),
  sizeBytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  content: v.nullable(v.string()),
});

/** Everything that can be done in the playground, as the page sends it. */
const action = v.variant('kind', [
  v.strictObject({
    kind: v.literal('command'),
    channelId: id,
    /** With the subcommand, as in `corpus add`. */
    name,
    options: v.record(name, v.union([field, v.number(), v.boolean()])),
    files: v.record(name, file),
    /** The message that a message command is used on. */
    targetId: v.nullable(id),
  }),
  v.strictObject({ kind: v.literal('button'), messageId: id, customId: name }),
  v.strictObject({
    kind: v.literal('form'),
    channelId: id,
    customId: name,
    fields: v.record(name, field),
  }),
  v.strictObject({
    kind: v.literal('message'),
    channelId: id,
    text,
    repliesToId: v.nullable(id),
  }),
  v.strictObject({ kind: v.literal('edit'), messageId: id, text }),
  v.strictObject({ kind: v.literal('delete'), messageId: id }),
  v.strictObject({
    kind: v.literal('typing'),
    channelId: id,
    name,
    option: name,
    typed: field,
  }),
]);

const sent = v.strictObject({ memberId: id, action });

/** Something that a member does. */
export type Action = v.InferOutput<typeof action>;

/** What the page sends: who does what. */
export type SentAction = v.InferOutput<typeof sent>;

/** Reads what the page has sent; null for anything else. */
export function readAction(body: unknown): SentAction | null {
  const result = v.safeParse(sent, body);
  return result.success ? result.output : null;
}
