// The list of chats of one person, with what is unread.

import { el } from "./dom.js";
import { botFace, roomFace } from "./faces.js";
import { chatTime } from "./time.js";
import { WORDS } from "./words.js";

export class ChatList {
  #store;
  #rows = new Map();
  #account = "";

  constructor(store, onOpen) {
    this.#store = store;
    this.onOpen = onOpen;
    this.element = el("ul.chats", { "aria-label": WORDS.chats });
  }

  /** Show that person's chats; `open` is the one being read. */
  show(account, open) {
    const chats = this.#store.chatsOf(account);
    if (account !== this.#account) this.#begin(account, chats);
    for (const chat of chats) this.#update(chat, chat === open);
  }

  #begin(account, chats) {
    this.#account = account;
    this.#rows = new Map(chats.map((chat) => [chat, this.#row(chat)]));
    this.element.replaceChildren(...[...this.#rows.values()].map((row) => row.line));
  }

  #row(chat) {
    const room = this.#store.rooms.get(chat);
    const row = {
      name: el("span.title", {}, this.#store.chatName(chat)),
      time: el("span.when"),
      last: el("span.last"),
      badge: el("span.badge", { hidden: true }),
      label: el("span.unseen"),
    };
    const picture = el("span.pic", {}, room ? roomFace(room.members) : botFace(), row.badge);
    row.button = el("button", { type: "button", onclick: () => this.onOpen(chat) },
      picture, el("span.lines", {}, el("span.top", {}, row.name, row.time), row.last), row.label);
    row.line = el("li", {}, row.button);
    return row;
  }

  #update(chat, open) {
    const row = this.#rows.get(chat);
    const unread = this.#store.unread(this.#account, chat);
    const last = this.#store.lastOf(chat);
    row.button.setAttribute("aria-current", String(open));
    row.badge.hidden = !unread;
    row.badge.textContent = unread > 99 ? "99+" : unread;
    row.label.textContent = unread ? WORDS.unread(unread) : "";
    row.time.textContent = last ? chatTime(Date.parse(last.at), this.#store.now(), this.#store.zone, { short: true }) : "";
    row.last.replaceChildren(...this.#summary(chat, last, unread));
  }

  #summary(chat, last, unread) {
    if (!last) return [this.#store.isRoom(chat) ? WORDS.noMessages : WORDS.privateLine];
    const called = unread && this.#store.isRoom(chat) && this.#store.mentionedUnread(this.#account, chat);
    return [called ? el("em", {}, WORDS.mentionedYou) : "", this.#words(chat, last)];
  }

  #words(chat, last) {
    const name = last.from === this.#account ? WORDS.youSaid : this.#store.nameOf(last.from);
    if (last.recalled) return last.from === this.#account ? WORDS.recalledYou : WORDS.recalled(name);
    const words = last.photo ? WORDS.photoShort : last.text.replaceAll("\n", " ");
    return this.#store.isRoom(chat) && last.from !== this.#account ? `${name}：${words}` : words;
  }
}
