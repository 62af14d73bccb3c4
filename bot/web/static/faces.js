// Letter faces: a surname on a colour of its own; a room shows four of its members.

import { el } from "./dom.js";

const COLOURS = 12;

function colour(name) {
  let sum = 7;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % COLOURS;
}

function letter(name) {
  const letters = [...name];
  return letters.length > 1 && "小老阿".includes(letters[0]) ? letters[1] : letters[0] || "?";
}

/** The face of a person. */
export function face(name) {
  return el(`span.face.c${colour(name)}`, { "aria-hidden": "true" }, letter(name));
}

/** The face of the bot. */
export function botFace() {
  return el("span.face.bot", { "aria-hidden": "true" }, "楼");
}

/** The face of a room: its first four members. */
export function roomFace(members) {
  const parts = members.slice(0, 4).map((name) => el(`i.c${colour(name)}`, {}, letter(name)));
  return el("span.face.room", { "aria-hidden": "true" }, parts);
}
