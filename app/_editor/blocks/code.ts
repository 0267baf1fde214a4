// Code blocks: a list of languages and a button that copies, above the text. Tab puts in spaces (the schema's
// block does that); the way out by keyboard is Escape, which leads to the toolbar, and Tab from there.

import { Extension, InputRule } from "@tiptap/core";
import { languageOf } from "../../../lib/schema/allowed.ts";
import { blockSigns } from "../../_words/block-signs.ts";
import {
  aside,
  button,
  ignoresAllBut,
  isControl,
  make,
  setAttribute,
  source,
  type View,
  viewOf,
} from "./dom.ts";
import { canonical, LANGUAGES } from "./languages.ts";

const SAID_MS = 1_600;

const view = viewOf("codeBlock", (node, editor, getPos): View => {
  const select = make("select", { "aria-label": blockSigns.codeLanguage });
  select.append(make("option", { value: "" }, blockSigns.codePlain));
  for (const [id, name] of Object.entries(LANGUAGES)) select.append(make("option", { value: id }, name));
  select.addEventListener("change", () => {
    setAttribute(editor, getPos, node.type, "language", languageOf(select.value));
    // Where nothing may be written it goes on saying what is so.
    show(languageOf(current.attrs.language));
    editor.focus();
  });
  let current = node;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const said = make("span", { role: "status" });
  const copy = button(blockSigns.codeCopy, "code-copy", () => {
    const say = (words: string) => {
      said.textContent = words;
      clearTimeout(timer);
      timer = setTimeout(() => {
        said.textContent = "";
      }, SAID_MS);
    };
    navigator.clipboard.writeText(current.textContent).then(
      () => say(blockSigns.codeCopied),
      () => say(blockSigns.codeNotCopied),
    );
  });
  const bar = make("div", { class: "code-bar", ...aside }, said, select, copy);
  const code = make("code");
  const dom = make("div", { class: "code-block" }, bar, make("pre", source, code));
  const show = (language: string | null) => {
    const known = language === null ? "" : canonical(language);
    if ([...select.options].every((option) => option.value !== known)) {
      select.append(make("option", { value: known }, known));
    }
    select.value = known;
    code.className = language === null ? "" : `language-${known}`;
  };
  show(languageOf(node.attrs.language));
  return {
    dom,
    contentDOM: code,
    update(next) {
      if (next.type !== node.type) return false;
      current = next;
      show(languageOf(next.attrs.language));
      return true;
    },
    stopEvent: isControl,
    ignoreMutation: ignoresAllBut(code),
    destroy: () => clearTimeout(timer),
  };
});

/** The stock rule knows letters only: "```c++ " and "```ts " end as what is meant. */
const rules = Extension.create({
  name: "codeRules",
  priority: 150,
  addInputRules() {
    return [
      new InputRule({
        find: /^(?:```|~~~)([a-z0-9+#._-]{1,30})\s$/i,
        handler: ({ state, range, match, chain }) => {
          const language = languageOf(canonical(match[1] ?? ""));
          if (state.selection.$from.parent.type.name !== "paragraph") return null;
          return chain().deleteRange(range).setNode("codeBlock", { language }).run() ? undefined : null;
        },
      }),
    ];
  },
});

/** Their colours come late (code-colors.ts). */
export const codeBlocks = [rules, view];
