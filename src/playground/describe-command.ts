import { labelOf, shorten } from '../discord/render/shorten.ts';
import type { Action } from './actions.ts';

const MAX_CHARS = 300;

/**
 * Who used which command, with which options, as it stands above the answer. On one line.
 *
 * @param nameOf the name of the member, role or channel with an id; undefined where there is none.
 */
export function describeCommand(
  memberName: string,
  { name, options, files, targetId }: Extract<Action, { kind: 'command' }>,
  nameOf: (id: string) => string | undefined,
): string {
  const values = Object.entries(options).map(([option, value]) => {
    const text = String(value);
    return [option, nameOf(text) ?? text] as const;
  });
  const fileNames = Object.entries(files).map(([option, file]) => [option, file.name] as const);
  const given = [...values, ...fileNames].map(
    ([option, text]) => ` ${option}: ${labelOf(text) ?? '–'}`,
  );
  const command = targetId === null ? `/${name}` : name;
  return shorten(`${memberName} used ${command}${given.join('')}`, MAX_CHARS);
}
