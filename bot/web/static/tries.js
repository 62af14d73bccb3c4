// Sentences to try: the right ones for the person and the chat, with numbers and places filled in.

import { TRY } from "./words.js";

const NUMBER = /#(\d+)/g;

/** What this person might say here. */
export function sentencesFor(store, person, chat) {
  const words = TRY[person.role]?.[store.isRoom(chat) ? "room" : "private"] ?? [];
  const no = lastNumber(store, chat);
  const values = { place: person.place || person.unit, no, heard: "", worker: firstWorker(store) };
  return words.filter((text) => no || !/\{(no|heard)\}/.test(text)).map((text) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]));
}

/** The name of somebody who repairs things. */
export function firstWorker(store) {
  return [...store.people.values()].find((person) => person.role === "worker")?.name ?? "";
}

function lastNumber(store, chat) {
  const heard = store.messages(chat).filter((message) => message.bot && message.text.includes("#"));
  return [...(heard.at(-1)?.text.matchAll(NUMBER) ?? [])][0]?.[1];
}
