import { request as send } from 'node:http';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { COMMAND_DEFINITIONS } from '../../src/discord/bot.ts';
import { type Handling, noteTo, privateNote } from '../../src/discord/reply.ts';
import type { Request } from '../../src/discord/request.ts';
import { ConfigError } from '../../src/errors.ts';
import type { Logger } from '../../src/logger.ts';
import { CAST } from '../../src/playground/cast.ts';
import { Chat, type ChatEvent } from '../../src/playground/chat.ts';
import { EventStreams } from '../../src/playground/event-streams.ts';
import { readPageFiles } from '../../src/playground/page-files.ts';
import { Playground } from '../../src/playground/playground.ts';
import type { Answerer } from '../../src/playground/playground-parts.ts';
import { servePlayground } from '../../src/playground/serve.ts';
import { UploadedFiles } from '../../src/playground/uploaded-files.ts';

const MAX_BODY_BYTES = 20_000;
const [ADA, BEN, MIRA] = CAST.map(({ id }) => id) as [string, string, string];

/** A bot that notes what it is asked and says one thing to everything. */
class ScriptedBot implements Answerer {
  readonly requests: Request[] = [];
  says: Handling = privateNote('Noted.');

  handle(request: Request): Handling {
    this.requests.push(request);
    return this.says;
  }

  suggest(request: Request): Promise<{ name: string; value: string }[]> {
    this.requests.push(request);
    return Promise.resolve([{ name: '16 November 2022', value: '2022-11-16' }]);
  }

  edited(request: Request): Promise<void> {
    this.requests.push(request);
    return Promise.resolve();
  }

  deleted(): Promise<void> {
    return Promise.resolve();
  }
}

interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

let url: URL;
let chat: Chat;
let bot: ScriptedBot;
let logged: object[];
let general: string;

beforeEach(async () => {
  chat = new Chat(Date.now);
  bot = new ScriptedBot();
  logged = [];
  const note = (fields: object): void => void logged.push(fields);
  const logger: Logger = { debug: note, info: note, warn: note, error: note, child: () => logger };
  const playground = new Playground({
    chat,
    files: new UploadedFiles(),
    readsMessages: false,
    logger,
  });
  playground.open(bot);
  const server = await servePlayground({
    port: 0,
    pageFiles: await readPageFiles(),
    playground,
    streams: new EventStreams({
      chat,
      commands: COMMAND_DEFINITIONS,
      keepsChanges: false,
      maxFileBytes: 1000,
    }),
    maxBodyBytes: MAX_BODY_BYTES,
  });
  onTestFinished(() => server.close());
  url = new URL(server.url);
  general = chat.channelsFor(ADA)[0]!.id;
});

/** Sends a request with exactly these headers, which `fetch` would not. */
function ask(
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = url;
    const sent = send({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What the page sends when a member does something. */
function act(action: object, memberId = ADA): Promise<Received> {
  return ask('/actions', {
    method: 'POST',
    headers: { origin: url.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ memberId, action }),
  });
}

function command(name: string, options: object = {}): object {
  return { kind: 'command', channelId: general, name, options, files: {}, targetId: null };
}

/** What a member sees in the chat, as texts, once the bot has said what it had to say. */
async function seenBy(memberId: string): Promise<(string | undefined)[]> {
  await new Promise((resolve) => setImmediate(resolve));
  return chat.messagesFor(memberId).map(({ body }) => body.content);
}

describe('the page', () => {
  it('is served with a policy that lets in nothing from elsewhere and no script of its own text', async () => {
    const { status, headers, body } = await ask('/');
    expect(status).toBe(200);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(body).not.toMatch(/<script(?![^>]* src=)|<style| on\w+=| style=/);
  });

  it('names nothing that is not there', async () => {
    const { body } = await ask('/');
    const names = [...body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) expect((await ask(name)).status).toBe(200);
  });

  it.each(['/../serve.ts', '/%2e%2e/serve.ts', '/page/main.js', '/serve.ts', '//main.js/..'])(
    'is all there is to be read: not %s',
    async (path) => {
      const { status, body } = await ask(path);
      expect(status === 404 || body.startsWith('<!doctype html>')).toBe(true);
    },
  );
});

describe('the server', () => {
  it('says so when its port cannot be had', async () => {
    const options = {
      port: Number(url.port),
      pageFiles: new Map(),
      playground: { act: () => Promise.reject(new Error('nobody is there')) },
      streams: new EventStreams({ chat, commands: [], keepsChanges: false, maxFileBytes: 0 }),
      maxBodyBytes: 0,
    };
    await expect(servePlayground(options)).rejects.toThrow(ConfigError);
  });
});

describe('a request from elsewhere', () => {
  it.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost@evil.example'])(
    'is refused by its host: "%s"',
    async (host) => {
      for (const path of ['/', '/events']) {
        expect((await ask(path, { headers: { host } })).status).toBe(403);
      }
    },
  );

  it.each(['https://evil.example', 'null', 'http://localhost:1', 'http://127.0.0.1'])(
    'is refused by its origin: %s',
    async (origin) => {
      expect((await ask('/', { headers: { origin } })).status).toBe(403);
      const headers = { origin, 'content-type': 'application/json' };
      const body = JSON.stringify({ memberId: ADA, action: command('help') });
      expect((await ask('/actions', { method: 'POST', headers, body })).status).toBe(403);
      expect(bot.requests).toEqual([]);
    },
  );

  it('may lead to the page, and to nothing more', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await ask('/events', { headers })).status).toBe(403);
    const navigation = { ...headers, 'sec-fetch-mode': 'navigate' };
    expect((await ask('/', { headers: navigation })).status).toBe(200);
  });
});

