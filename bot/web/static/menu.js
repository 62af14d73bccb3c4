// The small menu of a message: quote, take back, copy.

import { el } from "./dom.js";
import { WORDS } from "./words.js";

let open = null;

/** Show `items` ([words, act]) beside `anchor`, inside `frame`. Arrow keys, Escape and a click elsewhere do as expected. */
export function showMenu(frame, anchor, items) {
  hideMenu();
  const buttons = items.map(([words, act]) =>
    el("button", { type: "button", role: "menuitem", onclick: () => { hideMenu(); act(); } }, words));
  const menu = el("div.menu", { role: "menu", "aria-label": WORDS.actions, onkeydown: (event) => steer(event, buttons) }, buttons);
  frame.append(menu);
  place(menu, frame, anchor);
  open = { menu, anchor };
  buttons[0].focus({ preventScroll: true });
}

/** Put it away; focus goes back where it came from. */
export function hideMenu() {
  if (!open) return;
  const { menu, anchor } = open;
  const focused = menu.contains(document.activeElement);
  open = null;
  menu.remove();
  if (focused) anchor.focus({ preventScroll: true });
}

function place(menu, frame, anchor) {
  const around = frame.getBoundingClientRect();
  const at = anchor.getBoundingClientRect();
  const above = at.top - around.top > menu.offsetHeight + 70;
  const left = at.left - around.left + at.width / 2 - menu.offsetWidth / 2;
  menu.style.left = `${Math.max(8, Math.min(left, around.width - menu.offsetWidth - 8))}px`;
  menu.style.top = `${(above ? at.top - menu.offsetHeight - 6 : at.bottom + 6) - around.top}px`;
}

function steer(event, buttons) {
  const at = buttons.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step) buttons.at((at + step) % buttons.length).focus();
  else if (event.key === "Escape" || event.key === "Tab") hideMenu();
  else return;
  event.preventDefault();
}

document.addEventListener("pointerdown", (event) => open && !open.menu.contains(event.target) && hideMenu());
