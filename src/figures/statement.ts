import type { TextRange } from '../corpus/article.ts';
import { splitSentences } from '../passages/split-sentences.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { type Denial, findDenial, takesBack } from './denials.ts';
import { type Figure, findFigures } from './find-figures.ts';
import { readSetting, type Setting } from './setting.ts';

/** A figure, or the denial of one, as an article states it. */
export interface Statement {
  /** Position of the passage in the index. */
  readonly passage: number;
  /** Position of the article. */
  readonly article: number;
  /** In the article's text. */
  readonly sentence: TextRange;
  readonly text: string;
  /** The title of the article and the heading above the passage. */
  readonly title: string;
  /** In the article's text: the figure, or the words that deny, as they are written. */
  readonly range: TextRange;
  /** The text of the sentence, as far as it belongs to this figure and not to another one in it. */
  readonly clause: string;
  readonly said: { readonly figure: Figure } | { readonly denial: Denial };
}

/** What was not so at the time, is not meant of one event, or is not known. */
const NO_REPORT =
  /\b(?:since|every|each|per|daily|weekly|monthly|average|would|could|might|if|whether|expected|plan(?:s|ned)?|aims?|targets?|earlier|previously|initially|originally|first (?:said|reported|thought|put))\b/i;
/** Apart from the month. */
const MAY = /\bmay\b/;
/** Where what is said of a figure may begin and end. */
const CLAUSE_BREAK = /[,;:()—–“”"]/u;

/** What the sentences of a passage state, in order. Questions and what is only possible are left out. */
export function statementsIn({ passages, articles }: SearchIndex, passage: number): Statement[] {
  const { article, start, end, heading } = passages.at(passage);
  const { text, title } = articles.at(article);
  const isHeaded = heading !== null && heading.start >= start && heading.end < end;
  const under = heading === null ? '' : text.slice(heading.start, heading.end);
  const body = { start: isHeaded ? heading.end : start, end };
  return splitSentences(text, body).flatMap((sentence) => {
    const words = text.slice(sentence.start, sentence.end);
    return statementsOf(words).map(({ said, range, clause }) => ({
      passage,
      article,
      sentence,
      text: words,
      title: `${title ?? ''}\n${under}`,
      range: { start: sentence.start + range.start, end: sentence.start + range.end },
      clause,
      said,
    }));
  });
}

/** The same of one sentence; ranges are positions in it. */
function statementsOf(sentence: string): readonly Pick<Statement, 'range' | 'clause' | 'said'>[] {
  if (sentence.endsWith('?')) return [];
  if (takesBack(sentence)) {
    const denial = findDenial(sentence);
    return denial === null ? [] : [{ range: denial, clause: sentence, said: { denial } }];
  }
  const figures = findFigures(sentence);
  return figures.flatMap((figure, position) => {
    // What stands before the first figure is said of all of them: "In Harlow, 14 people …"
    const lead = sentence.slice(0, figures[0]!.start);
    const from = figures[position - 1]?.end ?? figure.start;
    const to = figures[position + 1]?.start ?? sentence.length;
    const before = sentence.slice(position === 0 ? 0 : from, figure.start);
    const behind = sentence.slice(figure.end, to);
    const near = `${before.split(CLAUSE_BREAK).at(-1)} ${behind.split(CLAUSE_BREAK)[0]}`;
    if (NO_REPORT.test(near) || MAY.test(near)) return [];
    const { start, end } = figure;
    return [{ range: { start, end }, clause: lead + sentence.slice(from, to), said: { figure } }];
  });
}

/** Where and in what event a statement says that it happened. */
export function settingOf({ lexical }: SearchIndex, { clause, title, said }: Statement): Setting {
  const happening = 'figure' in said ? said.figure.happening : null;
  return readSetting({ clause, title, happening }, (term) => lexical.isName(term));
}
