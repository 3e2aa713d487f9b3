import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { Channel } from './discord-stand-in/channel.ts';
import type { SeenMessage } from './discord-stand-in/seen-message.ts';

/** Puts a button labelled “Press me” with any id under a message, in place of those that it has. */
export function putButton(channel: Channel, { id }: SeenMessage, customId: string): SeenMessage {
  const message = channel.log.find((candidate) => candidate.id === id);
  const found = channel.messages.find((candidate) => candidate.id === id);
  if (message === undefined || found === undefined) throw new Error('there is no such message');
  message.components = [
    {
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.Button,
          style: ButtonStyle.Secondary,
          label: 'Press me',
          custom_id: customId,
        },
      ],
    },
  ];
  return found.now();
}
