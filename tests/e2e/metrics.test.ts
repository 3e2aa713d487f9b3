import { beforeAll, describe, expect, it } from 'vitest';
import { Duty, QUESTION, UNANSWERABLE } from '../support/duty.ts';
import { freePort } from '../support/free-port.ts';
import { readExposition } from '../support/read-exposition.ts';
import { runVerbatim } from '../support/run-verbatim.ts';

const WELL = 'The bot is well: connected, ';

let port: number;
let duty: Duty;

beforeAll(async () => {
  port = await freePort();
  duty = await Duty.begin({ METRICS_PORT: String(port), MEMBER_QUESTIONS_PER_MINUTE: '4' });
  return () => duty.end();
});

function visit(path: string): Promise<Response> {
  return fetch(`http://localhost:${port}${path}`);
}

async function scrape(): Promise<Map<string, number>> {
  return readExposition(await (await visit('/metrics')).text());
}

async function untilHealth(status: number): Promise<unknown> {
  for (;;) {
    const response = await visit('/health');
    const body: unknown = await response.json();
    if (response.status === status) return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function askHealth(): ReturnType<typeof runVerbatim> {
  return runVerbatim(['health'], { env: { METRICS_PORT: String(port) } });
}

describe('whoever hosts the bot', () => {
  it('sees that it is well', async () => {
    expect(await untilHealth(200)).toMatchObject({ status: 'ok' });
    expect((await askHealth()).stdout).toContain(WELL);
  });

  it('sees questions, what became of them and how long it took', async () => {
    await (await duty.ask(QUESTION)).reply();
    await (await duty.ask(UNANSWERABLE)).reply();
    await (await duty.mention('Who is the mayor of Kyiv?')).botReply();
    const said = await duty.mention('What does petrol cost in Lima?');
    await (await duty.ada.runsOnMessage('Find quotes on this', said, { in: duty.general })).reply();
    await expect((await duty.ask(QUESTION)).reply()).resolves.toMatchObject({ ephemeral: true });

    const samples = await scrape();
    const questions = (labels: string): number | undefined =>
      samples.get(`verbatim_questions_total{${labels}}`);
    expect(questions('kind="command",outcome="answered"')).toBe(1);
    expect(questions('kind="command",outcome="nothing_found"')).toBe(1);
    expect(questions('kind="command",outcome="rate_limited"')).toBe(1);
    expect(questions('kind="mention",outcome="answered"')).toBe(1);
    expect(samples.get('verbatim_answer_seconds_count')).toBeGreaterThanOrEqual(3);
    expect(samples.get('verbatim_errors_total{kind="command",reason="failed"}')).toBe(0);
  });

  it('sees the index, the queue and the memory of both processes', async () => {
    const samples = await scrape();
    expect(samples.get('verbatim_index_articles')).toBeGreaterThan(0);
    expect(samples.get('verbatim_index_age_seconds')).toBeGreaterThan(0);
    expect(samples.get('verbatim_library_queue_length')).toBe(0);
    expect(samples.get('verbatim_indexing_running')).toBe(0);
    for (const process of ['bot', 'library']) {
      const name = `verbatim_resident_memory_bytes{process="${process}"}`;
      expect(samples.get(name)).toBeGreaterThan(20e6);
    }
  });

  it('sees that Discord is gone, and that it is back', async () => {
    const outage = duty.standIn.trouble.outage();
    expect(await untilHealth(503)).toEqual({
      status: 'failing',
      problems: ['not connected to Discord'],
    });
    expect((await scrape()).get('verbatim_gateway_connected')).toBe(0);
    const { code, stderr } = await askHealth();
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'verbatim: the bot is not well: not connected to Discord\n',
    });
    outage.end();
    await untilHealth(200);
    const samples = await scrape();
    expect(samples.get('verbatim_gateway_connected')).toBe(1);
    expect(samples.get('verbatim_gateway_reconnects_total')).toBe(1);
  });

  it('sees that nothing can be answered, and that it can again', async () => {
    const release = await duty.holdAnswers();
    const { problems } = (await untilHealth(503)) as { problems: string[] };
    expect(problems).toEqual([expect.stringContaining('the articles cannot be asked')]);
    release();
    await untilHealth(200);
  });

  it('is told in one line that the port is taken', async () => {
    const { code, stderr } = await runVerbatim(['bot'], {
      env: {
        DISCORD_TOKEN: duty.standIn.token,
        DISCORD_API_URL: duty.standIn.apiUrl,
        // With the same folder it would wait until the other one ends.
        DATA_DIR: `${duty.dataDir}/other`,
        METRICS_PORT: String(port),
      },
    });
    expect(code).toBe(2);
    expect(stderr).toContain(
      `verbatim: METRICS_PORT must be a free port of this machine, found ${port}, which another ` +
        'program uses; choose another one\n',
    );
  });
});
