// Whom this page follows, if anybody: one for each open document. Started by the presence row, obeyed by
// sight.ts, shown by app/_features/presence. Promises to end at any own input, and when the person is gone.

import type { Awareness } from "y-protocols/awareness";

export interface Following {
  /** The client id of the person who is followed. */
  who(): number | undefined;
  start(clientId: number): void;
  stop(): void;
  subscribe(listener: () => void): () => void;
}

/** ms for which somebody may be away from the document: a connection that was cut comes back within it. */
export const MISSED_MS = 10_000;

/** Presses on what starts or ends following by itself are no "other input". */
export const FOLLOWS = "data-follows";

const INPUTS = ["keydown", "pointerdown", "wheel", "touchmove", "beforeinput"] as const;
const MODIFIERS = new Set(["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock"]);
const QUIETLY = { capture: true, passive: true } as const;

const all = new WeakMap<Awareness, Following>();

export function followingIn(awareness: Awareness): Following {
  const known = all.get(awareness);
  if (known !== undefined) return known;
  const made = createFollowing(awareness);
  all.set(awareness, made);
  return made;
}

export function createFollowing(awareness: Awareness): Following {
  const listeners = new Set<() => void>();
  let who: number | undefined;
  let missed: ReturnType<typeof setTimeout> | undefined;

  const set = (next: number | undefined) => {
    if (next === who) return;
    clearTimeout(missed);
    missed = undefined;
    if (who === undefined) listen();
    who = next;
    if (who === undefined) unlisten();
    for (const listener of listeners) listener();
  };

  const onInput = (event: Event) => {
    if (event instanceof KeyboardEvent) {
      if (MODIFIERS.has(event.key)) return;
      // Escape ends following and nothing else; every other key also does what it always does.
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else if (isOnFollows(event) && (event.key === "Enter" || event.key === " ")) return;
    } else if (isOnFollows(event)) return;
    set(undefined);
  };

  const onAwareness = () => {
    const here = who !== undefined && awareness.getStates().has(who);
    if (here) {
      clearTimeout(missed);
      missed = undefined;
    } else missed ??= setTimeout(() => set(undefined), MISSED_MS);
  };

  function listen(): void {
    for (const input of INPUTS) window.addEventListener(input, onInput, modeOf(input));
    awareness.on("change", onAwareness);
  }

  function unlisten(): void {
    for (const input of INPUTS) window.removeEventListener(input, onInput, modeOf(input));
    awareness.off("change", onAwareness);
  }

  return {
    who: () => who,
    start: set,
    stop: () => set(undefined),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Only a key is ever kept from others; wheel and touch must not wait for us. */
const modeOf = (input: (typeof INPUTS)[number]) => (input === "keydown" ? { capture: true } : QUIETLY);

const isOnFollows = ({ target }: Event): boolean =>
  target instanceof Element && target.closest(`[${FOLLOWS}]`) !== null;
