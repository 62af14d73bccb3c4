// A real building: come in with a personal invitation, by link or by typing its code.

import { el } from "./dom.js";
import { WORDS } from "./words.js";

/** Whether the server knows this browser. */
export async function known() {
  const answer = await fetch("/door");
  return (await answer.json()).known;
}

/** Ask for the code until one lets us in. A link carries it behind the #, which no server log ever sees. */
export async function comeIn(place) {
  const carried = new URLSearchParams(location.hash.slice(1)).get("in");
  if (carried) history.replaceState(null, "", location.pathname);
  if (carried && !(await tryCode(carried))) return;
  await new Promise((resolve) => place.replaceChildren(form(resolve, carried ?? "")));
  place.replaceChildren();
}

function form(onIn, code) {
  const field = el("input", { type: "text", value: code, autocomplete: "one-time-code", autocapitalize: "characters", required: true, id: "code" });
  const said = el("p.said", { role: "alert" });
  const ask = async (event) => {
    event.preventDefault();
    const sentence = await tryCode(field.value);
    if (sentence) said.textContent = sentence;
    else onIn();
  };
  return el("form.comein", { onsubmit: ask },
    el("img", { src: "/static/icon.svg", alt: "" }),
    el("h1", {}, WORDS.welcome), el("p", {}, WORDS.comeIn),
    el("label", { for: "code" }, WORDS.code), field, said,
    el("button.send", { type: "submit" }, WORDS.enter));
}

// Null when we are in, else the sentence why not.
async function tryCode(code) {
  try {
    const answer = await fetch("/come-in", { method: "POST", body: JSON.stringify({ code }) });
    return answer.ok ? null : (await answer.json()).sentence;
  } catch {
    return WORDS.comeInFailed;
  }
}
