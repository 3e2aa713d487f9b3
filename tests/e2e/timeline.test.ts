import { PermissionFlagsBits } from 'discord-api-types/v10';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { sizeOf } from '../support/compare-pictures.ts';
import { DAM_REPORTS } from '../support/dam-reports.ts';
import { Newsroom } from '../support/newsroom.ts';
import { WEATHER_REPORTS } from '../support/weather-reports.ts';

let newsroom: Newsroom;
let ada: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: { ...DAM_REPORTS, ...WEATHER_REPORTS } });
  ada = newsroom.server.addMember('Ada');
  return () => newsroom.close();
});

async function timeline(options: Record<string, string | boolean>): Promise<SeenMessage> {
  return (await ada.runs('timeline', options, { in: newsroom.general })).reply();
}

async function turn(page: SeenMessage, label: 'Earlier' | 'Later'): Promise<SeenMessage> {
  const { interaction } = await ada.presses(page, label);
  return page.waitUntil(({ edited }) => edited && interaction.isOriginalAnswered);
}

function daysOn({ embeds }: SeenMessage): (string | undefined)[] {
  return embeds.map(({ author }) => author?.name);
}

describe('/timeline', () => {
  it('shows all a quote for each day, from the first report to the latest', async () => {
    const reply = await timeline({ topic: 'Vell dam' });
    expect(reply).toMatchObject({ ephemeral: false, pings: [] });
    expect(daysOn(reply)).toEqual([
      '2 March 2021',
      '9 March 2021 (published)',
      '19–21 March 2021',
      '1 April 2021',
    ]);
    expect(reply.content).toContain('**Timeline of “Vell dam”** · 4 days · 2 March – 1 April 2021');
    expect(reply.content).toContain('1 article on this without a date');
    expect(reply.embeds[0]?.footer?.text).toContain('2 outlets, 2 articles · 1 other report');
    expect(reply.embeds[0]?.description).toContain('Divers found a crack');
  });

  it('attaches a picture, with words for those who do not see it', async () => {
    const { attachments } = await timeline({ topic: 'Vell dam' });
    expect(attachments).toMatchObject([
      {
        filename: 'timeline.png',
        content_type: 'image/png',
        description: expect.stringContaining(
          '2 March 2021: 2 reports, “Divers find a crack in the Vell dam”.',
        ) as string,
      },
    ]);
    const picture = await fetch(attachments[0]?.url ?? '');
    expect(await sizeOf(new Uint8Array(await picture.arrayBuffer()))).toMatchObject({
      width: 1200,
    });
  });

  it('keeps to the days asked for, and to the asker where that is wanted', async () => {
    const reply = await timeline({ topic: 'Vell dam', from: '2021-03-05', private: true });
    expect(reply.ephemeral).toBe(true);
    expect(daysOn(reply)).toEqual(['9 March 2021 (published)', '19–21 March 2021', '1 April 2021']);
  });

  it('leafs through many days, each page with a picture of its own', async () => {
    const first = await timeline({ topic: 'weather report' });
    const firstDays = daysOn(first);
    expect(firstDays).toHaveLength(5);
    const second = await turn(first, 'Later');
    expect(daysOn(second)).not.toContain(firstDays[0]);
    expect(second.content).toContain('here 6–10');
    expect(second.attachments).toHaveLength(1);
    expect(second.attachments[0]?.id).not.toBe(first.attachments[0]?.id);
    expect(daysOn(await turn(second, 'Earlier'))).toEqual(firstDays);
  });

  it('tells the asker alone that there is nothing', async () => {
    const reply = await timeline({ topic: 'volcano on Mars' });
    expect(reply).toMatchObject({ ephemeral: true, embeds: [], attachments: [] });
    expect(reply.content).toBe('Nothing in the articles is close enough to “volcano on Mars”.');
  });

  it('names the days in which there is nothing', async () => {
    const reply = await timeline({ topic: 'Vell dam', from: '2022-01-01', to: '2022-02-01' });
    expect(reply.content).toContain('from 1 January 2022 up to 1 February 2022 is close enough');
  });

  it.each([
    [{ topic: 'dam', from: '2021-03-09', to: '2021-03-01' }, 'no day lies between them'],
    [{ topic: 'dam', to: 'soon' }, 'could not read the day that you gave for `to`'],
    [{ topic: '\u202e \u200b' }, 'Which topic'],
  ])('tells the asker alone what is wrong with %o', async (options, problem) => {
    const reply = await timeline(options);
    expect(reply.ephemeral).toBe(true);
    expect(reply.content).toContain(problem);
  });

  it('offers days to begin and end with', async () => {
    const values = { topic: 'dam', from: '2021-03-1' };
    const place = { focused: 'from', in: newsroom.general };
    const choices = await ada.types('timeline', values, place);
    expect(choices.map(({ value }) => value)).toContain('2021-03-19');
  });

  it('goes without a picture where files are not allowed', async () => {
    const channel = newsroom.server.addChannel('words');
    channel.deny('bot', PermissionFlagsBits.AttachFiles);
    const reply = await (
      await ada.runs('timeline', { topic: 'Vell dam' }, { in: channel })
    ).reply();
    expect(reply.attachments).toEqual([]);
    expect(reply.embeds).toHaveLength(4);
  });
});
