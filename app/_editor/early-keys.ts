// Keys for menus that are still on their way: Ctrl+K, Ctrl+F and the like, and Enter after "/h1". Called by
// bound-text.tsx from the first letter that can be written until what stands around the text is there (around.ts).
// Promise: from such a key on all keys wait, and then do in their order what they were meant to do. Where the
// menus do not come in time, the letters go into the text: nothing that was typed is lost.

import type { EditorView } from "@tiptap/pm/view";
import { pageKeyOf, writesIn } from "./ways/page-key.ts";

/** ms that a key waits for the code of its menu: a slow line; after that somebody would type on blindly. */
export const HOLD_MS = 5_000;
/** More keys than anybody presses in that time. */
export const MAX_KEPT = 200;

const MODIFIERS = ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "Dead", "Process"];
/** What the slash menu takes while it is open. */
const MENU_KEYS = ["Enter", "Tab", "Escape", "ArrowDown", "ArrowUp"];
/** As slash.ts has it: at the start of a block or after a space, and a name behind it. */
const SLASH = /(?:^|[\s\ufffc(])\/(?:[^\s/\ufffc][^/\n\ufffc]{0,31})?$/;

export interface EarlyKeys {
  /** The menus are here. `openSlash` shows the one whose "/" stands at the caret. */
  replay(openSlash: () => void): void;
  stop(): void;
}

export function keepEarlyKeys(view: EditorView): EarlyKeys {
  const { document, window } = pageOf(view);
  const kept: KeyboardEvent[] = [];
  let holding = false;
  /** Given back just now: not to be kept once more. */
  let given: KeyboardEvent | undefined;
  let slashed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const atSlash = () => {
    const { $from, empty } = view.state.selection;
    if (!slashed || !empty || !$from.parent.isTextblock || $from.parent.type.spec.code === true) return false;
    return SLASH.test($from.parent.textBetween(0, $from.parentOffset, undefined, "\ufffc"));
  };

  const waits = (event: KeyboardEvent) => {
    const page = pageKeyOf(event, writesIn(event.target));
    if (page !== undefined) return page !== "next" && page !== "previous";
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    return plain && MENU_KEYS.includes(event.key) && view.hasFocus() && atSlash();
  };

  const onKey = (event: KeyboardEvent) => {
    // What an input method makes of a key is its own affair.
    if (event === given || event.isComposing || event.keyCode === 229 || MODIFIERS.includes(event.key))
      return;
    if (!holding && !waits(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (kept.length < MAX_KEPT) kept.push(event);
    if (holding) return;
    holding = true;
    timer = setTimeout(() => void giveBack(), HOLD_MS);
  };
  const onInput = (event: InputEvent) => {
    if (event.data === "/") slashed = true;
  };
  window.addEventListener("keydown", onKey, true);
  view.dom.addEventListener("beforeinput", onInput);

  async function giveBack(): Promise<void> {
    clearTimeout(timer);
    for (let event = kept.shift(); event !== undefined; event = kept.shift()) {
      if (view.isDestroyed) break;
      given = again(event, window);
      const free = (document.activeElement ?? document.body).dispatchEvent(given);
      given = undefined;
      if (free) doAsBrowsersDo(event, document);
      // A menu draws itself and takes the focus before the next one comes.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    holding = false;
  }

  const stop = () => {
    clearTimeout(timer);
    kept.length = 0;
    window.removeEventListener("keydown", onKey, true);
    view.dom.removeEventListener("beforeinput", onInput);
  };

  return {
    replay(openSlash) {
      if (atSlash()) openSlash();
      // What is typed meanwhile comes behind what was typed before.
      void giveBack().then(stop);
    },
    stop,
  };
}

const pageOf = (view: EditorView) => {
  const document = view.dom.ownerDocument;
  return { document, window: document.defaultView ?? globalThis.window };
};

function again(event: KeyboardEvent, { KeyboardEvent }: Window & typeof globalThis): KeyboardEvent {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey, repeat } = event;
  const made = { key, code, ctrlKey, metaKey, altKey, shiftKey, repeat, bubbles: true, cancelable: true };
  return new KeyboardEvent("keydown", made);
}

/** A key that a program presses writes nothing by itself. */
function doAsBrowsersDo({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, document: Document): void {
  if (ctrlKey || metaKey || altKey) return;
  if ([...key].length === 1) document.execCommand("insertText", false, key);
  else if (key === "Backspace") document.execCommand("delete");
}