describe('an action', () => {
  it('changes nothing when it is read instead of sent, or sent as a form', async () => {
    expect((await ask('/actions')).status).toBe(404);
    expect((await ask('/actions', { method: 'PUT' })).status).toBe(405);
    const headers = { origin: url.origin, 'content-type': 'text/plain' };
    expect((await ask('/actions', { method: 'POST', headers, body: '{}' })).status).toBe(415);
    const noOrigin = { 'content-type': 'application/json' };
    expect((await ask('/actions', { method: 'POST', headers: noOrigin })).status).toBe(403);
  });

  it('is refused when it is too large, told beforehand or not', async () => {
    const headers = { origin: url.origin, 'content-type': 'application/json' };
    const body = JSON.stringify('x'.repeat(MAX_BODY_BYTES));
    expect((await ask('/actions', { method: 'POST', headers, body })).status).toBe(413);
    const chunked = { ...headers, 'transfer-encoding': 'chunked' };
    expect((await ask('/actions', { method: 'POST', headers: chunked, body })).status).toBe(413);
  });

  it.each([
    'no json',
    '[]',
    '{}',
    '{"memberId":"1","action":{"kind":"delete","messageId":"1"}}',
    `{"memberId":"${ADA}","action":{"kind":"shutdown"}}`,
    `{"memberId":"${ADA}","action":{"kind":"button","messageId":"1","customId":1}}`,
  ])('is refused when it is none: %s', async (body) => {
    const headers = { origin: url.origin, 'content-type': 'application/json' };
    expect((await ask('/actions', { method: 'POST', headers, body })).status).toBe(400);
  });

  it('reaches the bot as the request that Discord would make of it', async () => {
    await act(command('ask', { question: 'Who?', private: true }), MIRA);
    const [request] = bot.requests;
    expect(request).toMatchObject({
      kind: 'command',
      name: 'ask',
      options: { question: 'Who?', private: true },
      member: { id: MIRA, name: 'Mira', roleIds: [] },
      place: { channelId: general, parentId: null },
      target: null,
    });
    expect(request?.member.permissions).not.toBe(0n);
  });

  it('gets what the bot says to one alone to that one alone', async () => {
    await act(command('help'));
    expect(await seenBy(ADA)).toEqual(['Noted.']);
    expect(await seenBy(BEN)).toEqual([]);
  });

  it('takes back what was announced to all when the answer is for one alone', async () => {
    const reply = (): Promise<ReturnType<typeof noteTo>> => Promise.resolve(noteTo('Nothing.'));
    bot.says = { acknowledge: 'publicly', reply };
    await act(command('ask', { question: 'Who?' }));
    expect(await seenBy(ADA)).toEqual(['Nothing.']);
    expect(await seenBy(BEN)).toEqual([]);
  });

  it('shows how far its work has come, in the place of the answer', async () => {
    const shown: (string | undefined)[] = [];
    const unsubscribe = chat.subscribe(BEN, (event) => {
      if (event.kind === 'message') shown.push(event.message.body.content);
    });
    bot.says = {
      acknowledge: 'publicly',
      async reply(show) {
        const place = await show({ content: 'Half of it.' });
        return { body: { content: `All of ${place?.id}.` } };
      },
    };
    await act(command('corpus reindex'), MIRA);
    const [message] = chat.messagesFor(BEN);
    unsubscribe();
    expect(shown).toEqual([undefined, 'Half of it.', `All of ${message?.id}.`]);
  });

  it('is apologised for when the bot fails, and the reason is logged', async () => {
    bot.says = { acknowledge: 'publicly', reply: () => Promise.reject(new Error('a bug')) };
    expect((await act(command('ask'))).status).toBe(200);
    expect(await seenBy(ADA)).toEqual([expect.stringContaining('Something went wrong')]);
    expect(await seenBy(BEN)).toEqual([]);
    expect(logged).toEqual([{ error: new Error('a bug') }]);
  });

  it('hands a form back', async () => {
    const form = { custom_id: 'x', title: 'Ask on', components: [] };
    bot.says = { acknowledge: 'form', form };
    expect(JSON.parse((await act(command('corpus add'))).body)).toMatchObject({
      kind: 'form',
      form,
    });
  });

  it('is no press on a button that is not there, disabled, or for somebody else', async () => {
    const row = (disabled: boolean): object[] => [
      { type: 1, components: [{ type: 2, style: 2, label: 'Go', custom_id: 'go', disabled }] },
    ];
    const put = (disabled: boolean, visibleTo: string | null): string =>
      chat.add({
        channelId: general,
        author: { id: '1', name: 'Verbatim' },
        body: { components: row(disabled) as never },
        visibleTo,
      }).id;
    const press = async (messageId: string, customId: string): Promise<unknown> => {
      const { body } = await act({ kind: 'button', messageId, customId });
      return (JSON.parse(body) as { kind: string }).kind;
    };
    expect(await press(put(false, null), 'stop')).toBe('refused');
    expect(await press(put(true, null), 'go')).toBe('refused');
    expect(await press(put(false, BEN), 'go')).toBe('refused');
    expect(bot.requests).toEqual([]);
    expect(await press(put(false, null), 'go')).toBe('done');
  });

  it('offers what the bot offers while an option is typed', async () => {
    const { body } = await act({
      kind: 'typing',
      channelId: general,
      name: 'ask',
      option: 'from',
      typed: '16',
    });
    expect(JSON.parse(body)).toEqual({
      kind: 'choices',
      choices: [{ name: '16 November 2022', value: '2022-11-16' }],
    });
  });
});

