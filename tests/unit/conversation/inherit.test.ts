import { describe, expect, it } from 'vitest';
import { inheritFrom } from '../../../src/conversation/inherit.ts';
import type { Inherited, Turn } from '../../../src/conversation/turn.ts';
import { NAME_SOURCE } from '../../support/name-source.ts';

const ARTICLE = { id: 'a1', title: 'Osterby opens its bridge' };
const FIRST = turnOf('What did Ingrid Tarn open in Osterby on 15 November?');
const DAY = { from: '2022-11-15', to: '2022-11-15' };

function turnOf(question: string, published: string | null = '2022-11-16'): Turn {
  return { question, quotes: [{ article: { ...ARTICLE, published } }] };
}

function inherit(question: string, history: readonly Turn[] = [FIRST]): Promise<Inherited | null> {
  return inheritFrom(history, question, NAME_SOURCE);
}

describe('a follow-up', () => {
  it('takes over the names, days and words of what was asked, and the article quoted', async () => {
    expect(await inherit('who said that?')).toEqual({
      names: ['Ingrid Tarn', 'Osterby'],
      dates: [DAY],
      words: ['open'],
      article: ARTICLE,
    });
  });

  it.each([
    { question: 'and on 29 December?' },
    { question: 'and in December?' },
    { question: 'what about 2021?' },
  ])('with a day of its own takes over no other, nor the article: $question', async (row) => {
    const inherited = await inherit(row.question);
    expect(inherited).toMatchObject({ dates: [], article: null });
    expect(inherited?.names).toEqual(['Ingrid Tarn', 'Osterby']);
  });

  it('that is a name alone takes over no other name, nor the article', async () => {
    expect(await inherit('and in Harlow?')).toEqual({
      names: [],
      dates: [DAY],
      words: ['open'],
      article: null,
    });
  });

  it('with a name among other words keeps the names, which count for less', async () => {
    expect(await inherit('and what did she promise Harlow?')).toMatchObject({
      names: ['Ingrid Tarn', 'Osterby'],
      article: null,
    });
  });

  it('with a name that was asked about stays in the article', async () => {
    expect((await inherit('and what else did Tarn do?'))?.article).toEqual(ARTICLE);
  });

  it('hands on what the turn before had taken over', async () => {
    const second = turnOf('how much did it cost?');
    const third = await inherit('who paid for it?', [FIRST, second]);
    expect(third).toMatchObject({
      names: ['Ingrid Tarn', 'Osterby'],
      dates: [DAY],
      words: ['cost', 'open'],
    });
    const inherited = await inherit(second.question);
    expect(await inherit('who paid for it?', [{ ...second, inherited: inherited! }])).toEqual(
      third,
    );
  });

  it('knows nothing of what was said before a question that stands alone', async () => {
    const alone = turnOf('Why did the dockers of Harlow walk out?');
    expect(await inherit('when was that?', [FIRST, alone])).toEqual({
      names: ['Harlow'],
      dates: [],
      words: ['dockers', 'walk'],
      article: ARTICLE,
    });
  });

  it('after a turn without an answer is about the article before', async () => {
    const unanswered: Turn = { question: 'how heavy is it?', quotes: [] };
    expect((await inherit('who built it?', [FIRST, unanswered]))?.article).toEqual(ARTICLE);
  });

  it('keeps a day without its year to itself where no article is known', async () => {
    const undated = turnOf('What did Tarn open on 15 November?', null);
    expect((await inherit('who said that?', [undated]))?.dates).toEqual([]);
  });

  it('takes over no more names and words than help, newest first', async () => {
    const history = Array.from({ length: 9 }, (_, n) =>
      turnOf(n === 0 ? 'Who met Tarn?' : `and who met Name${n} for word${n} there?`),
    );
    const inherited = await inherit('and then?', history);
    expect(inherited?.names).toEqual(['Name8', 'Name7', 'Name6', 'Name5', 'Name4', 'Name3']);
    expect(inherited?.words.slice(0, 3)).toEqual(['met', 'word8', 'word7']);
    expect(inherited?.words).toHaveLength(7);
  });

  it('is a plain value', async () => {
    const inherited = await inherit('who said that?');
    expect(JSON.parse(JSON.stringify(inherited))).toEqual(inherited);
  });
});

describe('a question that stands alone', () => {
  it('takes over nothing', async () => {
    expect(await inherit('Why did the dockers of Harlow walk out?')).toBeNull();
  });

  it('is every first one of a conversation', async () => {
    expect(await inherit('who said that?', [])).toBeNull();
  });
});
