import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openState, STATE_FILE } from '../../src/state/database.ts';
import type { LogLine } from '../support/bot-process.ts';
import { ANSWER, Duty, QUESTION } from '../support/duty.ts';

const APOLOGY = 'Something went wrong on my side, and I could not answer.';

let duty: Duty;

beforeEach(async () => {
  duty = await Duty.begin();
});

afterEach(() => duty.end());

/** Somebody takes a table out of the state while the bot is using it. */
async function loseTable(name: string): Promise<void> {
  const state = await openState(path.join(duty.dataDir, STATE_FILE));
  state.prepare(`DROP TABLE ${name}`).run();
  state.close();
}

/** Waits for a line about an interaction or a message, and reads all that there are. */
async function linesAbout(id: string): Promise<LogLine[]> {
  await duty.bot.logged(`"${id}"`);
  return duty.bot.logLines.filter(({ interaction, message }) =>
    [interaction, message].includes(id),
  );
}

describe('an error in the middle of answering', () => {
  it('is told to the asker alone and to the log, without what was asked', async () => {
    await loseTable('answers');
    const asked = await duty.ask();
    const apology = await asked.reply();
    expect(apology).toMatchObject({ ephemeral: true, content: expect.stringContaining(APOLOGY) });
    // Nothing is left of the sign for all to see that an answer was under way.
    expect(duty.general.messages.map(({ id }) => id)).toEqual([apology.id]);
    const lines = await linesAbout(asked.interaction.id);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'error',
        msg: 'could not answer',
        name: 'ask',
        error: expect.objectContaining({ message: 'no such table: answers' }),
      }),
    ]);
    expect(duty.bot.log).not.toContain(QUESTION);
    expect((await (await duty.ada.runs('help', {}, { in: duty.general })).reply()).text).toContain(
      'How to ask',
    );
  });

  it('is told to whoever wrote a message with a reply that goes again', async () => {
    await loseTable('answers');
    const mentioned = await duty.mention();
    const apology = await mentioned.botReply();
    expect(apology).toMatchObject({ repliesTo: mentioned.id, pings: [] });
    expect(apology.content).toContain(APOLOGY);
    expect(await linesAbout(mentioned.id)).toMatchObject([{ level: 'error' }]);
    expect(await duty.bot.stop()).toBe(0);
    expect(apology.deletedByNow()).toBe(true);
  });

  it('is told where not even the way to answer could be decided', async () => {
    await loseTable('channel_modes');
    const asked = await duty.ask();
    const apology = await asked.reply();
    expect(apology).toMatchObject({ ephemeral: true, content: expect.stringContaining(APOLOGY) });
    const mentioned = await duty.mention();
    expect((await mentioned.botReply()).content).toContain(APOLOGY);
    expect(await linesAbout(asked.interaction.id)).toMatchObject([{ level: 'error' }]);
  });

  it('leaves the message alone whose button was pressed', async () => {
    const list = await (await duty.ada.runs('sources', {}, { in: duty.general })).reply();
    duty.standIn.trouble.failNext({
      method: 'PATCH',
      path: /@original$/,
      status: 400,
      code: 50_035,
    });
    const pressed = await duty.ada.presses(list, 'Older');
    expect(await pressed.followUp()).toMatchObject({ ephemeral: true });
    expect(list.now()).toMatchObject({ deleted: false, text: list.text });
  });

  it('is told when Discord refuses the answer, without the answer', async () => {
    duty.standIn.trouble.failNext({
      method: 'PATCH',
      path: /@original$/,
      status: 400,
      code: 50_035,
    });
    const asked = await duty.ask();
    expect((await asked.reply()).content).toContain(APOLOGY);
    const lines = await linesAbout(asked.interaction.id);
    expect(lines).toMatchObject([{ level: 'error', error: { code: 50_035, status: 400 } }]);
    expect(JSON.stringify(lines)).not.toContain('missiles');
  });
});

describe('the process that answers', () => {
  it('may die in the middle: the answer comes all the same', async () => {
    const pid = await duty.bot.answeringPid();
    process.kill(pid, 'SIGSTOP');
    const asked = [await duty.ask(), await duty.ask(QUESTION, { by: duty.server.owner })];
    for (const exchange of asked) await exchange.acknowledged();
    process.kill(pid, 'SIGKILL');
    for (const exchange of asked) {
      expect((await exchange.reply()).text).toContain(ANSWER);
    }
    expect(duty.bot.logLines).toContainEqual(
      expect.objectContaining({ level: 'error', signal: 'SIGKILL', pid }),
    );
  });
});