describe('a message', () => {
  const write = (text: string, repliesToId: string | null = null): Promise<Received> =>
    act({ kind: 'message', channelId: general, text, repliesToId });

  it('is for the bot when it names it, and withheld from it when it does not', async () => {
    await write('@Verbatim who was it?');
    await write('I wonder who it was.');
    expect(bot.requests).toMatchObject([
      { kind: 'mention', text: expect.stringMatching(/^<@\d+> who was it\?$/) },
      { kind: 'overheard', text: '' },
    ]);
  });

  it('can be edited and deleted by its author alone', async () => {
    await write('One thing');
    const [message] = chat.messagesFor(ADA);
    const messageId = message?.id ?? '';
    await act({ kind: 'edit', messageId, text: 'Another' }, BEN);
    await act({ kind: 'delete', messageId }, MIRA);
    expect((await seenBy(ADA))[0]).toBe('One thing');
    await act({ kind: 'edit', messageId, text: 'Another' });
    expect((await seenBy(ADA))[0]).toBe('Another');
    await act({ kind: 'delete', messageId });
    expect(await seenBy(ADA)).not.toContain('Another');
  });
});

describe('the events', () => {
  it('tell a member everything first, and then what happens', async () => {
    const response = await fetch(new URL(`/events?member=${BEN}`, url));
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    onTestFinished(() => reader.cancel());
    let text = '';
    const readTo = async (part: string): Promise<ChatEvent[]> => {
      while (!text.includes(part)) text += (await reader.read()).value ?? '';
      return text
        .split('\n\n')
        .filter((block) => block.startsWith('data: '))
        .map((block) => JSON.parse(block.slice('data: '.length)) as ChatEvent);
    };
    const [everything] = await readTo('\n\n');
    expect(everything).toMatchObject({ kind: 'everything', me: BEN, keepsChanges: false });
    expect(JSON.stringify(everything)).not.toContain('"corpus"');
    await act(command('help'), ADA);
    await act({ kind: 'message', channelId: general, text: 'Line\n\ndata: {}', repliesToId: null });
    const [, next] = await readTo('Line');
    expect(next).toMatchObject({
      kind: 'message',
      message: { author: { name: 'Ada' }, body: { content: 'Line\n\ndata: {}' } },
    });
  });

  it('are for those who are there', async () => {
    expect((await ask('/events?member=7')).status).toBe(400);
  });
});
