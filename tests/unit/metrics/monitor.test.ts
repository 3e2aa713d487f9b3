import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/errors.ts';
import { Monitor, type Watched } from '../../../src/metrics/monitor.ts';
import { Tally } from '../../../src/metrics/tally.ts';
import { freePort } from '../../support/free-port.ts';
import { readExposition } from '../../support/read-exposition.ts';

const OVERVIEW = { articles: 34, builtAt: '2022-11-16T12:00:00.000Z' };

let port: number;
let tally: Tally;
let monitor: Monitor;
let overview: () => Promise<unknown>;

beforeEach(async () => {
  port = await freePort();
  tally = new Tally();
  overview = () => Promise.resolve(OVERVIEW);
  const library = { overview: () => overview(), queueLength: 3 } as Watched['library'];
  monitor = await Monitor.open(port, { tally, library, reindexer: { running: null } });
});

afterEach(() => monitor.close());

interface Seen {
  readonly status: number;
  readonly body: string;
}

function visit(path: string, { method = 'GET', host = `localhost:${port}` } = {}): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, method, headers: { host } }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', reject).end();
  });
}

describe('the health', () => {
  it('is good when Discord is connected and the articles can be asked', async () => {
    tally.connected();
    const { status, body } = await visit('/health');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({
      status: 'ok',
      articles: 34,
      indexBuilt: '2022-11-16T12:00:00.000Z',
    });
  });

  it('names everything that is wrong', async () => {
    overview = () => Promise.reject(new Error('no index'));
    const { status, body } = await visit('/health');
    expect(status).toBe(503);
    expect(JSON.parse(body)).toEqual({
      status: 'failing',
      problems: ['not connected to Discord', 'the articles cannot be asked: no index'],
    });
  });

  it('is bad when the articles are asked in vain', async () => {
    tally.connected();
    overview = () => new Promise(() => {});
    const { status, body } = await visit('/health');
    expect(status).toBe(503);
    expect(body).toContain('has said nothing for 3 s');
  });
});

describe('the metrics', () => {
  it('are text that Prometheus reads, with the state of the bot', async () => {
    const { status, body } = await visit('/metrics');
    expect(status).toBe(200);
    const samples = readExposition(body);
    expect(samples.get('verbatim_library_queue_length')).toBe(3);
    expect(samples.get('verbatim_indexing_running')).toBe(0);
    expect(samples.get('verbatim_event_loop_delay_p99_seconds')).toBeLessThan(1);
    expect(samples.get('verbatim_resident_memory_bytes{process="bot"}')).toBeGreaterThan(1e6);
  });
});

describe('whoever asks', () => {
  it('has to ask for a page that there is', async () => {
    expect((await visit('/')).status).toBe(404);
    expect((await visit('/metrics/x')).status).toBe(404);
    expect((await visit('/metrics?name=x')).status).toBe(200);
  });

  it('can only read', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await visit('/metrics', { method })).status).toBe(405);
    }
    expect(await visit('/metrics', { method: 'HEAD' })).toEqual({ status: 200, body: '' });
  });

  it('has to know the port by a name of this machine', async () => {
    for (const host of ['127.0.0.1', `LOCALHOST:${port}`, `[::1]:${port}`]) {
      expect((await visit('/metrics', { host })).status).toBe(200);
    }
    for (const host of ['evil.example', `localhost.evil.example:${port}`]) {
      expect((await visit('/metrics', { host })).status).toBe(403);
    }
  });
});

describe('a port that another program has', () => {
  it('is refused in one line', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port: taken } = other.address() as AddressInfo;
    const library = { overview, queueLength: 0 } as Watched['library'];
    const opening = Monitor.open(taken, { tally, library, reindexer: { running: null } });
    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toThrow(
      `METRICS_PORT must be a free port of this machine, found ${taken}, which another program uses`,
    );
    other.close();
  });
});
