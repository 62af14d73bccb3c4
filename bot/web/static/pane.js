// One person's phone: who they are, their chats, the conversation that is open.

import { ChatList } from "./chatlist.js";
import { Composer } from "./composer.js";
import { el, icon } from "./dom.js";
import { face } from "./faces.js";
import { showMenu } from "./menu.js";
import { choosePersona, roleWords } from "./personas.js";
import { showPhoto } from "./photo.js";
import { Talk } from "./talk.js";
import { sentencesFor } from "./tries.js";
import { WORDS } from "./words.js";

const RECALL_WITHIN = 2 * 60_000;

export class Pane {
  account = "";
  chat = "";

  /** `page`: { store, outbox, link, warn(sentence), changed(pane) }. */
  constructor(page) {
    this.page = page;
    this.who = el("button.who", { type: "button", onclick: () => this.#choose() });
    this.list = new ChatList(page.store, (chat) => this.open(chat));
    this.talk = new Talk(page.store, page.outbox, this.#talkActs());
    this.composer = new Composer(this.#composerActs());
    this.title = el("h2");
    this.backButton = el("button.plain.back", { type: "button", onclick: () => this.leave() });
    this.element = el("section.pane", {},
      el("div.side", {}, el("div.me", {}, this.who), this.list.element),
      el("div.talk", {}, el("header", {}, this.backButton, this.title), this.talk.element, this.composer.element));
    this.element.dataset.view = "list";
    new ResizeObserver(() => this.#read()).observe(this.element);
  }

  /** Play that person; the chat named, else their first, is open beside the list. */
  play(account, chat = null) {
    this.account = account;
    this.chat = chat ?? this.page.store.chatsOf(account)[0];
    this.#view(chat ? "talk" : "list");
    this.draw();
    this.page.changed(this);
  }

  /** Open a chat; on a narrow screen it takes the list's place. */
  open(chat) {
    this.chat = chat;
    this.#view("talk");
    this.draw();
    this.page.changed(this);
    if (matchMedia("(hover: hover)").matches) this.composer.field.focus();
  }

  /** Back to the list on a narrow screen. */
  leave() {
    this.#view("list");
    this.draw();
    this.page.changed(this);
  }

  /** Whether the conversation can be seen right now. */
  get reading() {
    return !document.hidden && this.talk.list.clientHeight > 0;
  }

  get narrow() {
    return this.element.dataset.view === "talk" && getComputedStyle(this.element.querySelector(".side")).display === "none";
  }

  /** Bring everything in step with the store. */
  draw() {
    const { store } = this.page;
    const person = store.people.get(this.account);
    if (!person) return;
    this.#drawWho(person);
    this.list.show(this.account, this.chat);
    const room = store.rooms.get(this.chat);
    this.title.replaceChildren(store.chatName(this.chat), room ? el("small", {}, WORDS.members(room.members.length + 1)) : "");
    this.#drawBack();
    this.talk.show(this.account, this.chat);
    this.composer.turn(`${this.account}\n${this.chat}`, {
      label: store.chatName(this.chat),
      bot: store.bot,
      names: room ? [store.bot, ...room.members.filter((name) => name !== person.name)] : [],
      sentences: store.mode === "demo" ? sentencesFor(store, person, this.chat) : [],
    });
    this.#read();
  }

  #view(view) {
    this.element.dataset.view = view;
  }

  #drawWho(person) {
    const key = `${person.account}/${this.page.store.mode}`;
    if (this.who.dataset.key === key) return;
    this.who.dataset.key = key;
    const demo = this.page.store.mode === "demo";
    this.who.disabled = !demo;
    this.who.replaceChildren(
      face(person.name),
      el("span.lines", {}, el("b", {}, demo ? WORDS.iAm(person.name) : person.name), el("small", {}, roleWords(person))),
      ...(demo ? [el("span.switch", {}, icon("switch"), WORDS.switchTo)] : []));
  }

  #drawBack() {
    const { store } = this.page;
    const others = store.chatsOf(this.account).filter((chat) => chat !== this.chat);
    const unread = others.reduce((sum, chat) => sum + store.unread(this.account, chat), 0);
    this.backButton.setAttribute("aria-label", unread ? WORDS.backUnread(unread) : WORDS.back);
    this.backButton.replaceChildren(icon("back"), unread ? el("span.count", {}, unread) : "");
  }

  async #choose() {
    const account = await choosePersona(this.page.store, this.account);
    if (account) this.play(account);
    this.who.focus();
  }

  #read() {
    if (this.account && this.reading && this.talk.atEnd) this.page.store.markRead(this.account, this.chat);
  }

  #talkActs() {
    const { store, link } = this.page;
    return {
      older: () => link.send({ type: "older", chat: this.chat, before: store.messages(this.chat)[0].seq }),
      menu: (message, anchor) => showMenu(this.element, anchor, this.#menuOf(message)),
      face: (name) => this.composer.mentions.insert(name),
      photo: showPhoto,
      read: () => this.#read(),
    };
  }

  #menuOf(message) {
    const { store, outbox } = this.page;
    const mine = message.from === this.account;
    const young = store.now() - Date.parse(message.at) < RECALL_WITHIN;
    const name = store.nameOf(message.from);
    return [
      [WORDS.quote, () => this.composer.quote(message)],
      mine && young && [WORDS.recall, () => outbox.recall({ as: this.account, chat: this.chat, of: message.id })],
      !mine && store.isRoom(this.chat) && [WORDS.mention(name), () => this.composer.mentions.insert(name)],
      message.text && navigator.clipboard && [WORDS.copy, () => navigator.clipboard.writeText(message.text)],
    ].filter(Boolean);
  }

  #composerActs() {
    const { store, outbox, warn } = this.page;
    const here = () => ({ as: this.account, chat: this.chat });
    return {
      say: (text, quote) => outbox.say({ ...here(), text, quote }),
      photo: (file) => outbox.photo({ ...here(), file }),
      nameOf: (account) => store.nameOf(account),
      warn,
    };
  }
}
