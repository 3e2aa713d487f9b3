import { type FormProblems, isObject } from './form-problems.ts';

const MOST_CHARACTERS_OF_ALL = 6000;
const LARGEST_COLOR = 0xff_ff_ff;
const LONGEST_ADDRESS = 2048;
const MEDIA_PROTOCOLS = ['http:', 'https:', 'attachment:'];

/** Checks the embeds of a message against Discord’s limits. */
export function checkEmbeds(problems: FormProblems, value: unknown): void {
  let characters = 0;
  for (const [path, embed] of problems.objects('embeds', value, 0, 10)) {
    checkEmbed(problems, path, embed);
    characters += countCharacters(embed);
  }
  if (characters > MOST_CHARACTERS_OF_ALL) {
    const message = `Embed size exceeds maximum size of ${MOST_CHARACTERS_OF_ALL}`;
    problems.add('embeds', 'MAX_EMBED_SIZE_EXCEEDED', message);
  }
}

function checkEmbed(
  problems: FormProblems,
  path: string,
  embed: Readonly<Record<string, unknown>>,
): void {
  const { title, description, url, timestamp, color, fields, footer, author } = embed;
  const shown = [title, description, fields, footer, author, embed['image'], embed['thumbnail']];
  if (shown.every((part) => part === undefined || part === null || part === '')) {
    problems.missing(`${path}.description`);
  }
  problems.text(`${path}.title`, title, { to: 256 });
  problems.text(`${path}.description`, description, { to: 4096 });
  problems.address(`${path}.url`, url, LONGEST_ADDRESS, ['http:', 'https:']);
  problems.integer(`${path}.color`, color, 0, LARGEST_COLOR);
  if (typeof timestamp === 'string' && Number.isNaN(Date.parse(timestamp))) {
    problems.add(
      `${path}.timestamp`,
      'DATE_TIME_TYPE_PARSE',
      `Could not parse ${timestamp}. Should be ISO8601.`,
    );
  }
  for (const [fieldPath, field] of problems.objects(`${path}.fields`, fields, 0, 25)) {
    problems.text(`${fieldPath}.name`, field['name'], { from: 1, to: 256, isRequired: true });
    problems.text(`${fieldPath}.value`, field['value'], { from: 1, to: 1024, isRequired: true });
    problems.boolean(`${fieldPath}.inline`, field['inline']);
  }
  if (isObject(footer)) {
    problems.text(`${path}.footer.text`, footer['text'], { to: 2048, isRequired: true });
    checkMedia(problems, `${path}.footer.icon_url`, footer['icon_url']);
  }
  if (isObject(author)) {
    problems.text(`${path}.author.name`, author['name'], { to: 256, isRequired: true });
    problems.address(`${path}.author.url`, author['url'], LONGEST_ADDRESS, ['http:', 'https:']);
    checkMedia(problems, `${path}.author.icon_url`, author['icon_url']);
  }
  for (const kind of ['image', 'thumbnail'] as const) {
    const media = embed[kind];
    if (isObject(media)) checkMedia(problems, `${path}.${kind}.url`, media['url']);
  }
}

function checkMedia(problems: FormProblems, path: string, address: unknown): void {
  problems.address(path, address, LONGEST_ADDRESS, MEDIA_PROTOCOLS);
}

/** The characters that count towards the limit over all embeds of a message. */
function countCharacters({
  title,
  description,
  fields,
  footer,
  author,
}: Readonly<Record<string, unknown>>): number {
  const texts = [title, description];
  if (isObject(footer)) texts.push(footer['text']);
  if (isObject(author)) texts.push(author['name']);
  for (const field of Array.isArray(fields) ? fields : []) {
    if (isObject(field)) texts.push(field['name'], field['value']);
  }
  return texts.reduce<number>((sum, text) => sum + (typeof text === 'string' ? text.length : 0), 0);
}
