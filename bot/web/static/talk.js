// The conversation: messages with their times, kept in step with the store.

import { bubble, mentionPattern, note } from "./bubble.js";
import { el, icon } from "./dom.js";
import { hideMenu } from "./menu.js";
import { chatTime } from "./time.js";
import { WORDS } from "./words.js";

const PAUSE = 5 * 60_000; // a time stands wherever nobody spoke for so long
const NEAR = 90;

export class Talk {
  #store;
  #outbox;
  #view = null;
  #key = "";
  #drawn = new Map();
  #newest = 0;
  #away = 0;

  /** `act`: { older(chat), menu(message, anchor), face(name), photo(source, alt), read() }. */
  constructor(store, outbox, act) {
    this.#store = store;
    this.#outbox = outbox;
    this.act = act;
    this.older = el("button.link.older", { type: "button", onclick: () => act.older() }, WORDS.older);
    this.list = el("ol.messages", { role: "log", tabIndex: 0, onscroll: () => this.#scrolled() });
    this.below = el("button.below", { type: "button", hidden: true, onclick: () => this.toEnd() });
    this.element = el("div.stream", {}, this.list, this.below);
  }

  /** Show a chat as that person sees it. */
  show(account, chat) {
    const key = `${account}\n${chat}`;
    if (key === this.#key) return this.sync();
    hideMenu();
    this.#key = key;
    this.#drawn.clear();
    this.#newest = 0;
    this.#view = this.#viewOf(account, chat);
    this.list.setAttribute("aria-label", WORDS.messages(this.#store.chatName(chat)));
    this.list.setAttribute("aria-live", "off");
    this.list.replaceChildren();
    this.sync();
    this.toEnd();
    requestAnimationFrame(() => this.list.setAttribute("aria-live", "polite"));
  }

  /** Bring the lines in step with what is known. */
  sync() {
    if (!this.#view) return;
    const { account, chat } = this.#view;
    const said = this.#store.messages(chat);
    const waiting = this.#outbox.of(account, chat).filter((item) => !this.#store.message(item.id)).map(asMessage);
    const atEnd = this.#atEnd();
    const height = this.list.scrollHeight;
    const grewAbove = this.#place([...this.#head(said, waiting), ...this.#lines([...said, ...waiting])]);
    if (grewAbove) this.list.scrollTop += this.list.scrollHeight - height;
    this.#follow(said, waiting, atEnd);
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.#away = 0;
    this.below.hidden = true;
    this.act.read();
  }

  get atEnd() {
    return this.#atEnd();
  }

  #viewOf(account, chat) {
    const group = this.#store.isRoom(chat);
    const names = group ? [this.#store.bot, ...this.#store.rooms.get(chat).members] : [this.#store.nameOf(account)];
    return {
      store: this.#store, account, chat, group, names, mentionPattern: mentionPattern(names),
      onMenu: this.act.menu, onFace: this.act.face, onPhoto: this.act.photo,
      onAgain: (id) => this.#outbox.again(id), onDiscard: (id) => this.#outbox.discard(id),
      onGrown: () => this.#away || this.toEnd(),
    };
  }

  // Above all messages: the way to older ones, or a word of welcome where nobody has spoken.
  #head(said, waiting) {
    if (said.length && !this.#store.ended.has(this.#view.chat)) return [this.#keep("older", 0, () => el("li.note", {}, this.older))];
    if (said.length || waiting.length || this.#store.mode !== "demo") return [];
    return [this.#keep("start", 0, () => note(WORDS.emptyTalk, "start"))];
  }

  #lines(messages) {
    const lines = [];
    let before = -Infinity;
    for (const message of messages) {
      const at = typeof message.at === "number" ? message.at : Date.parse(message.at);
      if (at - before > PAUSE) lines.push(this.#time(message.id, at));
      before = at;
      lines.push(this.#line(message));
    }
    return lines;
  }

  #time(id, at) {
    const words = chatTime(at, this.#store.now(), this.#store.zone);
    return this.#keep(`time ${id}`, words, () => note(words, "time"));
  }

  #line(message) {
    const version = [!!message.seq, message.recalled, message.failed, message.quote?.text === null].join();
    return this.#keep(message.id, version, () => bubble(message, this.#view));
  }

  #keep(key, version, make) {
    const known = this.#drawn.get(key);
    if (known?.version === version) return known.line;
    const line = make();
    this.#drawn.set(key, { line, version });
    return line;
  }

  // Puts the lines in order, touching only what changed; true when something came in above what was there.
  #place(lines) {
    const first = this.list.querySelector(".said");
    const wanted = new Set(lines);
    for (const line of [...this.list.children]) if (!wanted.has(line)) line.remove();
    let next = this.list.firstChild;
    for (const line of lines) {
      if (line === next) next = next.nextSibling;
      else this.list.insertBefore(line, next);
    }
    return Boolean(first?.isConnected && this.list.querySelector(".said") !== first);
  }

  #follow(said, waiting, atEnd) {
    const newest = said.at(-1)?.seq ?? 0;
    const fresh = said.filter((message) => message.seq > this.#newest);
    const mine = waiting.length > 0 || fresh.some((message) => message.from === this.#view.account);
    this.#newest = newest;
    if (atEnd || mine) return this.toEnd();
    this.#away += fresh.length;
    this.below.hidden = !this.#away;
    this.below.textContent = WORDS.newBelow(this.#away);
  }

  #atEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR;
  }

  #scrolled() {
    hideMenu();
    if (this.#away && this.#atEnd()) this.toEnd();
  }
}

function asMessage(item) {
  return { id: item.id, from: item.as, at: item.at, text: item.text, preview: item.preview, failed: item.failed, mentions: [] };
}
