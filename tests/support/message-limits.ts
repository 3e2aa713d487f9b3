import { expect } from 'vitest';
import type { MessageBody } from '../../src/discord/reply.ts';

interface Button {
  readonly type: number;
  readonly label?: string;
  readonly custom_id?: string;
}

/** Fails unless Discord would take the message. The limits stand here a second time on purpose. */
export function expectWithinLimits({ content, embeds = [], components = [] }: MessageBody): void {
  const faults: string[] = [];
  let total = 0;
  const check = (what: string, text: string | undefined, max: number): void => {
    if (text === undefined) return;
    if (text.trim() === '') faults.push(`${what} is blank`);
    if (text.length > max) faults.push(`${what} has ${text.length} of ${max} characters`);
  };
  const checkEmbedText: typeof check = (what, text, max) => {
    check(what, text, max);
    total += text?.length ?? 0;
  };

  if (content !== undefined && content.length > 2000) faults.push('the content is too long');
  if ((content ?? '').trim() === '' && embeds.length === 0) faults.push('the message is empty');
  if (embeds.length > 10) faults.push(`${embeds.length} embeds`);
  for (const { title, description, url, author, footer, fields = [] } of embeds) {
    checkEmbedText('title', title, 256);
    checkEmbedText('description', description, 4096);
    checkEmbedText('author', author?.name, 256);
    checkEmbedText('footer', footer?.text, 2048);
    if (fields.length > 25) faults.push(`${fields.length} fields`);
    for (const { name, value } of fields) {
      checkEmbedText('field name', name, 256);
      checkEmbedText('field value', value, 1024);
    }
    check('url', url, 2048);
    if (url !== undefined && !/^https?:\/\/[^\s<>"\\]+$/.test(url)) faults.push(`url is ${url}`);
  }
  if (total > 6000) faults.push(`${total} characters in embeds`);

  const rows = components as unknown as readonly { readonly components: readonly Button[] }[];
  const buttons = rows.flatMap((row) => row.components);
  if (rows.length > 5) faults.push(`${rows.length} rows`);
  if (rows.some((row) => row.components.length < 1 || row.components.length > 5)) {
    faults.push('a row is empty or too long');
  }
  for (const { label, custom_id: id } of buttons) {
    check('label', label, 80);
    check('custom id', id ?? '', 100);
  }
  if (new Set(buttons.map((button) => button.custom_id)).size < buttons.length) {
    faults.push('two buttons have the same id');
  }
  expect(faults).toEqual([]);
}
