// What the page knows: people, rooms, messages, what has been read. Says "change" whenever it knows more.

const KEEP_READ = "louzhang.read";

/** A value in the browser's own store; `fallback` when there is none or it may not be used. */
export function remembered(key, fallback) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? fallback;
  } catch {
    return fallback;
  }
}

/** Keep a value in the browser's own store, as far as it lets us. */
export function remember(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden store: the page works on without memory.
  }
}

export class Store extends EventTarget {
  mode = "demo";
  bot = "小楼";
  zone = "Asia/Shanghai";
  people = new Map();
  rooms = new Map();
  last = null; // the newest number seen: a page that comes back asks for what is after it
  ended = new Set(); // chats whose very first message is here
  #chats = new Map();
  #byId = new Map();
  #read = remembered(KEEP_READ, {});
  #ahead = 0;

  welcome(frame) {
    Object.assign(this, { mode: frame.mode, bot: frame.bot, zone: frame.zone });
    this.people = new Map(frame.people.map((person) => [person.account, person]));
    this.rooms = new Map(frame.rooms.map((room) => [room.name, room]));
    this.setClock(frame.now);
  }

  setClock(now) {
    this.#ahead = Date.parse(now) - Date.now();
    this.#say("clock");
  }

  now() {
    return Date.now() + this.#ahead;
  }

  history(frame) {
    if (frame.anew) this.#forget(frame);
    for (const message of frame.messages) this.#take(message);
    if (frame.anew) this.#endShort(frame);
    this.last = Math.max(this.last ?? 0, frame.last);
    this.#say("change", { anew: frame.anew });
  }

  older(frame) {
    for (const message of frame.messages) this.#take(message);
    if (frame.end) this.ended.add(frame.chat);
    this.#say("change", { older: frame.chat });
  }

  add(message) {
    this.#take(message);
    this.last = Math.max(this.last ?? 0, message.seq);
    this.#say("change", { chat: message.chat, message });
  }

  message(id) {
    return this.#byId.get(id);
  }

  messages(chat) {
    return this.#chats.get(chat) ?? [];
  }

  lastOf(chat) {
    return this.messages(chat).at(-1);
  }

  isRoom(chat) {
    return this.rooms.has(chat);
  }

  /** The person's chats: the own building's room, the bot, the other rooms. Who has no home here has the bot first. */
  chatsOf(account) {
    const { rooms, place } = this.people.get(account);
    return place ? [...rooms.slice(0, 1), account, ...rooms.slice(1)] : [account, ...rooms];
  }

  chatName(chat) {
    return this.isRoom(chat) ? chat : this.bot;
  }

  nameOf(account) {
    return this.people.get(account)?.name ?? account;
  }

  unread(account, chat) {
    const seen = this.#read[account]?.[chat] ?? 0;
    return this.messages(chat).filter((message) => message.seq > seen && this.#counts(message, account)).length;
  }

  mentionedUnread(account, chat) {
    const seen = this.#read[account]?.[chat] ?? 0;
    const name = this.nameOf(account);
    return this.messages(chat).some((message) => message.seq > seen && message.mentions.includes(name));
  }

  unreadAll(account) {
    return this.chatsOf(account).reduce((sum, chat) => sum + this.unread(account, chat), 0);
  }

  markRead(account, chat) {
    const newest = this.lastOf(chat)?.seq ?? 0;
    if ((this.#read[account]?.[chat] ?? 0) >= newest) return;
    (this.#read[account] ??= {})[chat] = newest;
    remember(KEEP_READ, this.#read);
    this.#say("read");
  }

  #counts(message, account) {
    return message.from !== account && !message.recalled;
  }

  // The server begins anew: a fresh database, or too much was missed. A number never seen here is no longer "read".
  #forget(frame) {
    this.#chats.clear();
    this.#byId.clear();
    this.ended.clear();
    this.last = null;
    const known = Object.keys(this.#read).length > 0;
    for (const marks of Object.values(this.#read)) {
      for (const chat of Object.keys(marks)) if (marks[chat] > frame.last) delete marks[chat];
    }
    if (!known && this.mode === "live") this.#allRead(frame.last);
  }

  // A chat that gave fewer lines than were asked for has given all.
  #endShort(frame) {
    const given = new Map();
    for (const { chat } of frame.messages) given.set(chat, (given.get(chat) ?? 0) + 1);
    for (const chat of [...this.rooms.keys(), ...this.people.keys()]) if ((given.get(chat) ?? 0) < frame.look) this.ended.add(chat);
  }

  #allRead(last) {
    for (const account of this.people.keys()) {
      this.#read[account] = Object.fromEntries(this.chatsOf(account).map((chat) => [chat, last]));
    }
    remember(KEEP_READ, this.#read);
  }

  #take(message) {
    if (message.kind === "recall") return this.#takeBack(message.of);
    if (this.#byId.has(message.id)) return;
    this.#byId.set(message.id, message);
    const chat = this.#chats.get(message.chat) ?? [];
    const place = chat.findLastIndex((other) => other.seq < message.seq) + 1;
    chat.splice(place, 0, message);
    this.#chats.set(message.chat, chat);
  }

  #takeBack(id) {
    const message = this.#byId.get(id);
    if (message) Object.assign(message, { recalled: true, text: "", photo: null, mentions: [] });
    for (const other of this.#byId.values()) {
      if (other.quote?.id === id) Object.assign(other.quote, { text: null, from: null });
    }
  }

  #say(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
