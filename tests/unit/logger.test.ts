import { spawnSync } from 'node:child_process';
import { DiscordAPIError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { createLogger, type Logger } from '../../src/logger.ts';
import { Secret } from '../../src/secret.ts';

/** Every form that a secret takes; none may be in any line. */
const CONFIGURED = 'a secret of no known form';
const BOT_TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789_-';
const INTERACTION_TOKEN = 'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OmFiY2RlZg';
const WEBHOOK_TOKEN = 'shortHookToken';
const ACCESS_TOKEN = 'sk_0123456789abcdef';
const PASSWORD = 'p@ss/word';

const TEXTS = [
  { what: 'the configured secret', text: `it is ${CONFIGURED}!`, secret: CONFIGURED },
  { what: 'a bot token', text: `token=${BOT_TOKEN};`, secret: BOT_TOKEN },
  { what: 'a part of a bot token', text: `at ${BOT_TOKEN}`, secret: 'abcdefghijklm' },
  { what: 'an interaction token', text: `got "${INTERACTION_TOKEN}"`, secret: INTERACTION_TOKEN },
  {
    what: 'the address of a webhook',
    text: `PATCH https://discord.com/api/v10/webhooks/123/${WEBHOOK_TOKEN}/messages/@original`,
    secret: WEBHOOK_TOKEN,
  },
  {
    what: 'the address of an interaction',
    text: `POST /interactions/123/${WEBHOOK_TOKEN}/callback?with_response=true`,
    secret: WEBHOOK_TOKEN,
  },
  { what: 'a header of a bot', text: `Authorization: Bot ${ACCESS_TOKEN}`, secret: ACCESS_TOKEN },
  { what: 'a header of a user', text: `bearer ${ACCESS_TOKEN}`, secret: ACCESS_TOKEN },
  { what: 'JSON in a text', text: `{"token": "${WEBHOOK_TOKEN}"}`, secret: WEBHOOK_TOKEN },
  { what: 'a query', text: `https://x.org/?password=${WEBHOOK_TOKEN}&a=1`, secret: WEBHOOK_TOKEN },
  { what: 'a database', text: `postgres://user:${PASSWORD}@db.local/x`, secret: 'word' },
  { what: 'an address', text: `https://user:${WEBHOOK_TOKEN}@x.org/`, secret: WEBHOOK_TOKEN },
];

/** Every way into a line. */
const PATHS: { way: string; log: (logger: Logger, text: string) => void }[] = [
  { way: 'the message', log: (logger, text) => logger.info({}, text) },
  { way: 'a field', log: (logger, text) => logger.info({ text }, 'm') },
  { way: 'the name of a field', log: (logger, text) => logger.info({ [text]: 1 }, 'm') },
  { way: 'a nested field', log: (logger, text) => logger.info({ a: [{ b: { text } }] }, 'm') },
  {
    way: 'maps and sets',
    log: (logger, text) => logger.info({ a: new Map([[text, new Set([text])]]) }, 'm'),
  },
  { way: 'a child', log: (logger, text) => logger.child({ text }).info({}, 'm') },
  { way: 'an error', log: (logger, text) => logger.error({ error: new Error(text) }, 'm') },
  { way: 'an error alone', log: (logger, text) => logger.error(new Error(text), 'm') },
  {
    way: 'the code of an error',
    log: (logger, text) =>
      logger.error({ error: Object.assign(new Error('e'), { code: text }) }, 'm'),
  },
  {
    way: 'a cause',
    log: (logger, text) =>
      logger.error({ error: new Error('e', { cause: new Error('e', { cause: text }) }) }, 'm'),
  },
  {
    way: 'one of several errors',
    log: (logger, text) =>
      logger.error({ error: new AggregateError([new Error(text), text], text) }, 'm'),
  },
  {
    way: 'an error of Discord',
    log: (logger, text) => logger.error({ error: discordError(text) }, 'm'),
  },
  {
    way: 'a getter that fails',
    log: (logger, text) => {
      const fields = {
        get field(): never {
          throw new Error(text);
        },
      };
      logger.info(fields, 'm');
    },
  },
];

describe('a log', () => {
  describe.each(PATHS)('shows through $way', ({ log }) => {
    it.each(TEXTS)('nothing of $what', async ({ text, secret }) => {
      for (const isTerminal of [false, true]) {
        const { logger, lines } = await loggerInto({ isTerminal });
        log(logger, text);
        expect(lines).toHaveLength(1);
        expect(lines[0]).not.toContain(secret);
      }
    });
  });

  it.each([
    { url: `https://discord.com/api/v10/webhooks/1/${WEBHOOK_TOKEN}`, secret: WEBHOOK_TOKEN },
    { url: `https://x.org/${BOT_TOKEN}?q=1`, secret: BOT_TOKEN },
    { url: `https://x.org/?token=${WEBHOOK_TOKEN}&q=1`, secret: WEBHOOK_TOKEN },
    { url: `https://user:${WEBHOOK_TOKEN}@x.org/`, secret: WEBHOOK_TOKEN },
    { url: `https://x.org/?q=${CONFIGURED}`, secret: encodeURI(CONFIGURED) },
  ])('shows nothing of the secret in $url', async ({ url, secret }) => {
    const { logger, lines } = await loggerInto();
    logger.info({ url: new URL(url) }, 'm');
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(secret);
  });

  it.each(['token', 'interactionToken', 'Authorization', 'password', 'api_key', 'clientSecret'])(
    'shows nothing of a field that is called %s',
    async (name) => {
      const { logger, parsed } = await loggerInto();
      logger.info({ [name]: 'hunter2', nested: { [name]: ['hunter2'] } }, 'm');
      expect(parsed()).toMatchObject([{ [name]: '[secret]', nested: { [name]: '[secret]' } }]);
    },
  );

  it('shows of an error its type, message, codes, stack and causes, and nothing else', async () => {
    const { logger, parsed } = await loggerInto();
    const error = discordError('secret plans of a member');
    error.cause = Object.assign(new TypeError('inner'), { body: 'secret plans' });
    logger.error({ error }, 'failed');
    expect(parsed()).toEqual([
      {
        level: 'error',
        time: expect.any(String),
        msg: 'failed',
        error: {
          type: 'DiscordAPIError[50035]',
          message: 'Invalid Form Body',
          code: 50035,
          status: 400,
          stack: expect.stringContaining('logger.test.ts'),
          cause: { type: 'TypeError', message: 'inner', stack: expect.any(String) },
        },
      },
    ]);
  });

  it('names objects that have a class of their own and shows nothing of them', async () => {
    class Message {
      content = 'secret plans';
      toJSON(): string {
        return this.content;
      }
    }
    const { logger, parsed } = await loggerInto();
    logger.info({ message: new Message(), bytes: Buffer.from('x'), secret: new Secret('y') }, 'm');
    logger.info(new Message(), 'm');
    expect(parsed()).toMatchObject([
      { message: '[Message]', bytes: '[Buffer]', secret: '[secret]' },
      { value: '[Message]' },
    ]);
  });

  it('shows plain data as it is', async () => {
    const { logger, parsed } = await loggerInto();
    const fields = { ms: 1.5, ids: ['1', '2'], none: null, big: 12n, tokens: 512, hasToken: true };
    logger.info({ ...fields, at: new Date(0), absent: undefined, f: () => 1 }, 'took %s of 100%%');
    expect(parsed()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        ...fields,
        big: '12',
        at: '1970-01-01T00:00:00.000Z',
        msg: 'took %s of 100%%',
      },
    ]);
  });

  it.each([
    'the bot is ready in 12 servers',
    'GET https://discord.com/api/v10/users/@me took 12 ms',
    'GET http://127.0.0.1:4000/api/v10/applications/@me',
    'Error: no token: set DISCORD_TOKEN',
    'at file:///srv/verbatim/dist/index-in-background-A1B2C3.js:10:5',
  ])('leaves "%s" as it is', async (text) => {
    const { logger, parsed } = await loggerInto();
    logger.info({ text }, text);
    expect(parsed()).toMatchObject([{ text, msg: text }]);
  });

  it('survives circles, depth, breadth and length', async () => {
    const { logger, parsed } = await loggerInto();
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    let deep: unknown = 'bottom';
    for (let level = 0; level < 1000; level++) deep = { deep };
    const wide = Array.from({ length: 100_000 }, () => 'x');
    logger.info({ circle, deep, wide, long: 'x'.repeat(1_000_000) }, 'm');
    const [line] = parsed();
    expect(line).toMatchObject({ circle: { self: '[circular]' } });
    expect(JSON.stringify(line).length).toBeLessThan(20_000);
  });

  it('has no control characters that would steer a terminal', async () => {
    const { logger, lines } = await loggerInto({ isTerminal: true });
    logger.info({ name: '\u001b]0;title\u0007' }, 'clear \u001b[2J\u009b2J');
    // What the colours of the lines themselves consist of.
    // oxlint-disable-next-line no-control-regex -- control characters are what this is about
    expect(lines[0]!.replace(/\u001b\[\d+m/g, '')).not.toMatch(/[\u0007\u001b\u009b]/);
  });

  it('holds the lines from its level up', async () => {
    const { logger, parsed } = await loggerInto({ level: 'warn' });
    logger.debug({}, 'a');
    logger.info({}, 'b');
    logger.warn({}, 'c');
    logger.error({}, 'd');
    expect(parsed()).toMatchObject([{ msg: 'c' }, { msg: 'd' }]);
    const silent = await loggerInto({ level: 'silent' });
    silent.logger.error({}, 'e');
    expect(silent.lines).toEqual([]);
  });

  it('carries the fields of its parents', async () => {
    const { logger, parsed } = await loggerInto();
    logger.child({ shard: 3 }).child({ server: '1' }).info({ ms: 5 }, 'm');
    expect(parsed()).toMatchObject([{ shard: 3, server: '1', ms: 5 }]);
  });

  it('goes to standard error, and the last line is there when the process ends at once', () => {
    const script =
      "const { createLogger } = await import('./src/logger.ts');" +
      "const logger = await createLogger({ level: 'info', secrets: [] });" +
      "for (let i = 0; i < 5000; i++) logger.info({ i }, 'line'); process.exit(3);";
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { encoding: 'utf8', maxBuffer: 2 ** 26 },
    );
    expect(status).toBe(3);
    expect(stdout).toBe('');
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(5000);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ level: 'info', i: 4999, msg: 'line' });
  });
});

async function loggerInto(
  options: { level?: 'info' | 'warn' | 'silent'; isTerminal?: boolean } = {},
): Promise<{ logger: Logger; lines: string[]; parsed: () => unknown[] }> {
  const lines: string[] = [];
  const logger = await createLogger({
    level: 'info',
    secrets: [new Secret(CONFIGURED)],
    isTerminal: false,
    ...options,
    output: { write: (line: string) => lines.push(line) },
  });
  return { logger, lines, parsed: () => lines.map((line) => JSON.parse(line) as unknown) };
}

function discordError(text: string): DiscordAPIError {
  return new DiscordAPIError(
    { code: 50035, message: 'Invalid Form Body' },
    50035,
    400,
    'POST',
    text,
    {
      body: { content: text },
      files: undefined,
    },
  );
}
