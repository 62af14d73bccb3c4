// Where one writes: text that grows, quote, photo, sentences to try.

import { el, icon } from "./dom.js";
import { Mentions } from "./mentions.js";
import { WORDS } from "./words.js";

const LONGEST = 2_000;
const LARGEST_PHOTO = 5 * 1024 * 1024;
const PHOTOS = ["image/jpeg", "image/png", "image/webp"];

export class Composer {
  #drafts = new Map();
  #key = "";
  #quote = null;
  #act;

  /** `act`: { say(text, quoteId), photo(file), warn(sentence), nameOf(account) }. */
  constructor(act) {
    this.#act = act;
    this.field = el("textarea", {
      rows: 1, maxLength: LONGEST, placeholder: WORDS.write, autocomplete: "off", enterKeyHint: "send",
      oninput: () => this.#changed(), onkeydown: (event) => this.#key_(event), onpaste: (event) => this.#pasted(event),
    });
    this.mentions = new Mentions(this.field);
    this.button = el("button.send", { type: "button", onclick: () => this.#send() }, WORDS.send);
    this.picker = el("input", { type: "file", accept: PHOTOS.join(","), hidden: true, onchange: () => this.#picked() });
    this.quoteLine = el("div.quoting", { hidden: true });
    this.tries = el("div.tries", { hidden: true });
    this.element = el("div.composer", {},
      this.tries, this.mentions.element, this.quoteLine,
      el("div.writing", {},
        el("button.plain.tool", { type: "button", "aria-label": WORDS.photo, title: WORDS.photo, onclick: () => this.picker.click() }, icon("photo")),
        this.field, this.button, this.picker));
  }

  /** Write in another chat, or as another person; what was begun there is still there. */
  turn(key, { label, names, bot, sentences }) {
    if (key !== this.#key) {
      this.#drafts.set(this.#key, this.field.value);
      this.#key = key;
      this.field.value = this.#drafts.get(key) ?? "";
      this.quote(null);
      this.#changed();
    }
    this.field.setAttribute("aria-label", WORDS.writeTo(label));
    this.mentions.offer(names, bot);
    this.#offer(sentences);
  }

  /** Answer to that message; null = to none. */
  quote(message) {
    this.#quote = message;
    this.quoteLine.hidden = !message;
    if (!message) return;
    const words = message.photo ? WORDS.photoShort : message.text;
    this.quoteLine.replaceChildren(
      el("span", {}, WORDS.quoting(this.#act.nameOf(message.from)) + words),
      el("button.plain", { type: "button", "aria-label": WORDS.dropQuote, onclick: () => this.quote(null) }, icon("close")));
    this.field.focus();
  }

  /** Write this sentence into the field, ready to be sent. */
  fill(text) {
    this.field.value = text;
    this.#changed();
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
  }

  #offer(sentences) {
    const shown = [...this.tries.querySelectorAll("button")].map((button) => button.textContent);
    if (shown.join("\n") === sentences.join("\n")) return;
    this.tries.hidden = !sentences.length;
    this.tries.replaceChildren(
      el("span", {}, WORDS.tryThese),
      ...sentences.map((text) => el("button", { type: "button", onclick: () => this.fill(text) }, text)));
  }

  // While a Chinese input method is composing, Enter chooses a word and must not send.
  #key_(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (this.mentions.took(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape" && this.#quote) this.quote(null);
  }

  #changed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 140)}px`;
    this.button.disabled = !this.field.value.trim();
    this.mentions.look();
  }

  #send() {
    const text = this.field.value.trim();
    if (!text) return;
    this.#act.say(text, this.#quote?.id);
    this.field.value = "";
    this.quote(null);
    this.#changed();
    this.field.focus();
  }

  #picked() {
    const [file] = this.picker.files;
    this.picker.value = "";
    if (file) this.#photo(file);
  }

  #pasted(event) {
    const file = [...event.clipboardData.files].find((one) => one.type.startsWith("image/"));
    if (!file) return;
    event.preventDefault();
    this.#photo(file);
  }

  #photo(file) {
    if (!PHOTOS.includes(file.type)) this.#act.warn(WORDS.photoKind);
    else if (file.size > LARGEST_PHOTO) this.#act.warn(WORDS.photoSize);
    else this.#act.photo(file);
  }
}
