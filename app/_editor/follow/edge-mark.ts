// The small mark at the upper or lower edge of the window: who writes out of sight there. Made twice by
// sight.ts. Plain DOM, written only when something else is to be seen; a press goes to the nearest of them.

import { initialsOf } from "../../../lib/people.ts";
import { together } from "../../_words/together.ts";
import type { Other } from "../others.ts";

/** More are counted, not drawn. */
const MAX_FACES = 3;

export type Edge = "above" | "below";

export class EdgeMark {
  readonly dom: HTMLButtonElement;
  private readonly edge: Edge;
  private nearest: number | undefined;
  private drawn = "";

  constructor(edge: Edge, goTo: (clientId: number) => void) {
    this.edge = edge;
    this.dom = document.createElement("button");
    this.dom.type = "button";
    this.dom.className = `edge-mark ${edge}`;
    this.dom.hidden = true;
    // The caret stays in the text.
    this.dom.addEventListener("mousedown", (event) => event.preventDefault());
    this.dom.addEventListener("click", () => {
      if (this.nearest !== undefined) goTo(this.nearest);
    });
  }

  /** `others`: the nearest first. `left`: the middle of the column; `at`: px from the window's own edge. */
  draw(others: readonly Other[], left: number, at: number): void {
    const [nearest] = others;
    this.nearest = nearest?.clientId;
    const people = others.map(({ person }) => `${person.hue} ${person.name}`).join("\n");
    const drawn = nearest === undefined ? "" : `${people}\n${Math.round(left)} ${Math.round(at)}`;
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.dom.hidden = nearest === undefined;
    if (nearest === undefined) return;
    const names = others.map(({ person }) => person.name);
    const label = together[this.edge](names);
    this.dom.setAttribute("aria-label", label);
    this.dom.title = label;
    this.dom.style.setProperty("left", `${Math.round(left)}px`);
    this.dom.style.setProperty(this.edge === "above" ? "top" : "bottom", `${Math.round(at)}px`);
    const initials = initialsOf(names);
    this.dom.replaceChildren(
      part("arrow", this.edge === "above" ? "↑" : "↓"),
      ...others
        .slice(0, MAX_FACES)
        .map(({ person }, index) => part(`face h${person.hue}`, initials[index] ?? "")),
      ...(others.length > MAX_FACES ? [part("rest", `+${others.length - MAX_FACES}`)] : []),
    );
  }
}

function part(className: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = className;
  // Names come from other people: text, never markup.
  element.textContent = text;
  return element;
}
