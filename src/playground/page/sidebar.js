import { button, element } from './dom.js';

/**
 * Shows the channels, threads below theirs.
 *
 * @param channels in their order.
 * @param options.current the one that is open; options.unread ids of those with something new.
 * @param options.onOpen is told which one was chosen.
 */
export function showChannels(list, channels, { current, unread, onOpen }) {
  const top = channels.filter(({ parentId }) => parentId === null);
  const ordered = top.flatMap((channel) => [
    channel,
    ...channels.filter(({ parentId }) => parentId === channel.id),
  ]);
  const focused = list.contains(document.activeElement)
    ? document.activeElement.dataset.channel
    : undefined;
  list.replaceChildren(
    ...ordered.map((channel) => {
      const isCurrent = channel.id === current.id;
      const shown = button(nameOf(channel), () => onOpen(channel), {
        className: channel.parentId === null ? 'channel' : 'channel thread',
        'data-channel': channel.id,
        ...(isCurrent && { 'aria-current': 'page' }),
      });
      if (unread.has(channel.id)) shown.append(element('span', { className: 'badge' }, 'new'));
      return element('li', {}, shown);
    }),
  );
  if (focused !== undefined) list.querySelector(`[data-channel="${CSS.escape(focused)}"]`)?.focus();
}

/** Shows who one can be. */
export function showMembers(fieldset, members, { me, onChoose }) {
  if (fieldset.querySelector('input') !== null) return;
  for (const member of members) {
    const input = element('input', {
      type: 'radio',
      name: 'member',
      value: member.id,
      checked: member.id === me.id,
    });
    input.addEventListener('change', () => onChoose(member.id));
    fieldset.append(
      element('label', {}, input, member.name, element('small', {}, ` ${member.part}`)),
    );
  }
}

/** The name of a channel as it is shown. */
export function nameOf({ name, parentId, memberId }) {
  if (memberId !== null) return `${name} (direct message)`;
  return parentId === null ? `# ${name}` : `↳ ${name}`;
}
