import type { LibraryOverview } from '../../quotes/library.ts';
import type { MessageBody } from '../reply.ts';
import { overviewLine } from './overview-line.ts';
import { labelOf, shortenMarkdown } from './shorten.ts';

const MAX_EXAMPLE_CHARS = 300;

/**
 * What the bot can do and what it cannot.
 *
 * @param example something to ask that the articles can answer; null for none.
 */
export function renderHelp({
  overview,
  example,
}: {
  readonly overview: LibraryOverview;
  readonly example: string | null;
}): MessageBody {
  const question = labelOf(example);
  return {
    embeds: [
      {
        title: 'Questions in, quotes out',
        description:
          'Ask me what happened, and I answer with quotes from the articles, word for word. ' +
          'Beside each stands who published it and when.',
        fields: [
          {
            name: 'How to ask',
            value: [
              '- `/ask` and your question, by day or outlet if you like',
              '- mention me in a message with your question',
              '- right-click a message (hold it on a phone), then **Apps**, **Find quotes on this**',
              '- `/timeline` and a topic shows what was reported day by day',
              '- `/sources` lists the articles that I quote from',
            ].join('\n'),
          },
          ...(question === null
            ? []
            : [
                {
                  name: 'For example',
                  value: `/ask ${shortenMarkdown(question, MAX_EXAMPLE_CHARS)}`,
                },
              ]),
          {
            name: 'What you can rely on',
            value:
              'Before I send a quote, I check it against its article: it is the same word for word. ' +
              'Whether what it says is true, nobody has checked. That remains the claim of whoever ' +
              'published it.',
          },
          {
            name: 'What I cannot do',
            value:
              'I do not sum up, judge or foretell, and I know nothing but the articles. ' +
              'When nothing in them is close enough to your question, I tell you so.',
          },
        ],
        footer: { text: overviewLine(overview) },
      },
    ],
  };
}
