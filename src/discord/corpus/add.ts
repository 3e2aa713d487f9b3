import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import {
  TextInputStyle,
  ComponentType,
  type APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10';
import { articleFields } from '../../corpus/article-fields.ts';
import type { UploadedFile } from '../../curation/corpus-folder.ts';
import type { FilePreview } from '../../curation/preview-file.ts';
import { CorpusError, OperatorError } from '../../errors.ts';
import type { BegunAction } from '../../state/pending-actions.ts';
import { whyNotCurator } from '../access.ts';
import type { BotParts } from '../bot-parts.ts';
import { escapeMarkdown } from '../markdown.ts';
import { LIMITS } from '../limits.ts';
import { failureText } from '../render/failure.ts';
import { renderPreview } from '../render/preview.ts';
import {
  type Handling,
  type MessageBody,
  noteTo,
  privateNote,
  type Reply,
  type Show,
} from '../reply.ts';
import type { ButtonRequest, CommandRequest, ModalRequest, Request } from '../request.ts';
import { CONFIRM_WITHIN_MS } from './decision.ts';
import { dropAction, finishAction } from './finish-action.ts';
import { indexChange } from './reindex.ts';

/** The id of the form for text that is pasted. */
export const PASTE_FORM_ID = 'corpus-add';

/** `/corpus add`: shows what was understood of a file, and asks before it is written. */
export function addArticle(request: CommandRequest, parts: BotParts): Handling {
  const attachment = request.attachments['file'];
  if (attachment === undefined) return { acknowledge: 'form', form: PASTE_FORM };
  return {
    acknowledge: 'privately',
    reply: () =>
      propose(request, parts, 'The file', async () => ({
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
    reply: () => propose(request, parts, 'The text', async () => fileOf(request.fields)),
  };
}

/** Writes the file and brings the index up to date. */
export async function carryOutAddition(
  action: Extract<BegunAction, { kind: 'add' }>,
  { request, show, parts }: { request: ButtonRequest; show: Show; parts: BotParts },
): Promise<MessageBody> {
  const { path: name, stagedFile } = action.payload;
  const bytes = await parts.uploads.read(stagedFile);
  if (bytes === null) {
    await dropAction(action, parts);
    return { content: 'The file is no longer there. Please send it again.' };
  }
  const path = await parts.corpusFolder.add({ name, bytes });
  await finishAction(action, { subject: path }, parts);
  return indexChange(`Added as ${escapeMarkdown(path)}.`, { asker: request, show, parts });
}

/** @param subject what the message of a refusal goes on from. */
async function propose(
  { member, place }: Request,
  parts: BotParts,
  subject: string,
  fetch: () => Promise<UploadedFile>,
): Promise<Reply> {
  let file: UploadedFile;
  let preview: FilePreview;
  try {
    file = await fetch();
    preview = await parts.library.preview(file);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return noteTo(`That cannot become an article. ${subject} ${escapeMarkdown(error.message)}`);
  }
  const stagedFile = randomBytes(12).toString('hex');
  // First, since another shard that starts just now discards the files that wait for nothing.
  const { id } = parts.pending.create({
    kind: 'add',
    payload: { path: preview.fileName, stagedFile },
    serverId: place.serverId ?? '',
    actorId: member.id,
    expiresAtMs: parts.now() + CONFIRM_WITHIN_MS,
  });
  try {
    await parts.uploads.put(stagedFile, file.bytes);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return noteTo(failureText(error));
  }
  return { body: renderPreview(preview, id), isPrivate: true };
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
  {
    max,
    isLong = false,
    isRequired = true,
  }: { max: number; isLong?: boolean; isRequired?: boolean },
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

/**
 * The Markdown file that pasted text becomes: its details as front matter, then the text as it is.
 *
 * @throws CorpusError naming the field that is not what it should be.
 */
function fileOf(fields: Readonly<Record<string, string>>): UploadedFile {
  const details = Object.fromEntries(
    ['title', 'outlet', 'date', 'url'].map((name) => [name, fields[name]?.trim() ?? '']),
  );
  const checked = v.safeParse(v.object(articleFields), details);
  if (!checked.success) {
    const [issue] = checked.issues;
    throw new CorpusError(`has a wrong ${v.getDotPath(issue)}: it ${issue.message}`);
  }
  // A JSON string is a YAML string, and a field that is blank is none.
  const lines = Object.entries(details).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const content = `---\n${lines.join('\n')}\n---\n\n${fields['text'] ?? ''}\n`;
  return { name: `${details['title']}.md`, bytes: Buffer.from(content) };
}
