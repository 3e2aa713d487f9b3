import { expect, it, onTestFinished } from 'vitest';
import { NO_ANSWER } from '../support/discord-stand-in/trouble.ts';
import { Duty, QUESTION } from '../support/duty.ts';

const ORIGINAL = /\/messages\/@original$/;

it('The log at its finest tells what happened, and neither what was written nor any secret', async () => {
  const duty = await Duty.begin({ LOG_LEVEL: 'trace' });
  onTestFinished(() => duty.end());
  const { standIn, general, ada, server } = duty;
  const { trouble } = standIn;

  const answered = await duty.ask();
  await ada.presses(await answered.reply(), 'Useful');
  await (await duty.ask('Does the xylophone of Quito play?')).reply();
  await (await duty.mention('Which xylophone fired 69 cruise missiles?')).botReply();
  await ada.types(
    'ask',
    { question: 'Zanzibar?', outlet: 'Xylo' },
    { focused: 'outlet', in: general },
  );
  const post = await ada.writes('A xylophone fell on Kherson', { in: general });
  const found = await ada.runsOnMessage('Find quotes on this', post, { in: general });
  await found.reply();
  await (await ada.directMessage('And Zanzibar?')).botReply();
  trouble.failNext({ method: 'PATCH', path: ORIGINAL, status: 400, code: 50_035 });
  await (await duty.ask()).reply();
  trouble.failNext({ path: /\/callback$/, status: NO_ANSWER, times: 2 });
  trouble.failNext({ path: /\/callback$/, status: 404, code: 10_062 });
  const unheard = await duty.ask('Which xylophone is unheard?');
  await duty.bot.logged(unheard.interaction.id);
  const goOn = await duty.holdAnswers();
  const expired = await duty.ask(QUESTION, {
    by: server.owner,
  });
  await expired.acknowledged();
  trouble.expireToken(expired);
  goOn();
  await duty.bot.logged(expired.interaction.id);
  trouble.dropSocket({ torn: true });
  await (await duty.ask('What of the xylophone now?')).reply();
  expect(await duty.bot.stop()).toBe(0);

  const { log, logLines } = duty.bot;
  expect(logLines.length).toBeGreaterThan(15);
  for (const line of logLines) {
    expect(line).toMatchObject({
      level: expect.stringMatching(/^(?:debug|info|warn|error)$/) as string,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      msg: expect.any(String) as string,
    });
  }
  // Beside them stands only what building the index says.
  const others = log.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
  expect(others).toEqual([expect.stringMatching(/^Indexed \d+ articles, \d+ passages\.$/)]);
  expect(log).not.toMatch(/xylo|zanzibar|missile|fired|\bAda\b/i);
  expect(log).not.toContain(standIn.token);
  for (const exchange of [answered, unheard, expired, found]) {
    expect(log).not.toContain(exchange.interaction.token);
  }
});
