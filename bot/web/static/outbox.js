// What was said here and is not yet on the server. It outlives a reload; saying it twice says it once.

import { newId } from "./dom.js";
import { remember, remembered } from "./store.js";

const KEEP = "louzhang.pending";
const TRIES = 6;

export class Outbox extends EventTarget {
  #link;
  #store;
  #waiting = remembered(KEEP, []);

  constructor(link, store) {
    super();
    this.#link = link;
    this.#store = store;
  }

  /** What waits for a chat, spoken by that account. */
  of(account, chat) {
    return this.#waiting.filter((item) => item.chat === chat && item.as === account && item.type !== "recall");
  }

  say({ as, chat, text, quote }) {
    this.#put({ type: "say", id: newId(), as, chat, text, quote: quote ?? null });
  }

  recall({ as, chat, of }) {
    this.#put({ type: "recall", id: newId(), as, chat, of });
  }

  photo({ as, chat, file }) {
    const preview = URL.createObjectURL(file);
    this.#put({ type: "photo", id: newId(), as, chat, text: "", file, preview });
  }

  again(id) {
    const item = this.#find(id);
    if (!item) return;
    Object.assign(item, { failed: null, tries: 0 });
    this.#changed(item);
    this.#send(item);
  }

  discard(id) {
    this.#remove(id);
  }

  /** The line is up (again): everything that waits goes out, in order. */
  flush() {
    for (const item of this.#waiting.filter((waiting) => !waiting.failed)) this.#send(item);
  }

  /** The server has it. */
  accepted(id) {
    this.#remove(id);
  }

  /** The server will not have it, and says why. */
  refused(id, sentence) {
    const item = this.#find(id);
    if (!item) return;
    if (item.type === "recall") this.#remove(id);
    else this.#fail(item, sentence);
    this.dispatchEvent(new CustomEvent("refused", { detail: { sentence, item } }));
  }

  #put(item) {
    this.#waiting.push({ ...item, at: this.#store.now(), tries: 0, failed: null });
    this.#changed(item);
    this.#send(this.#waiting.at(-1));
  }

  #send(item) {
    if (item.type === "photo") return this.#upload(item);
    const { type, id, as, chat, text, quote, of } = item;
    if (!this.#link.send({ type, id, as, chat, text, quote, of })) return;
    item.tries += 1;
    if (item.tries > TRIES) this.#fail(item, null);
  }

  async #upload(item) {
    if (item.busy) return;
    item.busy = true;
    const query = new URLSearchParams({ as: item.as, chat: item.chat, id: item.id });
    try {
      const answer = await fetch(`/photo?${query}`, { method: "POST", body: item.file });
      if (answer.ok) this.accepted(item.id);
      else this.refused(item.id, (await answer.json()).sentence);
    } catch {
      item.tries += 1;
      if (item.tries > TRIES) this.#fail(item, null);
    } finally {
      item.busy = false;
    }
  }

  #fail(item, sentence) {
    item.failed = sentence ?? true;
    this.#changed(item);
  }

  #find(id) {
    return this.#waiting.find((item) => item.id === id);
  }

  #remove(id) {
    const item = this.#find(id);
    if (!item) return;
    this.#waiting = this.#waiting.filter((other) => other !== item);
    if (item.preview) setTimeout(() => URL.revokeObjectURL(item.preview), 5_000);
    this.#changed(item);
  }

  // Photos are too large for the browser's own store: they wait in memory alone.
  #changed(item) {
    remember(KEEP, this.#waiting.filter((waiting) => waiting.type !== "photo"));
    this.dispatchEvent(new CustomEvent("change", { detail: { chat: item.chat } }));
  }
}
