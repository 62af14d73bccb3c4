// The page: one store, one line, one or two people.

import { Bar } from "./bar.js";
import { comeIn, known } from "./comein.js";
import { Hints } from "./hints.js";
import { Link } from "./link.js";
import { Outbox } from "./outbox.js";
import { Pane } from "./pane.js";
import { Store, remember, remembered } from "./store.js";
import { WORDS } from "./words.js";

const KEEP_PLACE = "louzhang.place";
const place = (id) => document.getElementById(id);

const store = new Store();
const link = new Link(() => ({ type: "hello", since: store.last }));
const outbox = new Outbox(link, store);
const bar = new Bar(store, place("bar"), { warn, beside });
const hints = new Hints(store, place("hints"), (account) => (account ? panes[0].play(account, account) : draw()));
const panes = [];
let drawing = false;
let warning = 0;

const FRAMES = {
  welcome: (frame) => store.welcome(frame),
  history: (frame) => { store.history(frame); begin(); outbox.flush(); },
  older: (frame) => store.older(frame),
  message: (frame) => store.add(frame.message),
  clock: (frame) => store.setClock(frame.now),
  accepted: (frame) => outbox.accepted(frame.id),
  refused: (frame) => (frame.id ? outbox.refused(frame.id, frame.sentence) : warn(frame.sentence)),
};

link.addEventListener("frame", ({ detail }) => { online(true); FRAMES[detail.type]?.(detail); });
link.addEventListener("lost", () => { online(false); stillKnown(); });
outbox.addEventListener("refused", ({ detail }) => warn(detail.sentence));
outbox.addEventListener("change", soon);
for (const type of ["change", "read", "clock"]) store.addEventListener(type, soon);
document.addEventListener("visibilitychange", soon);
addEventListener("popstate", () => panes[0]?.leave());

function begin() {
  const demo = store.mode === "demo";
  bar.element.hidden = !demo;
  document.body.dataset.mode = store.mode;
  if (panes.length) return draw();
  const resident = [...store.people.values()].find((person) => person.role === "resident") ?? [...store.people.values()][0];
  bar.greet(resident);
  const last = remembered(KEEP_PLACE, []).filter(({ account }) => store.people.has(account));
  const seats = last.length ? last.slice(0, demo ? 2 : 1) : [{ account: resident.account }];
  for (const seat of seats) seatAt(seat);
  draw();
}

function seatAt({ account, chat }) {
  const pane = new Pane({ store, outbox, link, warn, changed: moved });
  panes.push(pane);
  place("panes").append(pane.element);
  pane.play(account, store.chatsOf(account).includes(chat) ? chat : null);
}

// A second person beside the first, or only one again.
function beside() {
  if (panes.length > 1) panes.pop().element.remove();
  else seatAt({ account: other(panes[0].account) });
  moved();
}

function other(account) {
  const people = [...store.people.values()].filter((person) => person.account !== account);
  return (people.find((person) => person.role === "worker") ?? people[0]).account;
}

// Remember who is played and what is open; on a phone the back gesture leads from a chat to the list.
function moved(pane) {
  remember(KEEP_PLACE, panes.map(({ account, chat, element }) => ({ account, chat: element.dataset.view === "talk" ? chat : null })));
  if (pane?.narrow && !history.state?.talk) history.pushState({ talk: true }, "");
  soon();
}

function soon() {
  if (drawing) return;
  drawing = true;
  const later = document.hidden ? setTimeout : requestAnimationFrame; // a hidden page paints nothing, but counts on
  later(() => { drawing = false; draw(); });
}

function draw() {
  if (!panes.length) return;
  for (const pane of panes) pane.draw();
  bar.draw();
  bar.paired(panes.length > 1);
  if (store.mode === "demo") hints.draw(panes.map((pane) => pane.account));
  const unread = panes.reduce((sum, pane) => sum + store.unreadAll(pane.account), 0);
  document.title = unread ? `(${unread}) ${WORDS.product}` : WORDS.product;
}

// A session that has ended looks like a broken line: begin at the door again.
async function stillKnown() {
  if (store.mode === "live" && !(await known().catch(() => true))) location.reload();
}

function online(up) {
  if (warning) return;
  const line = place("line");
  line.hidden = up;
  line.textContent = up ? "" : WORDS.offline;
}

function warn(sentence) {
  clearTimeout(warning);
  const line = place("line");
  line.hidden = false;
  line.textContent = sentence;
  warning = setTimeout(() => { warning = 0; online(link.open); }, 5_000);
}

if (!(await known())) await comeIn(place("panes"));
if (location.hash) history.replaceState(null, "", location.pathname);
link.start();
