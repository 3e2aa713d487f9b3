/**
 * Draws the pictures of the README: what the bot shows in Discord, from answers of the real program
 * over the bundled corpus.
 *
 *     npm run pictures
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EMBEDDED_MODEL_DIR, loadConfig } from '../../src/config.ts';
import { renderAnswer } from '../../src/discord/render/answer.ts';
import { renderNothingFound } from '../../src/discord/render/nothing-found.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { answerQuestion } from '../../src/quotes/answer-question.ts';
import type { Answer } from '../../src/quotes/quote.ts';
import { indexCorpus } from '../../src/retrieval/index-corpus.ts';
import { openSearchIndex } from '../../src/retrieval/search-index.ts';
import { drawExchange, type Exchange } from './message-card.ts';

const ANSWERABLE = 'How many cruise missiles did Russian forces fire on 29 December?';
const UNANSWERABLE = 'What did Morawiecki say about the missile in Poland?';
/** The bot shows up to three, with which the picture would be higher than a screen. */
const QUOTES = 1;

const indexDir = await mkdtemp(path.join(tmpdir(), 'verbatim-pictures-'));
try {
  const { corpusDir } = loadConfig({});
  const embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
  await indexCorpus({ corpusDir, sampleCorpus: true, indexDir, embedder });
  const index = await openSearchIndex(indexDir, embedder.fingerprint);
  if (index === null) throw new Error('no index after building');
  await drawAnswer(await answerQuestion(index, embedder, ANSWERABLE, { limit: QUOTES }));
  await drawNothingFound(await answerQuestion(index, embedder, UNANSWERABLE));
} finally {
  await rm(indexDir, { recursive: true });
}

async function drawAnswer({ question, quotes }: Answer): Promise<void> {
  if (quotes.length === 0) throw new Error(`nothing answers "${question}"`);
  const isPrivate = false;
  await writePicture('answer.svg', {
    ...asking(question),
    body: renderAnswer({
      answerId: 'picture',
      quotes,
      header: null,
      about: null,
      buttons: { isPrivate, isUnasked: false, canFollowUp: true, canOpenThread: true },
      offset: 0,
      mayHaveMore: false,
    }),
    isPrivate,
    title: 'Verbatim answers a question in Discord',
    description:
      'Below the command stands a quote from an article, with its outlet, day and title above it, ' +
      'a sentence of it in bold, and under it how sure Verbatim is, the place in the article, and ' +
      'buttons.',
  });
}

async function drawNothingFound(answer: Answer): Promise<void> {
  if (answer.answered) throw new Error(`something answers "${answer.question}"`);
  await writePicture('nothing-found.svg', {
    ...asking(answer.question),
    body: renderNothingFound(answer),
    isPrivate: true,
    title: 'Verbatim has no answer to a question in Discord',
    description:
      'A note that only the asker sees says that nothing in the articles is close enough, and names ' +
      'the articles that came nearest.',
  });
}

function asking(question: string): Pick<Exchange, 'memberName' | 'command' | 'options'> {
  return { memberName: 'Robin', command: '/ask', options: `question: ${question}` };
}

async function writePicture(name: string, exchange: Exchange): Promise<void> {
  await writeFile(path.join(import.meta.dirname, name), drawExchange(exchange));
}
