// The demo's bar: what to do, the time in the building and the buttons that move it.

import { el, icon } from "./dom.js";
import { fullTime, parts } from "./time.js";
import { WORDS } from "./words.js";

export class Bar {
  #store;
  #moving = false;

  /** `act`: { warn(sentence), beside() }. */
  constructor(store, element, act) {
    this.#store = store;
    this.act = act;
    this.element = element;
    this.guide = el("p.guide");
    this.day = el("span.day");
    this.hour = el("strong");
    this.buttons = ["10min", "2h", "morning"].map((step) => el("button", { type: "button", onclick: () => this.#move(step) }));
    this.beside = el("button.beside", { type: "button", "aria-pressed": "false", onclick: () => act.beside() });
    this.element.append(
      el("div.brand", {}, el("img", { src: "/static/icon.svg", alt: "" }), el("b", {}, WORDS.product), el("span.pill", {}, WORDS.demo)),
      this.guide,
      el("div.clock", { role: "group", "aria-label": WORDS.clock },
        el("time", {}, this.day, this.hour), el("div.steps", {}, this.buttons)),
      this.beside);
    setInterval(() => this.draw(), 1_000);
  }

  draw() {
    if (this.element.hidden) return;
    const { day, hour } = fullTime(this.#store.now(), this.#store.zone);
    this.day.textContent = day;
    this.hour.textContent = hour;
    const early = parts(this.#store.now(), this.#store.zone);
    const today = `${early.hour}:${early.minute}` < "08:30";
    [WORDS.steps["10min"], WORDS.steps["2h"], today ? WORDS.steps.today : WORDS.steps.tomorrow]
      .forEach((words, index) => !this.#moving && (this.buttons[index].textContent = words));
  }

  /** Say in one sentence what to do, with the names of this building. */
  greet(person) {
    this.guide.textContent = person?.place ? WORDS.guide(person) : WORDS.guideShort;
  }

  /** Show whether two people are side by side. */
  paired(two) {
    this.beside.setAttribute("aria-pressed", String(two));
    this.beside.replaceChildren(icon("beside"), two ? WORDS.alone : WORDS.beside);
  }

  async #move(step) {
    if (this.#moving) return;
    this.#busy(true);
    try {
      const answer = await fetch(`/clock?step=${step}`, { method: "POST" });
      if (!answer.ok) throw new Error(answer.status);
      this.#store.setClock((await answer.json()).now);
    } catch {
      this.act.warn(WORDS.moveFailed);
    } finally {
      this.#busy(false);
    }
  }

  #busy(moving) {
    this.#moving = moving;
    this.element.setAttribute("aria-busy", String(moving));
    for (const button of this.buttons) button.setAttribute("aria-disabled", String(moving));
    this.draw();
  }
}
