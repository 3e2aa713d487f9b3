import { describe, expect, it } from 'vitest';
import { findQuestion } from '../../../src/discussion/find-question.ts';
import { chatMessage } from '../../support/chat-messages.ts';

function questionOf(text: string): string | null {
  return findQuestion(chatMessage(text));
}

describe('a question to everybody', () => {
  it.each([
    'Who opened the new bridge?',
    'who opened the new bridge',
    'how many homes had no electricity in harlow',
    'when did the ferry make its last crossing',
    "what's the name of the captain",
    'From which port did the freighters leave?',
    'Did the council plan the costs of the bridge?',
    'did the council plan the costs of the bridge',
    'which members of the union walked out',
    'Who is the U.S. ambassador in Osterby?',
    'what did the US pay for the bridge',
  ])('is found as it stands: %s', (text) => {
    expect(questionOf(text)).toBe(text);
  });

  it.each([
    ['anyone know who opened the bridge?', 'who opened the bridge?'],
    ['hey folks, does anybody here remember what the bridge cost', 'what the bridge cost'],
    ['So can someone tell me when the ferry stopped?', 'when the ferry stopped?'],
    ["i'm trying to remember which mayor opened the bridge", 'which mayor opened the bridge'],
    ['Anyone got the number of homes without power?', 'the number of homes without power?'],
    ['do you guys know where the lighthouse is?', 'where the lighthouse is?'],
    ['quick question: how high is the lighthouse', 'how high is the lighthouse'],
    ['who is the governor, for my essay, thanks!', 'who is the governor'],
    ['need to know who the governor is for my essay, anyone?', 'who the governor is'],
  ])('is freed from what stands around it: %s', (text, question) => {
    expect(questionOf(text)).toBe(question);
  });

  it('is found behind a sentence that leads up to it, and before one about the asker', () => {
    expect(questionOf('I read about Osterby. Who is the mayor there? I need it for school')).toBe(
      'Who is the mayor there?',
    );
  });
});

describe('no question to everybody', () => {
  it.each([
    ['small talk', 'how is everyone doing today?'],
    ['a single word', 'Really?'],
    ['no telling word', 'what was that about then'],
    ['rhetoric', 'who cares what the mayor says?'],
    ['rhetoric', 'does anyone seriously believe the mayor?'],
    ['an exclamation', 'what a bridge the mayor opened'],
    ['a suggestion', 'what about the bridge in Harlow?'],
    ['a prophecy', 'when will the mayor open the next bridge?'],
    ['an opinion', 'should the mayor resign?'],
    ['an opinion', 'what is the best bridge in the country?'],
    ['a reproach', "why didn't the mayor open the bridge herself?"],
    ['indignation', 'who opened the bridge?!'],
    ['feeling', 'who opened the bridge 😂'],
    ['amusement', 'lol who opened the bridge'],
    ['an answered question', 'And who paid for the bridge? The people did.'],
    ['a question to one member', 'did you open the bridge?'],
    ['a question to one member', 'Olga, who opened the bridge?'],
    ['a mention', '<@302050872383242240> who opened the bridge?'],
    ['a mention', '@olga who opened the bridge?'],
    ['a question about the asker', 'where did my bridge go?'],
    ['a question about those present', 'when do we open the bridge?'],
    ['a question that leans on the one before', 'did they open the bridge?'],
    ['talk about the chat', 'who is the admin of the bridge bot?'],
    ['a link', 'Who opened the bridge? https://example.org/bridge'],
    ['a link', 'who opened the bridge example.com/bridge'],
    ['code', 'what does `bridge.open()` return?'],
    ['code', 'where is open(bridge) called?'],
    ['a command', '!who opened the bridge'],
    ['a quotation of a message', '> who opened the bridge?\nwho opened the ferry?'],
    ['a question of somebody else', 'he asked "who opened the bridge?" and left'],
    ['a long story', `Who opened the bridge? ${'I saw it and thought of it. '.repeat(8)}`],
    ['German', 'Wer hat die neue Brücke in Osterby eröffnet?'],
    ['Spanish', '¿Quién abrió el puente?'],
    ['Ukrainian', 'Хто відкрив міст?'],
  ])('is %s: %s', (_kind, text) => {
    expect(questionOf(text)).toBeNull();
  });

  it.each([
    'when the mayor opened the bridge the ferry stopped',
    'how the mayor treats the dockers of Harlow',
    'which is why the mayor opened the bridge',
    'which means the mayor opened the bridge',
    'what the mayor did in Harlow is horrible',
    'what she opened in Harlow on Tuesday',
    'somebody got killed in the port of Harlow',
    'people who say the mayor opened the bridge',
    'tell me the mayor opened the bridge',
  ])('is a statement with a question word: %s', (text) => {
    expect(questionOf(text)).toBeNull();
  });

  it('is a reply, since that is to whom it replies, or what a bot says', () => {
    const text = 'Who opened the new bridge?';
    expect(findQuestion(chatMessage(text, { repliesToId: 'other' }))).toBeNull();
    expect(findQuestion(chatMessage(text, { isByBot: true }))).toBeNull();
  });

  it.each(['anyone ', 'so ', 'for my a ', '"', 'U.S. ', '? ', '.', 'a.', 'i am ', '-a', '?'])(
    'is looked for to the end in a message full of %j, which takes hours where time grows exponentially',
    (part) => {
      const much = part.repeat(4000 / part.length);
      for (const text of [much, `"${much}`]) expect(() => questionOf(text)).not.toThrow();
    },
  );
});
