import { describe, expect, it } from 'vitest';
import type { ArticleDraft } from '../../../src/corpus/article.ts';
import { markdownReader } from '../../../src/corpus/read-markdown.ts';

const TEXT = '\n\nThe river rose by two metres overnight, officials in the town said.\n';

function excludedFrom({ text, excluded }: ArticleDraft): string[] {
  return excluded.map(({ start, end }) => text.slice(start, end));
}

describe('a Markdown article', () => {
  it.each([
    { line: '# The crest has passed', title: 'The crest has passed' },
    { line: '# The crest has passed ##', title: 'The crest has passed' },
    { line: '#\tThe crest has passed', title: 'The crest has passed' },
    { line: '# What is new in C#', title: 'What is new in C#' },
    { line: '# 1', title: '1' },
  ])('takes $line for its title', ({ line, title }) => {
    const draft = markdownReader.read(`\n${line}${TEXT}`);
    expect(draft.title).toBe(title);
    expect(excludedFrom(draft)).toEqual([line]);
  });

  it.each([
    { name: 'no blank behind the #', text: `#crest${TEXT}` },
    { name: 'nothing behind the #', text: `# ${TEXT}` },
    { name: 'a heading of the second level', text: `## The crest has passed us${TEXT}` },
    { name: 'a heading below the first paragraph', text: `Wait.\n\n# The crest${TEXT}` },
    { name: 'an endless heading', text: `# ${'x'.repeat(600)}${TEXT}` },
  ])('has no title where there is $name', ({ text }) => {
    const draft = markdownReader.read(text);
    expect(draft.title).toBeNull();
    expect(draft.excluded).toEqual([]);
  });

  it('takes what stands above the first paragraph for a masthead when it has no title line', () => {
    const draft = markdownReader.read(`Flood Crest Passes Tarn\n16 November 2022\nLantern${TEXT}`);
    expect(draft).toMatchObject({
      title: 'Flood Crest Passes Tarn',
      date: '2022-11-16',
      outlet: 'Lantern',
    });
  });

  it('believes front matter rather than the title line and keeps both out of the quotes', () => {
    const draft = markdownReader.read(`---\r\ntitle: A\r\n---\r\n# B\r\n${TEXT}`);
    expect(draft.title).toBe('A');
    expect(excludedFrom(draft)).toEqual(['---\r\ntitle: A\r\n---\r\n', '# B']);
  });

  it('keeps its text as it stands in the file', () => {
    const text = `---\r\ntitle: A\r\n---\r\n\r\n# B\t\r\n\u00a0 Text.  \n\n`;
    expect(markdownReader.read(text).text).toBe(text);
  });

  it('is written in the language that its front matter says', () => {
    expect(markdownReader.read(`---\nlanguage: uk\n---\n${TEXT.repeat(5)}`).language).toBe('uk');
  });

  it.each([
    { name: 'of newlines', text: '\n'.repeat(1_000_000) },
    { name: 'of Windows line ends', text: '\r\n'.repeat(500_000) },
    { name: 'of line separators', text: '\u2028'.repeat(1_000_000) },
    { name: 'of # signs', text: '#'.repeat(1_000_000) },
    { name: 'of lines of #', text: '#\n'.repeat(500_000) },
    { name: 'of headings', text: '# a\n'.repeat(250_000) },
    { name: 'of blanks in a heading', text: `# a${' '.repeat(1_000_000)}b` },
    { name: 'of # signs in a heading', text: `# a${' #'.repeat(500_000)}b` },
    { name: 'of dots', text: '.'.repeat(1_000_000) },
  ])('of a megabyte $name is read without long thinking', ({ text }) => {
    expect(markdownReader.read(text).text).toBe(text);
  });
});
