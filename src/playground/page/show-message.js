import { button, element, newId } from './dom.js';
import { showAttachment } from './show-attachment.js';
import { showComponents } from './show-components.js';
import { showEmbed } from './show-embed.js';
import { showMarkdown } from './show-markdown.js';

const MAX_SNIPPET_CHARS = 80;

/**
 * Shows a message with everything that can be done with it.
 *
 * @param message as the server tells it.
 * @param context.names what ids in texts stand for.
 * @param context.me the member who looks at it; context.bot the bot.
 * @param context.repliedTo the message that it replies to; undefined where that is gone.
 * @param context.thread the thread below it, if there is one.
 * @param context.messageCommands names of the commands that can be used on it.
 * @param context.do what can be done: `press`, `reply`, `run`, `edit`, `remove`, `goTo`, `openChannel`.
 */
export function showMessage(message, context) {
  const { author, body, isWaiting, visibleTo } = message;
  const heading = showHeading(message, context);
  return element(
    'article',
    {
      className: visibleTo === null ? 'message' : 'message private',
      'aria-labelledby': heading.id,
      'data-message': message.id,
      // For being led here by a link.
      tabIndex: -1,
    },
    showCause(message, context),
    heading,
    element(
      'div',
      { className: 'body' },
      isWaiting ? element('p', { className: 'subtext' }, `${author.name} is thinking …`) : null,
      body.content
        ? element('div', { className: 'text' }, ...showMarkdown(body.content, context.names))
        : null,
      ...(body.files ?? []).map(showAttachment),
      ...(body.embeds ?? []).map((embed) => showEmbed(embed, context.names)),
    ),
    ...showComponents(body.components ?? [], {
      press: (customId) => context.do.press(message, customId),
      openAddress: context.names.openAddress,
    }),
    visibleTo === null ? null : showPrivacy(message, context),
    context.thread ? showThread(context.thread, context) : null,
    isWaiting ? null : showActions(message, context),
  );
}

/** What a message says, for announcing it. */
export function textOf(article) {
  return [...article.querySelectorAll('.body')].map(({ innerText }) => innerText).join(' ');
}

function showHeading({ author, atMs, isEdited }, { bot }) {
  const at = new Date(atMs);
  return element(
    'p',
    { id: newId(), className: 'by' },
    element('strong', {}, author.name),
    author.id === bot.id ? element('span', { className: 'badge' }, 'APP') : null,
    element(
      'time',
      { dateTime: at.toISOString() },
      at.toLocaleTimeString(undefined, { timeStyle: 'short' }),
    ),
    isEdited ? element('span', {}, '(edited)') : null,
  );
}

/** What a message answers: a command, or another message. */
function showCause({ occasion, repliesToId }, { repliedTo, do: actions }) {
  if (occasion !== null) return element('p', { className: 'cause' }, occasion);
  if (repliesToId === null) return null;
  if (repliedTo === undefined) {
    return element('p', { className: 'cause' }, 'In reply to a message that is gone');
  }
  const { author, body } = repliedTo;
  const text = body.content ?? body.embeds?.[0]?.title ?? '';
  const snippet = text.length > MAX_SNIPPET_CHARS ? `${text.slice(0, MAX_SNIPPET_CHARS)} …` : text;
  return element(
    'p',
    { className: 'cause' },
    button(`In reply to ${author.name}`, () => actions.goTo(repliesToId), { className: 'link' }),
    snippet === '' ? null : ` ${snippet.replaceAll(/<@!?\d+>/g, '@…')}`,
  );
}

function showPrivacy(message, { do: actions }) {
  return element(
    'p',
    { className: 'privacy' },
    'Only you can see this. ',
    button('Dismiss message', () => actions.remove(message), {
      className: 'link',
      'data-key': 'dismiss',
    }),
  );
}

function showThread(thread, { do: actions }) {
  return element(
    'p',
    { className: 'thread' },
    'Thread: ',
    button(thread.name, () => actions.openChannel(thread.id), {
      className: 'link',
      'data-key': 'thread',
    }),
  );
}

/** What Discord has in the menu of a message. */
function showActions(message, { me, messageCommands, do: actions }) {
  const { author, visibleTo } = message;
  const isOwn = author.id === me.id;
  const entries = [
    ...(visibleTo === null ? [['Reply', () => actions.reply(message)]] : []),
    ...(visibleTo === null
      ? messageCommands.map((name) => [name, () => actions.run(name, message)])
      : []),
    ...(isOwn
      ? [
          ['Edit', () => actions.edit(message)],
          ['Delete', () => actions.remove(message)],
        ]
      : []),
  ];
  if (entries.length === 0) return null;
  const menu = element(
    'details',
    { className: 'actions' },
    element(
      'summary',
      { 'aria-label': `More on the message of ${author.name}`, 'data-key': 'more' },
      '⋯',
    ),
  );
  const close = (run) => () => {
    menu.open = false;
    run();
  };
  menu.append(
    element(
      'div',
      { className: 'menu' },
      ...entries.map(([label, run]) => button(label, close(run), { 'data-key': label })),
    ),
  );
  menu.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
  // One that is left is closed.
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget !== null && !menu.contains(relatedTarget)) menu.open = false;
  });
  return menu;
}
