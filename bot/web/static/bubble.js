// One message as a line of the conversation.

import { el, icon } from "./dom.js";
import { botFace, face } from "./faces.js";
import { WORDS } from "./words.js";

/** `message` as seen by `view` ({ store, account, names, group, onMenu, onFace, onPhoto, onAgain, onDiscard }). */
export function bubble(message, view) {
  const mine = message.from === view.account;
  const name = mine ? WORDS.youSaid : view.store.nameOf(message.from);
  if (message.recalled) return note(mine ? WORDS.recalledYou : WORDS.recalled(name));
  const line = el(`li.said.${mine ? "mine" : "theirs"}`, {},
    faceButton(message, view, mine),
    el("div.body", {},
      el(view.group && !mine ? "span.name" : "span.name.unseen", {}, name),
      el("div.row", {}, content(message, view), message.seq ? more(message, view, name) : null),
      message.quote ? quoted(message.quote, view) : null,
      state(message, view)));
  line.dataset.id = message.id;
  return line;
}

/** A line in the middle: the time, or that somebody took something back. */
export function note(text, kind = "note") {
  return el(`li.${kind}`, {}, el("span", {}, text));
}

function faceButton(message, view, mine) {
  const picture = message.bot ? botFace() : face(view.store.nameOf(message.from));
  if (mine || !view.group) return picture;
  const name = view.store.nameOf(message.from);
  return el("button.plain", { type: "button", "aria-label": WORDS.mention(name), onclick: () => view.onFace(name) }, picture);
}

function content(message, view) {
  const source = message.photo ?? message.preview;
  if (source) return photo(source, message, view);
  const words = el("div.bubble", {}, ...spoken(message.text, view));
  if (message.seq) words.addEventListener("click", (event) => tapped(event, message, view));
  return words;
}

// A finger has no hover: touching the bubble opens what the small button opens for a mouse.
function tapped(event, message, view) {
  if (!matchMedia("(hover: none)").matches || !getSelection().isCollapsed) return;
  event.stopPropagation();
  view.onMenu(message, event.currentTarget);
}

function photo(source, message, view) {
  const alt = WORDS.photoAlt(view.store.nameOf(message.from));
  const picture = el("img", { src: source, alt, loading: "lazy", onload: view.onGrown });
  return el("button.plain.photo", { type: "button", onclick: () => view.onPhoto(source, alt) }, picture);
}

function more(message, view, name) {
  return el("button.plain.more", {
    type: "button", "aria-label": WORDS.more(name), "aria-haspopup": "menu",
    onclick: (event) => { event.stopPropagation(); view.onMenu(message, event.currentTarget); },
  }, icon("more"));
}

function quoted(quote, view) {
  if (quote.text === null) return el("div.quoted", {}, WORDS.quoteGone);
  const words = quote.photo ? WORDS.photoShort : quote.text;
  return el("div.quoted", {}, `${view.store.nameOf(quote.from)}：${words}`);
}

function state(message, view) {
  if (message.seq) return null;
  if (!message.failed) return el("span.state", {}, WORDS.sending);
  const why = message.failed === true ? WORDS.failed : message.failed;
  return el("span.state.failed", {}, why,
    el("button.link", { type: "button", onclick: () => view.onAgain(message.id) }, WORDS.again),
    el("button.link", { type: "button", onclick: () => view.onDiscard(message.id) }, WORDS.discard));
}

// The words, with @names of people in this chat set off. Everything becomes text nodes.
function spoken(text, view) {
  if (!view.names.length) return [text];
  return text.split(view.mentionPattern).map((part, index) =>
    index % 2 ? el(part === `@${view.store.nameOf(view.account)}` ? "span.at.me" : "span.at", {}, part) : part);
}

/** Finds @names of these people; longer names first, so that 李大哥 is not read as 李. */
export function mentionPattern(names) {
  const escaped = [...names].sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(@(?:${escaped.join("|")}))`);
}
