import type { Config } from '../config.ts';
import { Bot, COMMAND_DEFINITIONS } from '../discord/bot.ts';
import { checkCorpus } from '../discord/corpus/scheduled-check.ts';
import { tidyUp } from '../discord/housekeeping.ts';
import { createLogger } from '../logger.ts';
import { Tally } from '../metrics/tally.ts';
import { Chat } from '../playground/chat.ts';
import { EventStreams } from '../playground/event-streams.ts';
import { createLink } from '../playground/link.ts';
import { readPageFiles } from '../playground/page-files.ts';
import { Playground } from '../playground/playground.ts';
import { servePlayground } from '../playground/serve.ts';
import { UploadedFiles } from '../playground/uploaded-files.ts';
import { lastingWorkspace, temporaryWorkspace } from '../playground/workspace.ts';
import { nextSignal } from './next-signal.ts';
import { openBotParts } from './open-bot-parts.ts';

/** Room for what stands around a file, which base64 makes larger by a third. */
const BODY_OVERHEAD_BYTES = 64 * 1024;
/** When everything is closed, what hangs does not keep the process for longer. */
const LINGER_MS = 200;

/**
 * Serves the page at once, opens the bot behind it, and goes on until the process is told to stop.
 *
 * @param options.keep lets changes of the articles stay.
 */
export async function runPlayground(
  config: Config,
  { port, keep = false }: { readonly port: number; readonly keep?: boolean },
): Promise<void> {
  const stopped = nextSignal();
  // Whoever tries the bot looks at the page; what goes wrong is told here.
  const logger = await createLogger({ level: 'warn', secrets: [] });
  const closers: (() => Promise<void>)[] = [];
  const chat = new Chat(Date.now);
  const files = new UploadedFiles();
  const streams = new EventStreams({
    chat,
    commands: COMMAND_DEFINITIONS,
    keepsChanges: keep,
    maxFileBytes: config.maxFileBytes,
  });
  const playground = new Playground({
    chat,
    files,
    readsMessages: config.messageContent,
    logger,
  });
  try {
    const server = await servePlayground({
      port,
      pageFiles: await readPageFiles(),
      playground,
      streams,
      maxBodyBytes: Math.ceil((config.maxFileBytes * 4) / 3) + BODY_OVERHEAD_BYTES,
    });
    closers.push(() => server.close());
    console.log(`The playground is at ${server.url} (Ctrl+C ends it).`);

    const workspace = keep ? lastingWorkspace(config) : await temporaryWorkspace(config);
    const { corpusDir, indexDir, dataDir } = workspace;
    closers.push(() => workspace.remove());
    const { parts, ready, close } = await openBotParts(
      { ...config, corpusDir, indexDir, dataDir, homeServers: [] },
      logger,
      new Tally(),
    );
    closers.push(close);
    const link = createLink(chat, files);
    const bot = new Bot({ ...parts, link });
    closers.push(() => bot.close());
    closers.push(() => parts.correctionWork.close());
    playground.open(bot);
    if ((await Promise.race([ready, stopped])) === null) return;

    parts.correctionWork.open({ ...parts, link });
    const { articles } = await parts.library.sources({ offset: 0, limit: 1 });
    streams.setStatus({ isReady: true, example: articles[0]?.title ?? null });
    // A copy is brought up to date at once; a corpus that is to stay, when a moderator says so.
    const upkeep = keep ? tidyUp(parts) : checkCorpus({ ...parts, link });
    await stopped;
    await parts.reindexer.close();
    await upkeep;
  } finally {
    for (const close of closers.reverse()) await close();
    setTimeout(() => process.exit(), LINGER_MS).unref();
  }
}
