import { expect, it, onTestFinished } from 'vitest';
import { ANSWER, Duty } from '../support/duty.ts';

const PUT_OFF = /^You have asked a lot in one minute\. Please ask again in \d+ seconds\.$/;

async function begin(env: Readonly<Record<string, string>>): Promise<Duty> {
  const duty = await Duty.begin(env);
  onTestFinished(() => duty.end());
  return duty;
}

it('A member who asks too much is told when to ask again, privately, and nobody else is', async () => {
  const duty = await begin({ MEMBER_QUESTIONS_PER_MINUTE: '3' });
  const bela = duty.server.addMember('Béla');
  const answers = [await (await duty.ask()).reply(), await (await duty.ask()).reply()];
  const more = await (await duty.ada.presses(answers[0]!, 'More quotes')).reply();
  expect([...answers, more].map(({ embeds }) => embeds.length)).not.toContain(0);

  expect(await (await duty.ask()).reply()).toMatchObject({
    ephemeral: true,
    embeds: [],
    content: expect.stringMatching(PUT_OFF) as string,
  });
  expect(await (await duty.ada.presses(answers[0]!, 'More quotes')).reply()).toMatchObject({
    ephemeral: true,
    content: expect.stringMatching(PUT_OFF) as string,
  });
  // The note to a mention comes directly, as nothing in a channel is private.
  await duty.mention();
  await duty.standIn.until('a direct message', () => duty.ada.dm.messages.length > 0);
  expect(duty.ada.dm.messages[0]?.content).toMatch(PUT_OFF);

  // Looking around is no question.
  expect(
    (await (await duty.ada.runs('help', {}, { in: duty.general })).reply()).embeds,
  ).not.toEqual([]);
  const news = duty.server.addChannel('news');
  expect(await (await duty.ask(undefined, { by: bela, in: news })).reply()).toMatchObject({
    ephemeral: false,
    content: '',
  });
});

it('A channel with many answers gets no more of them, and who asks is answered privately', async () => {
  const duty = await begin({ CHANNEL_ANSWERS_PER_MINUTE: '2' });
  const bela = duty.server.addMember('Béla');
  const news = duty.server.addChannel('news');
  await (await duty.ask()).reply();
  await (await duty.mention('Who is the mayor of Kyiv?', { by: bela })).botReply();

  const reply = await (await duty.ask()).reply();
  expect(reply.ephemeral).toBe(true);
  expect(reply.content).toContain('There have been many answers in this channel just now');
  expect(reply.text).toContain(ANSWER);

  await duty.mention(undefined, { by: bela });
  await duty.standIn.until('a direct message', () => bela.dm.messages.length > 0);
  expect(bela.dm.messages[0]?.content).toContain('many answers in that channel just now');
  expect(bela.dm.messages[0]?.text).toContain(ANSWER);

  expect(await (await duty.ask(undefined, { in: news })).reply()).toMatchObject({
    ephemeral: false,
  });
});

it('Without limits everybody is answered as often as they like', async () => {
  const duty = await begin({ MEMBER_QUESTIONS_PER_MINUTE: '0', CHANNEL_ANSWERS_PER_MINUTE: '0' });
  const asked = await Promise.all(Array.from({ length: 70 }, () => duty.ask()));
  for (const exchange of asked) {
    expect(await exchange.reply()).toMatchObject({ ephemeral: false, content: '' });
  }
});
