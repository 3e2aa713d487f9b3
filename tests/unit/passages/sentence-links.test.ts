import { describe, expect, it } from 'vitest';
import { leansOnPrevious, qualifiesPrevious } from '../../../src/passages/sentence-links.ts';

describe('a sentence leans on the one before', () => {
  it.each([
    { previous: 'Then Ilse Brandt came.', sentence: 'She opened the lock.' },
    { previous: 'The crew of the Lantern rested.', sentence: 'They had rowed all night.' },
    { previous: 'The ferry Lantern left.', sentence: 'It never came back.' },
    { previous: 'The mayor is Imre Vadas.', sentence: '“His plan is mad,” one pilot said.' },
  ])('when it says who without a name: $sentence', ({ previous, sentence }) => {
    expect(leansOnPrevious(sentence, previous)).toBe(true);
  });

  it.each([
    { previous: 'Then Ilse Brandt came.', sentence: 'The lock opened.' },
    { previous: 'Then Ilse Brandt came.', sentence: 'It is clear that the lock holds.' },
    { previous: 'Rain fell all day.', sentence: 'They stayed inside.' },
    { previous: 'Then Ilse Brandt came.', sentence: 'Hers was the lock, and he knew.' },
  ])('and otherwise not: $sentence', ({ previous, sentence }) => {
    expect(leansOnPrevious(sentence, previous)).toBe(false);
  });
});

describe('a sentence qualifies the one before', () => {
  const rumour = 'Pilots in Tarn said that Harlow had opened the lock.';

  it.each([
    { sentence: 'But there was no proof.' },
    { sentence: 'However, the lock was shut.' },
    { sentence: 'It denied everything.' },
    { sentence: 'On Tuesday Harlow denied that.' },
    { sentence: 'The claim could not be verified.' },
    { sentence: 'There was no confirmation.' },
    { sentence: 'It wasn’t immediately clear who had the key.' },
    { sentence: 'The number was later corrected.' },
    { sentence: 'In May Imre Vadas corrected the number.' },
    { sentence: 'That was not true.' },
    { sentence: '“The report is false,” Ilse Brandt said.' },
    { sentence: 'The chief engineer, Imre Vadas, denied this.' },
    { sentence: 'A witness, Ilse Brandt, confirmed the earlier reports.' },
    { sentence: 'The report was denied by Imre Vadas.' },
    { sentence: 'Through Imre Vadas the port rejected it, citing the log.' },
  ])('when it takes back, doubts, corrects or confirms: $sentence', ({ sentence }) => {
    expect(qualifiesPrevious(sentence, rumour)).toBe(true);
  });

  it.each([
    { sentence: 'Butter was short.' },
    { sentence: 'The water rose.' },
    { sentence: 'In another case Imre Vadas denied that.' },
    { sentence: 'The bailiff, Imre Vadas, denied that it had rained.' },
    { sentence: 'A judge, Ilse Brandt, rejected the appeal.' },
    { sentence: 'It is true that the lock is old.' },
    { sentence: 'A revised timetable hung on the quay.' },
  ])('and otherwise not: $sentence', ({ sentence }) => {
    expect(qualifiesPrevious(sentence, rumour)).toBe(false);
  });
});
