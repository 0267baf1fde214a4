// Draws carets and selections of others over the text, without touching the text. Called once per frame by
// carets.ts, and by app/_reading/carets.ts where there is no editor. Reads all places first (caret-measure.ts), then
// writes all styles, so that layout is computed once.

import { glideLater, paint } from "./caret-drawing.ts";
import { boxAt, boxesOf, type Clips, type Sheet } from "./caret-measure.ts";
import { type Box, LABEL_HEIGHT, LABEL_SHOWN_MS, looksOf, type Measured } from "./caret-places.ts";
import type { Place } from "./carets.ts";

/** Left and right of the name, in px. */
const LABEL_PADDING = 10;
const HOVER_PX = 6;
/** A finger is broader than a caret. */
const TOUCH_PX = 22;

interface Drawn {
  readonly root: HTMLElement;
  readonly stem: HTMLElement;
  /** The name inside the label: it keeps its width when the label is folded. */
  readonly name: HTMLElement;
  readonly taken: HTMLElement;
  look: string;
  head: number;
  movedAt: number;
  caret: Box | undefined;
}

export class CaretLayer {
  private readonly view: Sheet;
  private readonly dom: HTMLElement;
  private readonly drawn = new Map<number, Drawn>();
  private readonly resize: ResizeObserver | undefined;
  private readonly redraw: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private hovered: number | undefined;
  private width = 0;
  private visible: readonly [number, number] = [0, 0];

  constructor(view: Sheet, redraw: () => void) {
    this.view = view;
    this.redraw = redraw;
    this.dom = document.createElement("div");
    this.dom.className = "carets";
    this.dom.setAttribute("aria-hidden", "true");
    view.dom.after(this.dom);
    this.resize = typeof ResizeObserver === "undefined" ? undefined : new ResizeObserver(this.onResize);
    this.resize?.observe(view.dom);
    // Tables and code scroll by themselves; scroll events do not bubble.
    view.dom.addEventListener("scroll", redraw, true);
    window.addEventListener("scroll", redraw, { passive: true });
    view.dom.addEventListener("pointermove", this.onPointer);
    view.dom.addEventListener("pointerleave", this.onPointer);
    view.dom.addEventListener("pointerdown", this.onTouch);
  }

  /** Shows a person's label as if they had just moved. */
  point(clientId: number): void {
    const one = this.drawn.get(clientId);
    if (one !== undefined) one.movedAt = Date.now();
    this.redraw();
  }

  /** Where the carets were at the last drawing, in the viewport; in sight or not. */
  boxes(): ReadonlyMap<number, Box> {
    const boxes = new Map<number, Box>();
    for (const [clientId, { caret }] of this.drawn) if (caret !== undefined) boxes.set(clientId, caret);
    return boxes;
  }

  draw(places: readonly Place[]): void {
    const now = Date.now();
    const parent = this.view.dom.parentElement;
    if (parent === null) return;
    // The view's element may be put somewhere else after it was made.
    if (this.dom.parentElement !== parent) this.view.dom.after(this.dom);
    for (const clientId of this.drawn.keys()) {
      if (!places.some((place) => place.other.clientId === clientId)) this.remove(clientId);
    }
    if (places.length === 0) return;

    const origin = this.dom.getBoundingClientRect();
    if (places.some((place) => place.anchor !== place.head)) this.look(origin);
    const clips: Clips = new Map();
    const measured: Measured[] = [];
    const rects = new Map<number, readonly Box[]>();
    for (const place of places) {
      const { clientId } = place.other;
      const one = this.drawn.get(clientId) ?? this.add(clientId, now);
      this.dress(one, place, now);
      const caret = boxAt(this.view, place.head, clips);
      one.caret = caret;
      if (place.anchor !== place.head) rects.set(clientId, boxesOf(this.view, place, this.visible, clips));
      if (caret === undefined) continue;
      const label = { width: one.name.offsetWidth + LABEL_PADDING, height: LABEL_HEIGHT };
      measured.push({ clientId, caret, label, movedAt: one.movedAt, hovered: this.hovered === clientId });
    }
    const looks = looksOf(measured, {
      now,
      viewport: { left: 0, top: 0, right: window.innerWidth, bottom: window.innerHeight },
      topEdge: document.querySelector("header")?.getBoundingClientRect().bottom ?? 0,
      leftEdge: 2,
      rightEdge: Math.min(origin.right + 24, window.innerWidth - 8),
      own: this.ownBox(),
    });

    // From here on only writes.
    for (const place of places) {
      const { clientId } = place.other;
      const one = this.drawn.get(clientId);
      if (one === undefined) continue;
      const look = looks.get(clientId);
      one.root.hidden = one.caret === undefined;
      if (one.caret !== undefined) {
        one.root.style.transform = `translate(${one.caret.left - origin.left}px, ${one.caret.top - origin.top}px)`;
        one.root.style.height = `${one.caret.bottom - one.caret.top}px`;
        one.stem.style.height = `${one.caret.bottom - one.caret.top}px`;
        one.root.classList.toggle("still", look?.open !== true);
        one.root.classList.toggle("flip", look?.flip === true);
        one.root.classList.toggle("drop", look?.drop === true);
      }
      paint(one.taken, rects.get(clientId) ?? [], origin);
    }
    this.wakeFor(now);
  }

