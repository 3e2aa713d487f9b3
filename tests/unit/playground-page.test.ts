import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMAND_DEFINITIONS } from '../../src/discord/bot.ts';
import { escapeMarkdown } from '../../src/discord/markdown.ts';

interface Node {
  readonly kind: string;
  readonly text?: string;
  readonly nodes?: readonly Node[];
  readonly items?: readonly (readonly Node[])[];
}

interface SlashCommand {
  readonly name: string;
  readonly options: readonly { readonly name: string }[];
}

/** The scripts of the page are plain JavaScript. */
async function load(name: string): Promise<unknown> {
  const folder = fileURLToPath(new URL('../../src/playground/page/', import.meta.url));
  return import(pathToFileURL(path.join(folder, name)).href);
}

const { readMarkdown } = (await load('read-markdown.js')) as {
  readMarkdown: (source: string) => Node[];
};
const { slashCommands, messageCommands, matchCommands, readCommandLine, mainOption } = (await load(
  'commands.js',
)) as {
  slashCommands: (definitions: unknown, isDirect: boolean) => SlashCommand[];
  messageCommands: (definitions: unknown, isDirect: boolean) => string[];
  matchCommands: (commands: SlashCommand[], typed: string) => SlashCommand[];
  readCommandLine: (
    commands: SlashCommand[],
    line: string,
  ) => { command: SlashCommand; rest: string } | null;
  mainOption: (command: SlashCommand) => { name: string } | undefined;
};

function textOf(nodes: readonly Node[]): string {
  return nodes.map(({ text, nodes: inner = [] }) => text ?? textOf(inner)).join('');
}

function kindsOf(nodes: readonly Node[]): string[] {
  return nodes.flatMap(({ kind, nodes: inner = [], items = [] }) => [
    kind,
    ...kindsOf(inner),
    ...items.flatMap(kindsOf),
  ]);
}

/** The kinds of what stands in a paragraph. */
function inline(source: string): string[] {
  return kindsOf(readMarkdown(source)).filter((kind) => kind !== 'paragraph' && kind !== 'text');
}

describe('reading Markdown', () => {
  it.each([
    ['**bold**', ['bold']],
    ['*slanted* and _slanted_', ['italic', 'italic']],
    ['__under__ ~~gone~~ ||hidden||', ['underline', 'strike', 'spoiler']],
    ['**bold _and slanted_**', ['bold', 'italic']],
    ['`**code**`', ['code']],
    ['[here](https://example.org/a)', ['link']],
    ['https://example.org', ['link']],
    [
      '<@100> <@&101> <#102> <t:1668600000:f> </ask:7>',
      ['user', 'role', 'channel', 'moment', 'command'],
    ],
    ['# Head', ['heading']],
    ['-# small', ['subtext']],
    ['> said', ['quote']],
    ['- one\n- two', ['list']],
    ['```\n**code**\n```', ['codeBlock']],
  ])('finds in %s what Discord does', (source, kinds) => {
    expect(inline(source)).toEqual(kinds);
  });

  it.each([
    'snake_case_name',
    '2 * 3 * 4',
    '**never closed',
    '\\*\\*escaped\\*\\*',
    '[here](javascript:alert)',
    '[here](data:text/html,x)',
    '<img src=x onerror=alert(1)>',
    '<b>bold</b>',
    '#hash and -dash',
  ])('leaves %s as it is', (source) => {
    expect(inline(source)).toEqual([]);
    expect(textOf(readMarkdown(source))).toBe(source.replaceAll('\\', ''));
  });

  it('shows exactly the characters of a text that the bot has escaped', () => {
    const alphabet = fc.constantFrom(
      ...String.raw`\*_~|[]()<>@#-+.:/!"'ab 12`.split(''),
      '`',
      '\n',
      'https://',
      '<t:1>',
      'é',
    );
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 60 }), (parts) => {
        const text = `x${parts.join('')}x`;
        const nodes = readMarkdown(escapeMarkdown(text));
        expect(kindsOf(nodes).filter((kind) => kind !== 'text' && kind !== 'paragraph')).toEqual(
          [],
        );
        // Blank lines at the ends of paragraphs are the only thing that may go.
        expect(textOf(nodes)).toBe(text);
      }),
    );
  });

  it.each([
    '*',
    '_',
    '**',
    '[',
    '[a](',
    '`',
    '``',
    '```',
    '||',
    '<',
    '> ',
    '>>> ',
    '- ',
    '\\',
    'h',
    '[a](https://',
  ])('takes no longer than the text asks for: %s', (part) => {
    // In the square of its length this would take minutes.
    const nodes = readMarkdown(part.repeat(200_000 / part.length));
    expect(nodes.length).toBeGreaterThan(0);
  });
});

describe('the commands of the page', () => {
  const commands = slashCommands(COMMAND_DEFINITIONS, false);
  const names = commands.map(({ name }) => name);

  it('are those of the bot, each subcommand by itself', () => {
    expect(names).toEqual(
      expect.arrayContaining(['ask', 'sources', 'corpus add', 'settings show']),
    );
    expect(names).not.toContain('corpus');
    expect(messageCommands(COMMAND_DEFINITIONS, false)).toContain('Find quotes on this');
  });

  it('leave out what does not work in direct messages', () => {
    const direct = slashCommands(COMMAND_DEFINITIONS, true).map(({ name }) => name);
    expect(direct).toContain('ask');
    expect(direct).not.toContain('corpus add');
  });

  it('are found by a part of their names', () => {
    expect(matchCommands(commands, '/so')[0]?.name).toBe('sources');
    expect(matchCommands(commands, '/add').map(({ name }) => name)).toContain('corpus add');
    expect(matchCommands(commands, '/xyz')).toEqual([]);
  });

  it('can be typed in full, with what they are mainly about behind them', () => {
    const line = readCommandLine(commands, '/ask  Who was it?');
    expect(line).toMatchObject({ command: { name: 'ask' }, rest: 'Who was it?' });
    expect(mainOption(line!.command)?.name).toBe('question');
    expect(readCommandLine(commands, '/corpus add')).toMatchObject({ rest: '' });
    expect(readCommandLine(commands, '/asking')).toBeNull();
  });
});
