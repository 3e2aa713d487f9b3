import { beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { Newsroom } from '../support/newsroom.ts';

const MISSILES = 'How many cruise missiles did Russia fire on 29 December?';

let newsroom: Newsroom;
let ada: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open();
  ada = newsroom.server.addMember('Ada');
  return () => newsroom.close();
});

/** Has a question answered in the channel, and tells what else stands there then. */
async function besideAnAnswer(channel: Channel): Promise<string[]> {
  const said = await ada.writes(newsroom.mentionWith(MISSILES), { in: channel });
  const reply = await said.botReply();
  return idsOf(channel.messages).filter((id) => id !== said.id && id !== reply.id);
}

function idsOf(messages: readonly SeenMessage[]): string[] {
  return messages.map(({ id }) => id);
}

describe('the bot leaves alone', () => {
  it('what does not mention it', async () => {
    const channel = newsroom.server.addChannel('talk');
    const ben = newsroom.server.addMember('Ben');
    const messages = [
      await ada.writes(MISSILES, { in: channel }),
      await ada.writes(`${ben.mention} ${MISSILES}`, { in: channel }),
      await ada.writes(`Verbatim ${MISSILES}`, { in: channel }),
    ];
    expect(await besideAnAnswer(channel)).toEqual(idsOf(messages));
  });

  it('mentions of everyone and of other roles', async () => {
    const channel = newsroom.server.addChannel('announcements');
    const role = newsroom.server.addRole('Readers', { mentionable: true });
    const messages = [
      await newsroom.server.owner.writes(`@everyone ${MISSILES}`, { in: channel }),
      await newsroom.server.owner.writes(`@here ${MISSILES}`, { in: channel }),
      await ada.writes(`${role.mention} ${MISSILES}`, { in: channel }),
    ];
    expect(await besideAnAnswer(channel)).toEqual(idsOf(messages));
  });

  it('what other bots write', async () => {
    const channel = newsroom.server.addChannel('bots');
    const other = newsroom.server.addBot('Newsbot');
    const messages = [
      await other.writes(newsroom.mentionWith(MISSILES), { in: channel }),
      await other.writes(newsroom.mentionWith(''), { in: channel }),
    ];
    expect(await besideAnAnswer(channel)).toEqual(idsOf(messages));
  });

  it('its own answers, also where it needs no mention', async () => {
    await (await ada.directMessage(MISSILES)).botReply();
    await (await ada.directMessage(MISSILES)).botReply();
    expect(ada.dm.messages).toHaveLength(4);
  });

  it('replies to its answers that do not notify it', async () => {
    const channel = newsroom.server.addChannel('chat');
    const said = await ada.writes(newsroom.mentionWith(MISSILES), { in: channel });
    const answer = await said.botReply();
    const thanks = await ada.writes('Thanks!', { in: channel, replyTo: answer, pings: false });
    expect(await besideAnAnswer(channel)).toEqual(idsOf([said, answer, thanks]));
  });

  it('a message that comes to mention it by an edit', async () => {
    const channel = newsroom.server.addChannel('edits');
    const said = await ada.writes(MISSILES, { in: channel });
    await ada.edits(said, newsroom.mentionWith(MISSILES));
    expect(await besideAnAnswer(channel)).toEqual(idsOf([said]));
  });

  it('mentions in a channel where it is off, and in threads there', async () => {
    const channel = newsroom.server.addChannel('quiet');
    const thread = channel.addThread('Aside');
    await newsroom.setMode(channel, 'off');
    const messages = [
      await ada.writes(newsroom.mentionWith(MISSILES), { in: channel }),
      await ada.writes(newsroom.mentionWith(''), { in: channel }),
    ];
    const aside = await ada.writes(newsroom.mentionWith(MISSILES), { in: thread });
    // Elsewhere it answers, so by then it has let those above pass.
    const said = await ada.writes(newsroom.mentionWith(MISSILES), { in: newsroom.general });
    await said.botReply();
    await newsroom.setMode(channel, 'mentions');
    expect(await besideAnAnswer(channel)).toEqual(idsOf(messages));
    expect(await besideAnAnswer(thread)).toEqual(idsOf([aside]));
  });
});
