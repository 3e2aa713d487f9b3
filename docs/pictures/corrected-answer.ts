import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { markEmbeds } from '../../src/discord/render/mark-embeds.ts';
import { answerQuestion } from '../../src/quotes/answer-question.ts';
import { compareVersions } from '../../src/quotes/compare-versions.ts';
import { asking, publicAnswer, QUOTES } from './exchanges.ts';
import type { Exchange } from './message-card.ts';
import { withIndex } from './with-index.ts';

/** Of a town that does not exist: what really was reported is not to be made wrong for a picture. */
const PATH = 'swimming-hall.md';
const [WRONG, RIGHT] = ['14.2 million', '17.2 million'];
const ARTICLE = `---
title: New swimming hall opens in Varnholm
date: 2022-11-16
outlet: Baltic Courier
---

The new swimming hall of Varnholm opened on Tuesday. Building it cost ${WRONG} crowns, said the mayor, Edda Lorn.
`;
const QUESTION = 'How much did the swimming hall of Varnholm cost?';
const CORRECTION = {
  kind: 'corrected',
  day: '2022-11-18',
  note: 'The cost was misheard.',
} as const;

/**
 * An answer that was marked after the article that it quotes had been corrected.
 *
 * @throws Error when there is no such answer.
 */
export async function showCorrectedAnswer(): Promise<Exchange> {
  const corpusDir = await mkdtemp(path.join(tmpdir(), 'verbatim-pictures-'));
  try {
    await writeFile(path.join(corpusDir, PATH), ARTICLE);
    return await withIndex(corpusDir, async ({ index, embedder }) => {
      const { quotes } = await answerQuestion(index, embedder, QUESTION, { limit: QUOTES });
      const [quote] = quotes;
      if (quote === undefined) throw new Error(`nothing answers "${QUESTION}"`);
      const { text: before, article, start, end } = quote;
      const corrected = Buffer.from(ARTICLE.replace(WRONG, RIGHT));
      const changes = await compareVersions(PATH, corrected, [
        { articleId: article.id, text: before },
      ]);
      const now = changes[0]?.now ?? null;
      const passage = { kind: CORRECTION.kind, path: article.path, start, end, before, now };
      const body = publicAnswer(quotes);
      const { embeds } = markEmbeds(body.embeds ?? [], [passage], CORRECTION);
      if (now === null || embeds === null) throw new Error(`"${WRONG}" was not corrected`);
      return {
        ...asking(QUESTION),
        body: { ...body, embeds: [...embeds] },
        isPrivate: false,
        isEdited: true,
        title: 'Verbatim has marked an answer in Discord',
        description:
          'An answer says since when the article that it quotes is corrected and why, and shows the ' +
          'passage as it was quoted and as it is now.',
      };
    });
  } finally {
    await rm(corpusDir, { recursive: true });
  }
}
