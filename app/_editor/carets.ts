// Carets: tells others where you write, and keeps where they write. Called by the editor; drawing is
// the layer's (caret-layer.ts), outside the text, so that no widget ever stands in a word that an
// input method is composing, and a caret can glide. At most once per frame, whoever types how fast.

import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { OWN_FRAME_MS } from "../_client/pacers.ts";
import { absoluteIn, relativeIn } from "./binding/positions.ts";
import { CaretLayer } from "./caret-layer.ts";
import { type CaretsHandle, caretsKey } from "./carets-handle.ts";
import { followingIn } from "./follow/following.ts";
import { Sight } from "./follow/sight.ts";
import { type Cursor, type Other, othersIn, shortNames } from "./others.ts";

/** Who looked away this long has no caret; the avatar stays. */
const CLEAR_AFTER_BLUR_MS = 30_000;

export interface Place {
  readonly other: Other;
  /** The first name, where no two share it. */
  readonly label: string;
  readonly anchor: number;
  readonly head: number;
}

export interface CaretsOptions {
  readonly awareness: Awareness | undefined;
}

export const Carets = Extension.create<CaretsOptions>({
  name: "carets",
  addOptions: () => ({ awareness: undefined }),
  addProseMirrorPlugins() {
    const { awareness } = this.options;
    if (awareness === undefined) return [];
    let keeper: CaretKeeper | undefined;
    const handle: CaretsHandle = {
      headOf: (clientId) => keeper?.placeOf(clientId)?.head,
      goTo: (clientId) => keeper?.goTo(clientId) ?? false,
    };
    return [
      new Plugin<CaretsHandle>({
        key: caretsKey,
        state: { init: () => handle, apply: (_tr, value) => value },
        view(view) {
          const own = new CaretKeeper(view, awareness);
          keeper = own;
          return {
            update: () => own.schedule(),
            destroy() {
              own.destroy();
              if (keeper === own) keeper = undefined;
            },
          };
        },
      }),
    ];
  },
});

class CaretKeeper {
  private readonly view: EditorView;
  private readonly awareness: Awareness;
  private readonly layer: CaretLayer;
  private readonly sight: Sight;
  private frame: number | undefined;
  private telling: ReturnType<typeof setTimeout> | undefined;
  private clearing: ReturnType<typeof setTimeout> | undefined;
  private told = "null";

  constructor(view: EditorView, awareness: Awareness) {
    this.view = view;
    this.awareness = awareness;
    this.layer = new CaretLayer(view, () => this.schedule());
    this.sight = new Sight({
      column: view.dom,
      following: followingIn(awareness),
      goTo: (clientId) => this.goTo(clientId),
      redraw: () => this.schedule(),
    });
    awareness.on("change", this.onAwareness);
    view.dom.addEventListener("focus", this.onFocus);
    view.dom.addEventListener("blur", this.onBlur);
    // It comes late: somebody may be writing already.
    if (view.hasFocus()) this.onFocus();
    this.schedule();
  }

  schedule(): void {
    if (this.frame !== undefined) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = undefined;
      if (this.view.isDestroyed) return;
      // After this frame: the own letter is on the screen before others hear where the caret is, and behind it.
      this.telling ??= setTimeout(() => this.tell(), OWN_FRAME_MS);
      const others = othersIn(this.awareness);
      this.layer.draw(this.places(others));
      this.sight.draw(others, this.layer.boxes());
    });
  }

  places(others: readonly Other[] = othersIn(this.awareness)): Place[] {
    const places: Place[] = [];
    for (const other of others) {
      if (other.cursor === undefined) continue;
      const anchor = absoluteIn(this.view.state, other.cursor.anchor);
      const head = absoluteIn(this.view.state, other.cursor.head);
      if (head !== undefined) places.push({ other, label: "", anchor: anchor ?? head, head });
    }
    const names = shortNames(places.map((place) => place.other.person.name));
    return places.map((place, index) => ({ ...place, label: names[index] ?? place.other.person.name }));
  }

  placeOf(clientId: number): Place | undefined {
    return this.places(othersIn(this.awareness).filter((other) => other.clientId === clientId))[0];
  }

  goTo(clientId: number): boolean {
    const place = this.placeOf(clientId);
    if (place === undefined) return false;
    const { top, bottom } = this.view.coordsAtPos(place.head);
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    window.scrollBy({
      top: (top + bottom) / 2 - window.innerHeight / 2,
      behavior: calm ? "auto" : "smooth",
    });
    this.layer.point(clientId);
    return true;
  }

  destroy(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    clearTimeout(this.telling);
    clearTimeout(this.clearing);
    this.awareness.off("change", this.onAwareness);
    this.view.dom.removeEventListener("focus", this.onFocus);
    this.view.dom.removeEventListener("blur", this.onBlur);
    this.layer.destroy();
    this.sight.destroy();
    this.publish(undefined);
  }

  /** Also after changes of others: a changed block has new ids, and the old ones mean nothing then. */
  private tell(): void {
    this.telling = undefined;
    if (!this.view.isDestroyed && this.view.hasFocus()) this.publish(this.ownCursor());
  }

  private ownCursor(): Cursor | undefined {
    const { anchor, head } = this.view.state.selection;
    const [from, to] = [relativeIn(this.view.state, anchor), relativeIn(this.view.state, head)];
    return from === undefined || to === undefined ? undefined : { anchor: from, head: to };
  }

  private publish(cursor: Cursor | undefined): void {
    const json =
      cursor === undefined
        ? null
        : {
            anchor: Y.relativePositionToJSON(cursor.anchor),
            head: Y.relativePositionToJSON(cursor.head),
          };
    const text = JSON.stringify(json);
    if (text === this.told || this.awareness.getLocalState() === null) return;
    this.told = text;
    this.awareness.setLocalStateField("cursor", json);
  }

  private readonly onAwareness = (_changes: unknown, origin: unknown) => {
    if (origin !== "local") this.schedule();
  };

  private readonly onFocus = () => {
    clearTimeout(this.clearing);
    this.awareness.setLocalStateField("at", "body");
    this.schedule();
  };

  private readonly onBlur = () => {
    clearTimeout(this.clearing);
    this.clearing = setTimeout(() => {
      this.publish(undefined);
      if (this.awareness.getLocalState()?.at === "body") this.awareness.setLocalStateField("at", null);
    }, CLEAR_AFTER_BLUR_MS);
  };
}
