import { announce } from './dom.js';
import { showMessage, textOf } from './show-message.js';

const MAX_ANNOUNCED_CHARS = 600;
/** What changes again within this time is not announced before. */
const ANNOUNCE_AFTER_MS = 500;
/** Whoever is as near to the end is kept there. */
const NEAR_END_PX = 120;

/** The messages of one channel, kept up to date without moving the focus of whoever reads them. */
export class ChatLog {
  #log;
  #contextOf;
  #leaveFocus;
  /** Timers of announcements, by message. */
  #announcing = new Map();
  /** Where the log was scrolled to last; whoever has not moved it is led on. */
  #leftAt = 0;

  /**
   * @param log the element.
   * @param options.contextOf what `showMessage` needs for a message.
   * @param options.leaveFocus puts the focus elsewhere, when what had it is gone.
   */
  constructor(log, { contextOf, leaveFocus }) {
    this.#log = log;
    this.#contextOf = contextOf;
    this.#leaveFocus = leaveFocus;
  }

  /** Shows other messages, or something else where there are none. */
  showAll(messages, otherwise) {
    for (const timer of this.#announcing.values()) clearTimeout(timer);
    this.#announcing.clear();
    const shown = messages.map((message) => showMessage(message, this.#contextOf(message)));
    this.#log.replaceChildren(...(shown.length > 0 ? shown : [otherwise]));
    if (shown.length > 0) this.#scrollTo(shown.at(-1));
  }

  /** Shows a message that is new, or has changed. */
  show(message) {
    const isFollowing = this.#isFollowing();
    const before = this.#find(message.id);
    const article = showMessage(message, this.#contextOf(message));
    if (before === null) {
      if (this.#log.querySelector('article') === null) this.#log.replaceChildren();
      this.#log.append(article);
    } else {
      const key = before.contains(document.activeElement)
        ? document.activeElement.dataset.key
        : undefined;
      const hadFocus = before.contains(document.activeElement);
      before.replaceWith(article);
      if (hadFocus) (this.#keyed(article, key) ?? article).focus();
    }
    const isOwn = message.author.id === this.#contextOf(message).me.id;
    if (isFollowing || isOwn) this.#scrollTo(article);
    if (!isOwn && !message.isWaiting) this.#announceSoon(message, article);
  }

  remove(messageId) {
    const article = this.#find(messageId);
    if (article === null) return;
    const hadFocus = article.contains(document.activeElement);
    article.remove();
    if (hadFocus) this.#leaveFocus();
  }

  /** Leads to a message. */
  goTo(messageId) {
    const article = this.#find(messageId);
    article?.scrollIntoView({ block: 'center' });
    article?.focus();
  }

  #announceSoon(message, article) {
    clearTimeout(this.#announcing.get(message.id));
    const timer = setTimeout(() => {
      this.#announcing.delete(message.id);
      const text = textOf(article).slice(0, MAX_ANNOUNCED_CHARS);
      announce(`${message.author.name}${message.visibleTo ? ', to you alone' : ''}: ${text}`);
    }, ANNOUNCE_AFTER_MS);
    this.#announcing.set(message.id, timer);
  }

  #find(messageId) {
    return this.#log.querySelector(`[data-message="${CSS.escape(messageId)}"]`);
  }

  #keyed(article, key) {
    if (key === undefined) return null;
    return article.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }

  #isFollowing() {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    const isNearEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    return isNearEnd || scrollTop === this.#leftAt;
  }

  /** The end of the last message, or the beginning of one that does not fit. */
  #scrollTo(article) {
    const isTall = article.offsetHeight > this.#log.clientHeight;
    if (isTall) article.scrollIntoView({ block: 'start' });
    else this.#log.scrollTop = this.#log.scrollHeight;
    this.#leftAt = this.#log.scrollTop;
  }
}
