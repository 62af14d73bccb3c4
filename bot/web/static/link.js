// The line to the server: comes back by itself after every break and asks for what it missed.

const FIRST_WAIT = 400;
const LONGEST_WAIT = 10_000;
const BEAT = 20_000;
const PATIENCE = 10_000;

export class Link extends EventTarget {
  #socket = null;
  #wait = FIRST_WAIT;
  #timer = 0;
  #beat = 0;
  #silence = 0;

  /** `hello()` makes the first frame of each line. */
  constructor(hello) {
    super();
    this.hello = hello;
    addEventListener("online", () => this.#soon(0));
    document.addEventListener("visibilitychange", () => !document.hidden && this.#look());
  }

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  start() {
    clearTimeout(this.#timer);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/talk`);
    this.#socket = socket;
    socket.onopen = () => this.send(this.hello());
    socket.onmessage = (event) => this.#heard(JSON.parse(event.data));
    socket.onclose = () => this.#socket === socket && this.#lost();
    clearInterval(this.#beat);
    this.#beat = setInterval(() => this.#look(), BEAT);
  }

  /** Send a frame; false when the line is down. */
  send(frame) {
    if (!this.open) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #heard(frame) {
    clearTimeout(this.#silence);
    this.#silence = 0;
    if (frame.type === "welcome") this.#wait = FIRST_WAIT;
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  // A phone that slept, a router that forgot us: ask, and hang up when nothing comes.
  #look() {
    if (!this.send({ type: "ping" }) || this.#silence) return;
    this.#silence = setTimeout(() => this.#drop(), PATIENCE);
  }

  #drop() {
    const socket = this.#socket;
    this.#lost();
    socket?.close();
  }

  #lost() {
    this.#socket = null;
    clearTimeout(this.#silence);
    this.#silence = 0;
    this.dispatchEvent(new CustomEvent("lost"));
    this.#soon(this.#wait * (0.5 + Math.random() / 2));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  #soon(wait) {
    if (this.#socket) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.start(), wait);
  }
}
