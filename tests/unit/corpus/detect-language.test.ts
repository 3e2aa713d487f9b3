import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../../src/corpus/detect-language.ts';

const TEXTS = {
  en: 'The water board said on Monday that the crest of the flood had passed the town, and that the families who had left their houses in the lower streets could return to them as soon as the pumps had done their work and the doctors had looked at the wells.',
  de: 'Das Wasseramt teilte am Montag mit, dass der Scheitel des Hochwassers die Stadt hinter sich gelassen habe und dass die Familien, die ihre Häuser in den unteren Straßen verlassen mussten, zurückkehren dürfen, sobald die Pumpen ihre Arbeit getan haben und die Brunnen geprüft sind.',
  fr: 'Le service des eaux a déclaré lundi que la crête de la crue avait dépassé la ville et que les familles qui avaient quitté leurs maisons dans les rues basses pourraient y retourner dès que les pompes auraient fini leur travail et que les médecins auraient examiné les puits.',
  ru: 'Управление водного хозяйства сообщило в понедельник, что гребень паводка миновал город и что семьи, которые оставили свои дома на нижних улицах, смогут вернуться, как только насосы закончат работу, а врачи проверят колодцы и дадут на это своё согласие.',
};

describe('the language of a text', () => {
  it.each(Object.entries(TEXTS).map(([language, text]) => ({ language, text })))(
    'is found out: $language',
    ({ language, text }) => {
      expect(detectLanguage(text)).toBe(language);
    },
  );

  it('is not told from a short text', () => {
    expect(detectLanguage(TEXTS.en.slice(0, 150))).toBeNull();
  });

  it('is not told from numbers', () => {
    expect(detectLanguage('1,204 17.5 % '.repeat(50))).toBeNull();
  });

  it('is not told where two are about as likely', () => {
    const norwegian =
      'Vannverket opplyste mandag at flommens topp hadde passert byen, og at familiene som hadde forlatt husene sine i de nedre gatene kunne vende tilbake så snart pumpene hadde gjort arbeidet sitt og legene hadde sett på brønnene.';
    expect(detectLanguage(norwegian)).toBeNull();
  });

  it('is told in spite of blanks above the text', () => {
    expect(detectLanguage(`${'\n'.repeat(500)}${TEXTS.fr}`)).toBe('fr');
  });
});
