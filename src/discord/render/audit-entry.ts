import type { AuditAction, AuditEntry } from '../../state/audit-log.ts';
import type { MessageBody } from '../reply.ts';
import { renderMoment } from './moment.ts';
import { labelOf, shorten, shortenMarkdown } from './shorten.ts';

const MAX_NAME_CHARS = 60;
const MAX_SUBJECT_CHARS = 120;
const MAX_DETAIL_CHARS = 300;

const VERBS: Readonly<Record<AuditAction, string>> = {
  add: 'added',
  remove: 'removed',
  restore: 'restored',
  reindex: 'reindexed',
  cancel: 'cancelled the indexing',
  setting: 'changed the setting',
  dismiss: 'dismissed',
  withdraw: 'withdrew',
  reinstate: 'reinstated',
  correct: 'corrected',
  propagate: 'has marked the answers that quoted',
};

/** An entry as one line of Markdown. */
export function auditLine(entry: AuditEntry): string {
  // Settings name channels and roles as Discord does; everything else is text from outside.
  const show = entry.action === 'setting' ? shorten : label;
  const parts = [
    `**${label(entry.actorName, MAX_NAME_CHARS)}**`,
    VERBS[entry.action],
    ...(entry.subject === null ? [] : [show(entry.subject, MAX_SUBJECT_CHARS)]),
  ];
  const detail = entry.detail === null ? '' : `: ${show(entry.detail, MAX_DETAIL_CHARS)}`;
  return `${renderMoment(entry.atMs)} · ${parts.join(' ')}${detail}`;
}

/** An entry as the message in a log channel. */
export function renderAuditEntry(entry: AuditEntry): MessageBody {
  return { content: auditLine(entry) };
}

function label(text: string, limit: number): string {
  return shortenMarkdown(labelOf(text) ?? '–', limit);
}
