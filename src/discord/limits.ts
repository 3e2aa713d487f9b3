/**
 * Discord's limits, in characters unless the name says otherwise. They are compared with lengths in
 * UTF-16 units, which are never fewer than the characters that Discord counts.
 */
export const LIMITS = {
  content: 2000,
  embeds: 10,
  /** Over all embeds of a message. */
  embedTotal: 6000,
  embedTitle: 256,
  embedDescription: 4096,
  embedFields: 25,
  embedFieldName: 256,
  embedFieldValue: 1024,
  embedFooter: 2048,
  embedAuthor: 256,
  buttonsPerRow: 5,
  rows: 5,
  buttonLabel: 80,
  customId: 100,
  url: 512,
  choices: 25,
  choice: 100,
  modalTitle: 45,
  textInput: 4000,
  threadName: 100,
} as const;
