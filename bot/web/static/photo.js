// A photo at full size.

import { el } from "./dom.js";
import { WORDS } from "./words.js";

/** Show a photo over everything until it is touched or closed. */
export function showPhoto(source, alt) {
  const dialog = el("dialog.lightbox", { "aria-label": alt, onclick: () => dialog.close() });
  dialog.append(el("img", { src: source, alt }), el("button.plain", { type: "button" }, WORDS.close));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
