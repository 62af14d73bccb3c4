// "王师傅 收到 1 条私信 · 去看看": who else has been written to, one click away.

import { el, icon } from "./dom.js";
import { face } from "./faces.js";
import { WORDS } from "./words.js";

const SHOWN = 3;

export class Hints {
  #store;
  #hidden = new Map(); // account → newest message when the hint was put away
  #drawn = "";

  constructor(store, element, onLook) {
    this.#store = store;
    this.element = element;
    this.onLook = onLook;
  }

  /** Show who, of those not being played, has private lines waiting; the newest first. */
  draw(playing) {
    const waiting = [...this.#store.people.keys()]
      .filter((account) => !playing.includes(account) && this.#newest(account) > (this.#hidden.get(account) ?? 0))
      .map((account) => ({ account, count: this.#store.unread(account, account) }))
      .filter(({ count }) => count)
      .sort((a, b) => this.#newest(b.account) - this.#newest(a.account))
      .slice(0, SHOWN);
    const key = JSON.stringify(waiting);
    if (key === this.#drawn) return;
    this.#drawn = key;
    this.element.replaceChildren(...waiting.map(({ account, count }) => this.#hint(account, count)));
  }

  #hint(account, count) {
    const name = this.#store.nameOf(account);
    return el("div.hint", {},
      face(name), el("span", {}, WORDS.hint(name, count)),
      el("button.look", { type: "button", "aria-label": `${WORDS.look}：${WORDS.hint(name, count)}`, onclick: () => this.onLook(account) }, WORDS.look),
      el("button.plain", { type: "button", "aria-label": WORDS.hide, title: WORDS.hide, onclick: () => this.#hide(account) }, icon("close")));
  }

  #hide(account) {
    this.#hidden.set(account, this.#newest(account));
    this.#drawn = "";
    this.onLook(null);
  }

  #newest(account) {
    return this.#store.lastOf(account)?.seq ?? 0;
  }
}
