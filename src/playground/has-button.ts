import type { MessageBody } from '../discord/reply.ts';

/** A component of a message, as far as buttons are concerned. */
interface Component {
  readonly custom_id?: string;
  readonly disabled?: boolean;
  readonly components?: readonly Component[];
}

/** Whether a message has something with that id to be pressed. */
export function hasButton({ components = [] }: MessageBody, customId: string): boolean {
  return holds(components as readonly Component[], customId);
}

function holds(components: readonly Component[], customId: string): boolean {
  return components.some(
    ({ custom_id, disabled, components: inner = [] }) =>
      (custom_id === customId && disabled !== true) || holds(inner, customId),
  );
}
