import { beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { putButton } from '../support/forged-button.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Moderator } from '../support/moderator.ts';
import { Newsroom } from '../support/newsroom.ts';

const CHESS = 'Who won the chess tournament in Sydney?';
const TOPICS = ['volcanoes', 'cheese', 'guitars', 'penguins', 'saxophones', 'tulips'];
const NONE = 'None: every question of this server found something, or was dismissed.';

let newsroom: Newsroom;
let ada: Moderator;
let reader: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: SAMPLE_FILES });
  await newsroom.stopBot();
  await newsroom.startBot({ HOME_SERVERS: newsroom.server.id });
  ada = Moderator.join(newsroom.server, 'Ada', newsroom.general);
  reader = newsroom.server.addMember('Reader');
  return () => newsroom.close();
});

async function askInVain(question: string, options: object = {}): Promise<void> {
  const exchange = await reader.runs('ask', { question, ...options }, { in: newsroom.general });
  expect((await exchange.reply()).text).toContain('Nothing close enough');
}

/** The questions on a page, with how often each was asked. */
function questionsOn({ embeds }: SeenMessage): string[] {
  const lines = embeds[0]?.description?.split('\n').slice(2) ?? [];
  return lines.map((line) => line.replace(/, last <t:\d+:f> \(<t:\d+:R>\)$/, ''));
}

describe('/corpus gaps', () => {
  it('is empty where every question found something', async () => {
    await reader.runs('ask', { question: 'Who opened the bridge?' }, { in: newsroom.general });
    const page = await ada.runs('corpus gaps');
    expect(page).toMatchObject({ ephemeral: true, buttons: [] });
    expect(page.text).toContain(NONE);
  });

  it('shows what found nothing, however it was asked, the same together, newest first', async () => {
    await askInVain('How do I tune a guitar?');
    await askInVain(CHESS);
    await askInVain('Who won the Sydney chess tournament?');
    const said = await reader.writes(
      newsroom.mentionWith('who won the chess tournament in sydney'),
      {
        in: newsroom.general,
      },
    );
    await said.botReply();
    await askInVain('Where do penguins breed?');
    const page = await ada.runs('corpus gaps');
    expect(questionsOn(page)).toEqual([
      '1\\. Where do penguins breed? · once',
      '2\\. who won the chess tournament in sydney · 3 times',
      '3\\. How do I tune a guitar? · once',
    ]);
    expect(page.buttons.map(({ label }) => label)).toEqual(['Dismiss 1', 'Dismiss 2', 'Dismiss 3']);
    expect(page.text).not.toContain('Reader');
  });

  it('does not keep what was asked in private, of a message, in direct messages or elsewhere', async () => {
    await askInVain('What did the secret report say about my boss?', { private: true });
    const said = await reader.writes('My salary is lower than that of the gardener', {
      in: newsroom.general,
    });
    await (
      await reader.runsOnMessage('Find quotes on this', said, { in: newsroom.general })
    ).reply();
    await (await reader.directMessage('Which medicine helps against gout?')).botReply();
    const elsewhere = newsroom.addServer('Elsewhere');
    const lobby = elsewhere.addChannel('lobby');
    const eve = elsewhere.addMember('Eve');
    await (await eve.runs('ask', { question: 'Who stole the tarts?' }, { in: lobby })).reply();
    expect(questionsOn(await ada.runs('corpus gaps'))).toHaveLength(3);
  });

  it('lets moderators dismiss all that ask the same, and writes that down', async () => {
    const page = await ada.runs('corpus gaps');
    const left = await ada.turns(page, 'Dismiss 2');
    expect(questionsOn(left).map((line) => line.slice(4))).toEqual([
      'Where do penguins breed? · once',
      'How do I tune a guitar? · once',
    ]);
    expect((await ada.runs('corpus log')).text).toContain(
      '**Ada** dismissed who won the chess tournament in sydney: 3 asked',
    );
  });

  it('shows a question that was dismissed when it is asked again', async () => {
    await askInVain(CHESS);
    expect(questionsOn(await ada.runs('corpus gaps'))[0]).toBe(`1\\. ${CHESS} · once`);
  });

  it('leafs through many, and stays on the last page when that empties', async () => {
    for (const topic of TOPICS) await askInVain(`What is the price of ${topic} in Peru?`);
    const first = await ada.runs('corpus gaps');
    const [, total] = /1–5 of (\d+)/.exec(first.text) ?? [];
    expect(questionsOn(first)).toHaveLength(5);
    let page = await ada.turns(first, 'Older');
    expect(page.text).toContain(`of ${total}`);
    while (questionsOn(page).length < 5 && page.text.includes('6–')) {
      page = await ada.turns(page, 'Dismiss 1');
    }
    expect(page.text).toContain('1–5 of 5');
    expect(questionsOn(page)).toHaveLength(5);
  });

  it('has no power over the questions of another server', async () => {
    const elsewhere = newsroom.addServer('Second home');
    const lobby = elsewhere.addChannel('lobby');
    const eve = Moderator.join(elsewhere, 'Eve', lobby);
    await newsroom.stopBot();
    await newsroom.startBot({ HOME_SERVERS: `${newsroom.server.id},${elsewhere.id}` });
    expect((await eve.runs('corpus gaps')).text).toContain(NONE);
    const page = await ada.runs('corpus gaps');
    for (const { customId } of page.buttons.filter(({ label }) => label.startsWith('Dismiss'))) {
      const own = await eve.runs('corpus gaps');
      const forged = await eve.turns(putButton(lobby, own, customId ?? ''), 'Press me');
      expect(forged.text).toContain(NONE);
    }
    expect(questionsOn(await ada.runs('corpus gaps'))).toEqual(questionsOn(page));
  });

  it('shows hostile questions as they were asked', async () => {
    await askInVain('Is **this** [free](https://evil.example) @everyone `now`, xyzzy?');
    const page = await ada.runs('corpus gaps');
    expect(questionsOn(page)[0]).toContain(
      'Is \\*\\*this\\*\\* \\[free\\](https\\://evil.example) \\@everyone \\`now\\`, xyzzy?',
    );
    expect(page.pings).toEqual([]);
  });
});
