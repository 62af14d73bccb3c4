// Completion of @names while writing.

import { el } from "./dom.js";
import { botFace, face } from "./faces.js";
import { WORDS } from "./words.js";

const GAP = "\u2005"; // what WeChat puts behind a name
const STARTED = /@([^@\s\u2005]{0,12})$/;
let lists = 0;

export class Mentions {
  #field;
  #names = [];
  #bot = "";
  #options = [];
  #at = 0;

  constructor(field) {
    this.#field = field;
    this.element = el("ul.mentions", { role: "listbox", id: `mentions-${++lists}`, "aria-label": WORDS.mentionList, hidden: true });
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.element.id);
    field.addEventListener("blur", () => this.#hide());
  }

  /** Who can be mentioned here; nobody in a private chat. */
  offer(names, bot) {
    this.#names = names;
    this.#bot = bot;
    this.#hide();
  }

  /** The text has changed: show who fits what stands behind the @. */
  look() {
    const found = STARTED.exec(this.#field.value.slice(0, this.#field.selectionStart));
    const fitting = found ? this.#names.filter((name) => name.includes(found[1])) : [];
    if (fitting.length) this.#show(fitting);
    else this.#hide();
  }

  /** Whether the key was for the list. */
  took(event) {
    if (this.element.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#mark((this.#at + step + this.#options.length) % this.#options.length);
    else if (event.key === "Enter" || event.key === "Tab") this.#choose(this.#options[this.#at].dataset.name);
    else if (event.key === "Escape") this.#hide();
    else return false;
    event.preventDefault();
    return true;
  }

  /** Put @name where the cursor is. */
  insert(name) {
    const field = this.#field;
    const before = field.value.slice(0, field.selectionStart).replace(STARTED, "");
    const after = field.value.slice(field.selectionEnd);
    field.value = `${before}@${name}${GAP}${after}`;
    const cursor = field.value.length - after.length;
    field.setSelectionRange(cursor, cursor);
    field.dispatchEvent(new Event("input"));
    field.focus();
  }

  #choose(name) {
    this.#hide();
    this.insert(name);
    this.#hide();
  }

  #show(names) {
    this.#options = names.map((name, index) =>
      el("li", {
        role: "option", id: `${this.element.id}-${index}`,
        onpointerdown: (event) => { event.preventDefault(); this.#choose(name); },
      }, name === this.#bot ? botFace() : face(name), name));
    this.#options.forEach((option, index) => (option.dataset.name = names[index]));
    this.element.replaceChildren(...this.#options);
    this.element.hidden = false;
    this.#mark(0);
  }

  #mark(index) {
    this.#at = index;
    this.#options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    this.#options[index].scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", this.#options[index].id);
  }

  #hide() {
    this.element.hidden = true;
    this.#field.removeAttribute("aria-activedescendant");
  }
}
