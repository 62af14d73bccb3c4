// The demo's choice of whom to play.

import { el, icon } from "./dom.js";
import { face } from "./faces.js";
import { GROUPS, ROLES, WORDS } from "./words.js";

const MIXED = GROUPS.at(-1)[1];

/** What somebody is, in words: 师傅, 楼长 · 3栋. */
export function roleWords(person) {
  const role = ROLES[person.role];
  const place = placeOf(person);
  return place ? `${role} · ${place}` : role;
}

/** Ask whom to play; resolves to an account, or null when nobody was chosen. */
export function choosePersona(store, current) {
  return new Promise((resolve) => {
    const dialog = el("dialog.personas", { "aria-label": WORDS.whoToPlay });
    dialog.append(
      el("header", {},
        el("h2", {}, WORDS.whoToPlay),
        el("button.plain", { type: "button", "aria-label": WORDS.close, onclick: () => dialog.close() }, icon("close"))),
      ...groups(store).map(([title, people]) =>
        el("section", {}, el("h3", {}, title),
          el("div.people", {}, people.map((person) => card(store, person, current, (account) => dialog.close(account)))))));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue || null); });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[aria-pressed=true]")?.focus();
  });
}

// Beneath a heading that says the role, the place is enough; where roles are mixed, the role is.
function cardWords(person) {
  return MIXED.includes(person.role) ? ROLES[person.role] : placeOf(person);
}

// Neighbours are known by their entrance, those with a post by the unit they look after.
function placeOf(person) {
  return GROUPS[0][1].includes(person.role) ? person.place || person.unit : person.unit;
}

function groups(store) {
  const people = [...store.people.values()];
  return GROUPS.map(([title, roles]) => [title, people.filter((person) => roles.includes(person.role))])
    .filter(([, members]) => members.length);
}

function card(store, person, current, onPick) {
  const unread = store.unread(person.account, person.account);
  return el("button", {
    type: "button", "aria-pressed": String(person.account === current), onclick: () => onPick(person.account),
  },
  el("span.pic", {}, face(person.name), unread ? el("span.badge", {}, unread) : null),
  el("span.who", {}, el("b", {}, person.name), el("small", {}, cardWords(person))),
  unread ? el("span.unseen", {}, WORDS.unread(unread)) : null);
}
