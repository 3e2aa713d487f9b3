import { listen } from './api.js';
import { ChatLog } from './chat-log.js';
import { mainOption, messageCommands, slashCommands } from './commands.js';
import { Composer } from './composer.js';
import { announce, button, element } from './dom.js';
import { nameOf, showChannels, showMembers } from './sidebar.js';

const MESSAGE_ADDRESS = /^https:\/\/discord\.com\/channels\/[^/]+\/(\d+)\/(\d+)$/;

const NOTICE = 'Not Discord, but what the bot does there.';
const COPY_NOTICE = 'Adding and removing articles changes a copy, which is deleted at the end.';
const KEEP_NOTICE = 'Adding and removing articles changes your corpus.';

/** What the page knows, all of it from the server, and which channel is open. */
const world = {
  bot: null,
  me: null,
  members: [],
  roles: [],
  channels: [],
  channel: null,
  definitions: [],
  /** @type {{ isReady: boolean, example: string | null }} */
  status: { isReady: false, example: null },
  maxFileBytes: 0,
  messages: new Map(),
  /** Ids of channels with something new. */
  unread: new Set(),
  /** The slash commands that can be used in the open channel. */
  get commands() {
    return slashCommands(this.definitions, this.channel.memberId !== null);
  },
};

const composer = new Composer(at('compose'), world);
const log = new ChatLog(at('log'), { contextOf, leaveFocus: () => composer.focus() });
let stopListening = () => {};

be(null);

/** Looks at everything as a member sees it; null for the first one. */
function be(memberId) {
  stopListening();
  stopListening = listen(memberId, takeEvent, () => {
    at('status').textContent = 'Connection lost; trying again …';
  });
}

function takeEvent(event) {
  switch (event.kind) {
    case 'everything':
      takeEverything(event);
      break;
    case 'status':
      world.status = event.status;
      showStatus();
      if (messagesHere().length === 0) showMessages();
      break;
    case 'message':
      takeMessage(event.message);
      break;
    case 'gone':
      world.messages.delete(event.messageId);
      log.remove(event.messageId);
      break;
    case 'channel':
      takeChannel(event.channel);
      break;
    case 'writing':
      if (event.channelId === world.channel.id) showWriting(event.isWriting);
      break;
    default:
  }
}

function takeEverything({ me, messages, channels, commands, keepsChanges, ...rest }) {
  const isSame = world.me?.id === me;
  Object.assign(world, rest, {
    me: rest.members.find(({ id }) => id === me),
    channels,
    definitions: commands,
    messages: new Map(messages.map((message) => [message.id, message])),
  });
  if (!isSame) world.unread.clear();
  const again = channels.find(({ id }) => id === world.channel?.id);
  at('notice').textContent = `${NOTICE} ${keepsChanges ? KEEP_NOTICE : COPY_NOTICE}`;
  showMembers(at('members'), world.members, { me: world.me, onChoose: be });
  showStatus();
  if (isSame && again) {
    showMessages();
    return;
  }
  openChannel(again ?? channels[0]);
  announce(`You are ${world.me.name}.`);
}

function takeMessage(message) {
  world.messages.set(message.id, message);
  if (message.channelId === world.channel.id) {
    log.show(message);
    return;
  }
  if (message.isWaiting || world.unread.has(message.channelId)) return;
  world.unread.add(message.channelId);
  showSidebar();
  const channel = world.channels.find(({ id }) => id === message.channelId);
  announce(`Something new in ${nameOf(channel)}`);
}

function takeChannel(channel) {
  world.channels.push(channel);
  showSidebar();
  // A thread has the id of the message that it stands below.
  const message = world.messages.get(channel.id);
  if (message?.channelId === world.channel.id) log.show(message);
}

function openChannel(channel, messageId = null) {
  world.channel = channel;
  world.unread.delete(channel.id);
  at('channel-name').textContent = nameOf(channel);
  document.title = `${nameOf(channel)} · Verbatim playground`;
  showSidebar();
  showWriting(false);
  showMessages();
  composer.reset();
  if (messageId !== null) log.goTo(messageId);
}

function showSidebar() {
  showChannels(at('channels'), world.channels, {
    current: world.channel,
    unread: world.unread,
    onOpen(channel) {
      openChannel(channel);
      announce(`Opened ${nameOf(channel)}`);
    },
  });
}

function showMessages() {
  log.showAll(messagesHere(), showEmpty());
}

/** Something to begin with, where nothing has been said yet. */
function showEmpty() {
  const { example } = world.status;
  const command = world.commands.find((known) => mainOption(known)?.required);
  const canAsk = example !== null && command !== undefined;
  return element(
    'div',
    { className: 'empty' },
    element('p', {}, 'Nothing has been said here yet.'),
    canAsk ? element('p', {}, 'Try a question that the articles answer:') : null,
    canAsk
      ? button(`/${command.name} ${example}`, () => askExample(command, example), {
          className: 'example',
        })
      : null,
  );
}

function askExample(command, example) {
  composer.run(command, example);
  // What was pressed goes with the first message.
  composer.focus();
}

function showStatus() {
  at('status').textContent = world.status.isReady
    ? ''
    : 'Opening the articles; questions are answered in a moment …';
}

function showWriting(isWriting) {
  at('writing').textContent = isWriting ? `${world.bot.name} is writing …` : '';
}

function messagesHere() {
  return [...world.messages.values()].filter(({ channelId }) => channelId === world.channel.id);
}

/** What showing a message takes. */
function contextOf(message) {
  const { channel, definitions, me, bot } = world;
  return {
    me,
    bot,
    names: {
      user: (id) => nameIn([...world.members, bot], id),
      role: (id) => nameIn(world.roles, id),
      channel: (id) => nameIn(world.channels, id),
      openChannel: goToChannel,
      openAddress,
    },
    repliedTo: world.messages.get(message.repliesToId),
    thread: world.channels.find(({ id }) => id === message.id),
    messageCommands: messageCommands(definitions, channel.memberId !== null),
    do: {
      press: ({ id }, customId) => composer.act({ kind: 'button', messageId: id, customId }),
      reply: (target) => composer.reply(target),
      edit: (target) => composer.edit(target),
      remove: ({ id }) => composer.act({ kind: 'delete', messageId: id }),
      run: (name, { id }) =>
        composer.act({
          kind: 'command',
          channelId: channel.id,
          name,
          options: {},
          files: {},
          targetId: id,
        }),
      goTo: (id) => log.goTo(id),
      openChannel: goToChannel,
    },
  };
}

function goToChannel(id, messageId = null) {
  const channel = world.channels.find((known) => known.id === id);
  if (channel === undefined) composer.tell('There is no such channel here.');
  else openChannel(channel, messageId);
}

/** Leads to messages alone; the page opens nothing else, and says what Discord would open. */
function openAddress(url) {
  const [, channelId, messageId] = MESSAGE_ADDRESS.exec(url) ?? [];
  if (channelId === undefined) composer.tell(`In Discord this leads to ${url}`);
  else goToChannel(channelId, messageId);
}

function nameIn(known, id) {
  return known.find((one) => one.id === id)?.name ?? 'unknown';
}

function at(id) {
  return document.getElementById(id);
}
