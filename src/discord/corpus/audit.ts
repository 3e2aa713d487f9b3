import type { AuditAction } from '../../state/audit-log.ts';
import type { BotParts } from '../bot-parts.ts';
import { renderAuditEntry } from '../render/audit-entry.ts';
import type { MessageBody } from '../reply.ts';
import type { Place } from '../request.ts';

/** What was done, for the log. */
export interface Deed {
  readonly action: AuditAction;
  readonly subject?: string | null;
  readonly detail?: string | null;
}

/** A moderator, and where. */
interface Doer {
  readonly member: { readonly id: string | null; readonly name: string };
  readonly place: Pick<Place, 'serverId'>;
}

/** Writes down what a moderator did, and posts it in the log channel of the server if it has one. */
export function recordDeed(
  { action, subject = null, detail = null }: Deed,
  { member, place }: Doer,
  parts: BotParts,
): void {
  const entry = parts.audit.append({
    atMs: parts.now(),
    serverId: place.serverId,
    actorId: member.id,
    actorName: member.name,
    action,
    subject,
    detail,
  });
  if (place.serverId !== null) postInLog(renderAuditEntry(entry), place.serverId, parts);
}

/** Writes down what the program did on its own, and tells the servers that own the corpus. */
export function recordOwnDeed(
  { action, subject = null, detail = null }: Deed,
  body: MessageBody,
  serverIds: readonly string[],
  parts: BotParts,
): void {
  parts.audit.append({
    atMs: parts.now(),
    serverId: null,
    actorId: null,
    actorName: 'Scheduled check',
    action,
    subject,
    detail,
  });
  for (const serverId of serverIds) postInLog(body, serverId, parts);
}

/** What was done is done and written down; that it could not be posted is no reason to fail. */
function postInLog(
  body: MessageBody,
  serverId: string,
  { settings, link, logger }: BotParts,
): void {
  const { logChannelId } = settings.get(serverId);
  if (logChannelId === null) return;
  link.post(logChannelId, body).catch((error: unknown) => {
    logger.warn({ error, channel: logChannelId }, 'could not post in the log channel');
  });
}
