// What stands in the text while a file is on its way: a dim picture of it, how far it is, and what can be done.
// Called by the carrier; one element per upload for as long as it lives. Only this person sees it.

import { fileWords as words } from "../../_words/files.ts";
import type { UploadState } from "./queue.ts";

export interface CardCalls {
  readonly retry: () => void;
  readonly cancel: () => void;
}

export interface Card {
  /** `isKept`: the page may be closed meanwhile. */
  show(state: UploadState, isKept: boolean): void;
}

/** Fills `element`, which stands in the text already. */
export function createCard(
  element: HTMLElement,
  name: string,
  preview: string | undefined,
  { retry, cancel }: CardCalls,
): Card {
  element.className = "upload";
  element.contentEditable = "false";
  if (preview !== undefined) {
    const picture = make("img", "upload-picture");
    picture.src = preview;
    picture.alt = "";
    // What this browser cannot draw is a file like any other.
    picture.onerror = () => picture.remove();
    element.append(picture);
  }
  const row = make("div", "upload-row");
  const text = make("div", "upload-text");
  const title = make("span", "upload-name");
  title.textContent = name || words.unnamed;
  const says = make("span", "upload-says");
  says.setAttribute("role", "status");
  text.append(title, says);
  const bar = make("progress", "upload-bar");
  bar.max = 100;
  bar.setAttribute("aria-label", words.sending(name || words.unnamed));
  const again = button(words.retry, name, retry);
  const away = button(words.cancel, name, cancel);
  row.append(text, bar, again, away);
  element.append(row);

  return {
    show(state, isKept) {
      element.dataset.state = state.state;
      again.hidden = state.state !== "failed" && state.state !== "pausing";
      bar.hidden = state.state !== "sending";
      const leave = state.state === "failed" ? words.remove : words.cancel;
      away.textContent = leave;
      away.setAttribute("aria-label", `${leave}: ${name || words.unnamed}`);
      says.textContent = sayOf(state, isKept);
      if (state.state === "sending") bar.value = Math.round(state.part * 100);
    },
  };
}

/** The bar tells how far it is; said aloud would be every change of state, not every percent. */
function sayOf(state: UploadState, isKept: boolean): string {
  switch (state.state) {
    case "waiting":
      return isKept ? words.waitingKept : words.waiting;
    case "sending":
      return "";
    case "pausing":
      if (isKept) return state.offline ? words.offlineKept : words.pausingKept;
      return state.offline ? words.offline : words.pausing;
    case "failed":
      return state.message || words.failed[state.why];
  }
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

function button(label: string, name: string, press: () => void): HTMLButtonElement {
  const made = make("button", "upload-button");
  made.type = "button";
  made.textContent = label;
  made.setAttribute("aria-label", `${label}: ${name || words.unnamed}`);
  made.addEventListener("mousedown", (event) => event.preventDefault());
  made.addEventListener("click", press);
  return made;
}