  destroy(): void {
    clearTimeout(this.timer);
    this.resize?.disconnect();
    this.view.dom.removeEventListener("scroll", this.redraw, true);
    window.removeEventListener("scroll", this.redraw);
    this.view.dom.removeEventListener("pointermove", this.onPointer);
    this.view.dom.removeEventListener("pointerleave", this.onPointer);
    this.view.dom.removeEventListener("pointerdown", this.onTouch);
    this.dom.remove();
    this.drawn.clear();
  }

  private add(clientId: number, now: number): Drawn {
    const part = (parent: HTMLElement, className: string) => {
      const element = document.createElement("span");
      element.className = className;
      parent.append(element);
      return element;
    };
    const taken = part(this.dom, "taken");
    const root = part(this.dom, "caret fresh");
    const one: Drawn = {
      root,
      stem: part(root, "stem"),
      name: part(part(root, "label"), "name"),
      taken,
      look: "",
      head: -1,
      movedAt: now,
      caret: undefined,
    };
    this.drawn.set(clientId, one);
    // A new caret appears where it is; only from then on it glides.
    glideLater(root);
    return one;
  }

  /** A phone was turned: nobody moved, so nothing glides, least of all from beside the screen. */
  private readonly onResize = ([entry]: readonly ResizeObserverEntry[]) => {
    const width = entry?.contentRect.width ?? 0;
    if (width !== this.width) for (const { root } of this.drawn.values()) glideLater(root);
    this.width = width;
    this.redraw();
  };

  private remove(clientId: number): void {
    const one = this.drawn.get(clientId);
    one?.root.remove();
    one?.taken.remove();
    this.drawn.delete(clientId);
    if (this.hovered === clientId) this.hovered = undefined;
  }

  private dress(one: Drawn, place: Place, now: number): void {
    const { person } = place.other;
    const look = `${person.hue} ${place.label}`;
    if (look !== one.look) {
      for (const element of [one.root, one.taken]) {
        element.classList.remove(`h${one.look.split(" ", 1)[0]}`);
        element.classList.add(`h${person.hue}`);
      }
      // Names come from other people: text, never markup.
      one.name.textContent = place.label;
      one.look = look;
    }
    if (place.head !== one.head) {
      if (one.head !== -1) one.movedAt = now;
      one.head = place.head;
    }
  }

  /** Which part of the text is in the window: a selection of a whole book is drawn there only. */
  private look(origin: Box): void {
    const left = origin.left + 1;
    const at = (top: number) => this.view.posAtCoords({ left, top })?.pos;
    const first = origin.top >= 0 ? 0 : at(1);
    const last = origin.bottom <= window.innerHeight ? undefined : at(window.innerHeight - 1);
    this.visible = [first ?? 0, last ?? this.view.state.doc.content.size];
  }

  private ownBox(): Box | undefined {
    if (!this.view.hasFocus()) return undefined;
    return boxAt(this.view, this.view.state.selection.head, new Map());
  }

  private readonly onPointer = (event: PointerEvent) => {
    const found = event.type === "pointermove" ? this.near(event, HOVER_PX) : undefined;
    if (found === this.hovered) return;
    this.hovered = found;
    this.redraw();
  };

  /** A finger cannot hover: a tap at somebody's caret says who it is. */
  private readonly onTouch = (event: PointerEvent) => {
    const found = event.pointerType === "mouse" ? undefined : this.near(event, TOUCH_PX);
    if (found !== undefined) this.point(found);
  };

  private near({ clientX, clientY }: PointerEvent, px: number): number | undefined {
    let found: number | undefined;
    for (const [clientId, { caret }] of this.drawn) {
      if (caret === undefined || clientY < caret.top - HOVER_PX || clientY > caret.bottom) continue;
      if (Math.abs(clientX - caret.left) <= px) found = clientId;
    }
    return found;
  }

  /** Draws again when the next label has been shown long enough. */
  private wakeFor(now: number): void {
    clearTimeout(this.timer);
    const waits = [...this.drawn.values()]
      .map((one) => one.movedAt + LABEL_SHOWN_MS - now)
      .filter((wait) => wait > 0);
    if (waits.length > 0) this.timer = setTimeout(this.redraw, Math.min(...waits) + 20);
  }
}
