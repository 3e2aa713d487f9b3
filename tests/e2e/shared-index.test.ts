import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { BotProcess } from '../support/bot-process.ts';
import { DiscordStandIn } from '../support/discord-stand-in/discord-stand-in.ts';
import { type Library, libraryOf } from '../support/library.ts';
import { HAS_PGVECTOR, PostgresProcess } from '../support/postgres.ts';
import { runVerbatim } from '../support/run-verbatim.ts';

/** What a bot logs when it has opened an index of so many articles. */
const opened = (articles: number): string => `"articles":${articles},`;

describe.runIf(HAS_PGVECTOR)('bots that share an index', () => {
  let postgres: PostgresProcess;

  beforeAll(async () => {
    postgres = await PostgresProcess.start();
    return () => postgres.remove();
  });

  /** A bot on a machine of its own, which has the corpus and no index. */
  async function startBot(env: Readonly<Record<string, string>>): Promise<BotProcess> {
    const standIn = await DiscordStandIn.start();
    standIn.addServer('Newsroom');
    const bot = await BotProcess.start(standIn, { env, readyWhenLogged: opened(4) });
    onTestFinished(async () => {
      await bot.stop();
      await standIn.close();
    });
    return bot;
  }

  function settingsFor(library: Library, machine: string): Record<string, string> {
    return {
      VECTOR_STORE: postgres.url().reveal(),
      CORPUS_DIR: library.corpusDir,
      INDEX_DIR: `${library.indexDir}-${machine}`,
      SAMPLE_CORPUS: 'off',
    };
  }

  it('all go over to what one process has published', async () => {
    const library = await libraryOf();
    const bots = [
      await startBot(settingsFor(library, 'one')),
      await startBot(settingsFor(library, 'two')),
    ];
    await library.edit({ 'new.txt': 'The lighthouse of Harlow was painted white.' });
    const { code, stderr } = await runVerbatim(['index'], { env: settingsFor(library, 'three') });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    for (const bot of bots) await bot.logged(opened(5));
    for (const bot of bots) {
      expect(bot.log).not.toContain(postgres.password);
      expect(bot.log).not.toContain(encodeURIComponent(postgres.password));
    }
  });
});
