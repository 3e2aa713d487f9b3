import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { runVerbatim } from '../support/run-verbatim.ts';

/** The port of a program that says this to whoever asks. */
async function portSaying(text: string): Promise<number> {
  const server = createServer((_request, response) => void response.end(text));
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

it.each(['{}', '[]', 'null', '{"status":"up"}', '<html>'])(
  'another program on the port is told from the bot: %s',
  async (text) => {
    const port = await portSaying(text);
    const { code, stderr } = await runVerbatim(['health'], { env: { METRICS_PORT: String(port) } });
    expect(stderr).toContain(`no bot answers on port ${port} (`);
    expect(code).toBe(2);
  },
);

it('of several shards it is named which is not well', async () => {
  const problem = 'the articles cannot be asked: no';
  const port = await portSaying(JSON.stringify({ status: 'failing', problems: [problem] }));
  const env = { METRICS_PORT: String(port - 1), SHARDS: '1', SHARD_COUNT: '2' };
  const { code, stderr } = await runVerbatim(['health'], { env });
  expect(stderr).toContain(`the bot is not well: shard 1: ${problem}`);
  expect(code).toBe(2);
});
