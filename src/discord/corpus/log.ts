import { whyNotCurator } from '../access.ts';
import type { BotParts } from '../bot-parts.ts';
import { auditLine } from '../render/audit-entry.ts';
import { renderPage } from '../render/page.ts';
import { type Handling, type MessageBody, privateNote } from '../reply.ts';
import type { ButtonRequest, CommandRequest } from '../request.ts';

const PAGE_SIZE = 10;
const CUSTOM_ID = /^log:(0|[1-9]\d{0,8})$/;

/** `/corpus log`: who did what, and when. */
export function showLog(request: CommandRequest, parts: BotParts): Handling {
  return {
    acknowledge: 'privately',
    reply: () => Promise.resolve({ body: logPage(0, request, parts), isPrivate: true }),
  };
}

/** The offset that a button under the log leads to; null for another button. */
export function parseLogButton(customId: string): number | null {
  const [, offset] = CUSTOM_ID.exec(customId) ?? [];
  return offset === undefined ? null : Number(offset);
}

export function handleLogButton(offset: number, request: ButtonRequest, parts: BotParts): Handling {
  const refusal = whyNotCurator(request, parts);
  if (refusal !== null) return privateNote(refusal);
  return {
    acknowledge: 'update',
    update: () => Promise.resolve(logPage(offset, request, parts)),
  };
}

/** What was done from this server, and what the program did on its own. */
function logPage(
  offset: number,
  { place }: CommandRequest | ButtonRequest,
  { audit }: BotParts,
): MessageBody {
  const { entries, total } = audit.page({
    offset,
    limit: PAGE_SIZE,
    serverIds: [place.serverId, null],
  });
  return renderPage({
    title: 'Log',
    heading: total === 0 ? 'Nothing has been done yet.' : 'Newest first.',
    lines: entries.map(auditLine),
    offset,
    total,
    pageSize: PAGE_SIZE,
    buttonId: (target) => `log:${target}`,
  });
}
