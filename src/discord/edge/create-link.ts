import type { Client } from 'discord.js';
import { CorpusError, messageOf } from '../../errors.ts';
import type { DiscordLink } from '../discord-link.ts';
import type { Attachment } from '../request.ts';
import { OldMessages } from './old-messages.ts';
import type { Sender } from './sender.ts';

const DOWNLOAD_TIMEOUT_MS = 30_000;
/** Where Discord keeps what members send along. */
const FILE_HOSTS = new Set(['cdn.discordapp.com', 'media.discordapp.net']);

/** What the commands need of Discord, by way of a client. */
export function createLink(client: Client, sender: Sender, apiUrl: string): DiscordLink {
  const oldMessages = new OldMessages(client.rest);
  return {
    serverIds: () =>
      (client.options.shardCount ?? 1) > 1 ? null : [...client.guilds.cache.keys()],
    permissionsIn(channelId) {
      const channel = client.channels.cache.get(channelId);
      if (channel === undefined || channel.isDMBased() || client.user === null) return null;
      return channel.permissionsFor(client.user)?.bitfield ?? null;
    },
    post: (channelId, body, replyToId) => sender.post(channelId, body, replyToId),
    edit: (place, body) => sender.edit(place, body),
    remove: (place) => sender.remove(place),
    embedsOf: (place) => oldMessages.embedsOf(place),
    changeEmbeds: (place, embeds) => oldMessages.changeEmbeds(place, embeds),
    replyOnce: (place, body, nonce) => oldMessages.replyOnce(place, body, nonce),
    openThread: (place, name) => sender.openThread(place, name),
    download: (attachment, maxBytes) => download(attachment, { maxBytes, apiUrl }),
  };
}

/** Fetches what a member sent along, which may be larger than it says. */
async function download(
  { url, sizeBytes }: Attachment,
  { maxBytes, apiUrl }: { readonly maxBytes: number; readonly apiUrl: string },
): Promise<Uint8Array> {
  // A server that plays Discord keeps files itself.
  const { hostname } = new URL(url);
  if (!FILE_HOSTS.has(hostname) && hostname !== new URL(apiUrl).hostname) {
    throw new CorpusError(`is kept at ${hostname}, which is not Discord; send it again`);
  }
  if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
    });
    if (!response.ok || response.body === null) {
      throw new CorpusError(
        `could not be fetched from Discord (${response.status}); send it again`,
      );
    }
    return await readUpTo(response.body, maxBytes);
  } catch (error) {
    if (error instanceof CorpusError) throw error;
    throw new CorpusError(`could not be fetched: ${messageOf(error)}; send it again`, {
      cause: error,
    });
  }
}

async function readUpTo(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(maxBytes: number): CorpusError {
  const limit = Number((maxBytes / 2 ** 20).toPrecision(3));
  return new CorpusError(`is larger than ${limit} MB; split it`);
}
