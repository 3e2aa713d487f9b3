import type { AuditAction, AuditEntry, NewEntry } from '../../state/audit-log.ts';
import type { BotParts } from '../bot-parts.ts';
import { renderAuditEntry } from '../render/audit-entry.ts';
import type { MessageBody } from '../reply.ts';
import type { Place } from '../request.ts';

/** What was done, for the log. */
export interface Deed {
  readonly action: AuditAction;
  readonly subject?: string | null;
  readonly detail?: string | null;
  /** Milliseconds since 1970; now where it is left out. */
  readonly atMs?: number;
}

/** A moderator, and where. */
interface Doer {
  readonly member: { readonly id: string | null; readonly name: string };
  readonly place: Pick<Place, 'serverId'>;
}

/** Writes down what a moderator did, and posts it in the log channel of the server if it has one. */
export function recordDeed(deed: Deed, doer: Doer, parts: BotParts): void {
  postDeed(parts.audit.append(toEvent(deed, doer, parts)), parts);
}

/**
 * Makes a change of the state and records it as above; a change that cannot be written down is not
 * made.
 *
 * @param deedOf null for a change that is not to be recorded.
 */
export function changeAndRecord<Changed>(
  change: () => Changed,
  deedOf: (changed: Changed) => Deed | null,
  doer: Doer,
  parts: BotParts,
): Changed {
  const { changed, entry } = parts.audit.appendWith(change, (made) => {
    const deed = deedOf(made);
    return deed === null ? null : toEvent(deed, doer, parts);
  });
  if (entry !== null) postDeed(entry, parts);
  return changed;
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

function toEvent(
  { action, subject = null, detail = null, atMs }: Deed,
  { member, place }: Doer,
  { now }: BotParts,
): NewEntry {
  return {
    atMs: atMs ?? now(),
    serverId: place.serverId,
    actorId: member.id,
    actorName: member.name,
    action,
    subject,
    detail,
  };
}

function postDeed(entry: AuditEntry, parts: BotParts): void {
  if (entry.serverId !== null) postInLog(renderAuditEntry(entry), entry.serverId, parts);
}

/** What was done is done and written down; that it could not be posted is no reason to fail. */
function postInLog(body: MessageBody, serverId: string, parts: BotParts): void {
  post(body, serverId, parts).catch((error: unknown) => {
    parts.logger.warn({ error, server: serverId }, 'could not post in the log channel');
  });
}

async function post(
  body: MessageBody,
  serverId: string,
  { settings, link }: BotParts,
): Promise<void> {
  const { logChannelId } = settings.get(serverId);
  if (logChannelId !== null) await link.post(logChannelId, body);
}
