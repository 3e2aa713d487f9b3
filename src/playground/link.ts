import type { DiscordLink } from '../discord/discord-link.ts';
import { BOT, BOT_PERMISSIONS, SERVER } from './cast.ts';
import type { Chat } from './chat.ts';
import type { UploadedFiles } from './uploaded-files.ts';

/** What the commands need of Discord, by way of the chat. */
export function createLink(chat: Chat, files: UploadedFiles): DiscordLink {
  return {
    serverIds: () => [SERVER.id],
    permissionsIn: () => BOT_PERMISSIONS,
    post(channelId, body, replyToId) {
      const repliesToId = replyToId ?? null;
      const { id } = chat.add({ channelId, author: BOT, body, repliesToId });
      return Promise.resolve({ channelId, id });
    },
    edit({ id }, body) {
      chat.change(id, { body, isEdited: true });
      return Promise.resolve();
    },
    remove({ id }) {
      chat.remove(id);
      return Promise.resolve();
    },
    embedsOf: ({ id }) => Promise.resolve(chat.bodyOf(id)?.embeds ?? 'gone'),
    changeEmbeds({ id }, embeds) {
      const before = chat.bodyOf(id);
      if (before === null) return Promise.resolve('gone');
      chat.change(id, { body: { ...before, embeds: [...embeds] }, isEdited: true });
      return Promise.resolve('done');
    },
    replyOnce({ channelId, id }, body) {
      chat.add({ channelId, author: BOT, body, repliesToId: id });
      return Promise.resolve('done');
    },
    openThread: (place, name) => Promise.resolve(chat.openThread(place, name)?.id ?? null),
    download: async (attachment, maxBytes) => files.take(attachment, maxBytes),
  };
}
