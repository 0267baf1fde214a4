// The small list under the caret for `@` and `:name:`. Called by mention.ts and emoji.ts. A listbox whose rows
// are chosen by arrow keys while the caret stays in the text; Enter or Tab takes one, Escape leaves the words.

import { type Editor, Extension, type Range } from "@tiptap/core";
import { PluginKey } from "@tiptap/pm/state";
import { Suggestion, type SuggestionProps } from "@tiptap/suggestion";
import { type Box, freeOf, placeBeside } from "../ways/place.ts";
import { make } from "./dom.ts";

export interface Choice {
  readonly key: string;
  /** A letter or picture before the words. */
  readonly glyph?: string;
  /** The hue of a person, 1 to 12; `null` where it is not known. */
  readonly hue?: number | null;
  readonly label: string;
  readonly detail?: string;
  readonly take: (editor: Editor, range: Range) => void;
}

export interface Suggester {
  readonly name: string;
  readonly char: string;
  /** Finds what is being typed in the text before the caret: its length and the words to search by. */
  readonly find: (before: string) => { readonly length: number; readonly query: string } | undefined;
  readonly label: string;
  readonly choices: (query: string, editor: Editor) => readonly Choice[] | Promise<readonly Choice[]>;
}

/** More rows than this nobody looks through; typing is quicker. */
export const MAX_CHOICES = 8;

let lists = 0;

class List {
  private readonly id = `choices-${++lists}`;
  private readonly dom: HTMLElement;
  private readonly unmount: () => void;
  private props: SuggestionProps<Choice>;
  private chosen = 0;

  constructor(props: SuggestionProps<Choice>, label: string) {
    this.props = props;
    this.dom = make("div", { class: "choices", id: this.id, role: "listbox", "aria-label": label });
    this.unmount = props.mount(this.dom);
    this.show();
  }

  update(props: SuggestionProps<Choice>): void {
    this.props = props;
    this.chosen = 0;
    this.show();
  }

  key({ key }: KeyboardEvent): boolean {
    const { items } = this.props;
    if (items.length === 0) return false;
    if (key === "ArrowDown" || key === "ArrowUp") {
      this.chosen = (this.chosen + (key === "ArrowDown" ? 1 : items.length - 1)) % items.length;
      this.mark();
      return true;
    }
    if (key !== "Enter" && key !== "Tab") return false;
    this.take(this.chosen);
    return true;
  }

  private take(index: number): void {
    const item = this.props.items[index];
    if (item !== undefined) this.props.command(item);
  }

  private show(): void {
    const { items } = this.props;
    this.dom.hidden = items.length === 0;
    this.dom.replaceChildren(
      ...items.map((item, index) => {
        const row = make("div", { role: "option", id: `${this.id}-${index}` });
        if (item.glyph !== undefined) {
          const glyph = make("span", { class: "choice-glyph", "aria-hidden": "true" }, item.glyph);
          glyph.toggleAttribute("data-person", item.hue !== undefined);
          if (typeof item.hue === "number") glyph.style.setProperty("--hue", `var(--hue-${item.hue})`);
          row.append(glyph);
        }
        row.append(make("span", { class: "choice-label" }, item.label));
        if (item.detail !== undefined) row.append(make("span", { class: "choice-detail" }, item.detail));
        // The caret stays in the text.
        row.addEventListener("mousedown", (event) => event.preventDefault());
        row.addEventListener("click", () => this.take(index));
        return row;
      }),
    );
    this.mark();
  }

  private mark(): void {
    const text = this.props.editor.view.dom;
    [...this.dom.children].forEach((row, index) => {
      row.setAttribute("aria-selected", String(index === this.chosen));
      if (index === this.chosen) reveal(this.dom, row);
    });
    if (this.props.items.length === 0) return this.silent();
    text.setAttribute("aria-controls", this.id);
    text.setAttribute("aria-activedescendant", `${this.id}-${this.chosen}`);
  }

  private silent(): void {
    const text = this.props.editor.view.dom;
    text.removeAttribute("aria-controls");
    text.removeAttribute("aria-activedescendant");
  }

  destroy(): void {
    this.silent();
    this.unmount();
    this.dom.remove();
  }
}

/** Scrolls the list and nothing else: before it has its place, the page itself would go to where it is. */
function reveal(list: HTMLElement, row: Element): void {
  const seen = list.getBoundingClientRect();
  const { top, bottom } = row.getBoundingClientRect();
  if (top < seen.top) list.scrollTop -= seen.top - top;
  else if (bottom > seen.bottom) list.scrollTop += bottom - seen.bottom;
}

export const suggest = ({ name, char, find, label, choices }: Suggester): Extension =>
  Extension.create({
    name,
    // Before lists, tables and the way to the toolbar, which want the same keys.
    priority: 200,
    addProseMirrorPlugins() {
      let list: List | undefined;
      const { editor } = this;
      return [
        Suggestion<Choice>({
          editor,
          char,
          pluginKey: new PluginKey(name),
          placement: "bottom-start",
          offset: { mainAxis: 6 },
          flip: false,
          floatingUi: { strategy: "fixed", middleware: [besideCaret] },
          findSuggestionMatch: ({ $position }) => {
            const before = $position.nodeBefore?.isText === true ? ($position.nodeBefore.text ?? "") : "";
            const found = find(before.slice(-MAX_LOOK_BACK_CHARACTERS));
            if (found === undefined) return null;
            const range = { from: $position.pos - found.length, to: $position.pos };
            return { range, query: found.query, text: before.slice(-found.length) };
          },
          allow: ({ state, range }) => {
            const $at = state.doc.resolve(range.from);
            return (
              $at.parent.type.spec.code !== true && !$at.marks().some((mark) => mark.type.name === "code")
            );
          },
          items: async ({ query }) => [...(await choices(query, editor))],
          command: ({ editor: to, range, props }) => props.take(to, range),
          render: () => ({
            onStart: (props) => {
              list?.destroy();
              list = new List(props, label);
            },
            onUpdate: (props) => list?.update(props),
            onKeyDown: ({ event }) => list?.key(event) ?? false,
            onExit: () => {
              list?.destroy();
              list = undefined;
            },
          }),
        }),
      ];
    },
  });

const MAX_LOOK_BACK_CHARACTERS = 80;
/** In px: the list scrolls beyond that. */
const HIGHEST_PX = 288;

interface Reference {
  getBoundingClientRect(): Box;
}

/** On the screen, between header and keyboard, wherever on a phone it is asked for. */
const besideCaret = {
  name: "besideCaret",
  fn: ({ elements }: { elements: { reference: Reference; floating: HTMLElement } }) => {
    const { reference, floating } = elements;
    const size = { width: floating.offsetWidth, height: Math.min(floating.scrollHeight, HIGHEST_PX) };
    const at = placeBeside(reference.getBoundingClientRect(), size, freeOf(window), "below");
    floating.style.maxHeight = `${Math.min(at.maxHeight, HIGHEST_PX)}px`;
    return { x: at.left, y: at.top };
  },
};
