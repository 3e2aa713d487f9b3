import { randomBytes } from 'node:crypto';
import { TextInputStyle, ComponentType, type APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { CorpusError, OperatorError } from '../../errors.ts';
import { whyNotCurator } from '../access.ts';
import type { BotParts } from '../bot-parts.ts';
import { escapeMarkdown } from '../markdown.ts';
import { LIMITS } from '../limits.ts';
import { failureText } from '../render/failure.ts';
import { renderPreview } from '../render/preview.ts';
import { type Handling, type MessageBody, noteTo, privateNote, type Reply, type Show } from '../reply.ts';
import type { ButtonRequest, CommandRequest, ModalRequest, Request } from '../request.ts';
import { recordDeed } from './audit.ts';
import { indexChange } from './reindex.ts';
import { CONFIRM_WITHIN_MS } from './remove.ts';

/** The id of the form for text that is pasted. */
export const PASTE_FORM_ID = 'corpus-add';

/** `/corpus add`: shows what was understood of a file, and asks before it is written. */
export function addArticle(request: CommandRequest, parts: BotParts): Handling {
  const attachment = request.attachments['file'];
  if (attachment === undefined) return { acknowledge: 'form', form: PASTE_FORM };
  return {
    acknowledge: 'privately',
    reply: () =>
      propose(request, parts, async () => ({
        name: attachment.name,
        bytes: await parts.link.download(attachment, parts.maxFileBytes),
      })),
  };
}

/** The form with the pasted text was sent. */
export function addPastedText(request: ModalRequest, parts: BotParts): Handling {
  const refusal = whyNotCurator(request, parts);
  if (refusal !== null) return privateNote(refusal);
  return {
    acknowledge: 'privately',
    reply: () => propose(request, parts, () => Promise.resolve(fileOf(request.fields))),
  };
}

/** Writes the file and brings the index up to date. */
export async function carryOutAddition(
  { path: name, stagedFile }: { readonly path: string; readonly stagedFile: string },
  { request, show, parts }: { request: ButtonRequest; show: Show; parts: BotParts },
): Promise<MessageBody> {
  const bytes = await parts.uploads.take(stagedFile);
  if (bytes === null) return { content: 'The file is no longer there. Please send it again.' };
  const path = await parts.corpusFolder.add({ name, bytes });
  recordDeed({ action: 'add', subject: path }, request, parts);
  return indexChange(`Added as ${escapeMarkdown(path)}.`, { asker: request, show, parts });
}

async function propose(
  { member, place }: Request,
  parts: BotParts,
  fetch: () => Promise<{ name: string; bytes: Uint8Array }>,
): Promise<Reply> {
  try {
    const file = await fetch();
    const preview = await parts.library.preview(file);
    const stagedFile = randomBytes(12).toString('hex');
    await parts.uploads.put(stagedFile, file.bytes);
    const { id } = parts.pending.create({
      kind: 'add',
      payload: { path: preview.fileName, stagedFile },
      serverId: place.serverId ?? '',
      actorId: member.id,
      expiresAtMs: parts.now() + CONFIRM_WITHIN_MS,
    });
    return { body: renderPreview(preview, id), isPrivate: true };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    if (!(error instanceof CorpusError)) return noteTo(failureText(error));
    // The message goes on from the name of the file.
    return noteTo(`That cannot become an article. The file ${escapeMarkdown(error.message)}`);
  }
}

const PASTE_FORM: APIModalInteractionResponseCallbackData = {
  custom_id: PASTE_FORM_ID,
  title: 'Add an article',
  components: [
    field('title', 'Title', { max: 200 }),
    field('outlet', 'Outlet', { max: 100 }),
    field('date', 'Date of publication, such as 2022-11-16', { max: 40 }),
    field('url', 'Address (URL), if there is one', { max: 1000, isRequired: false }),
    field('text', 'Text, as it was published', { max: LIMITS.textInput, isLong: true }),
  ],
};

function field(
  id: string,
  label: string,
  { max, isLong = false, isRequired = true }: { max: number; isLong?: boolean; isRequired?: boolean },
): APIModalInteractionResponseCallbackData['components'][number] {
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.TextInput,
        custom_id: id,
        label,
        style: isLong ? TextInputStyle.Paragraph : TextInputStyle.Short,
        required: isRequired,
        max_length: max,
      },
    ],
  };
}

/** The Markdown file that pasted text becomes: its details as front matter, then the text as it is. */
function fileOf(fields: Readonly<Record<string, string>>): { name: string; bytes: Uint8Array } {
  const details = ['title', 'outlet', 'date', 'url'].flatMap((name) => {
    const value = fields[name]?.trim() ?? '';
    // A JSON string is a YAML string.
    return value === '' ? [] : [`${name}: ${JSON.stringify(value)}`];
  });
  const content = `---\n${details.join('\n')}\n---\n\n${fields['text'] ?? ''}\n`;
  return { name: `${fields['title'] ?? 'article'}.md`, bytes: Buffer.from(content) };
}
