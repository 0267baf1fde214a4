// VS Code and its kin: a <div> a line, in the colours of a theme and a font for code. It is a block of code.

import type { Source } from "./source.ts";

const MONO = /font-family:[^;"]*(monospace|Consolas|Menlo|Monaco|Courier|JetBrains|Fira Code|Cascadia)/i;

export const vscode: Source = {
  name: "vscode",
  is(page) {
    const { body } = page;
    const [only] = body.children;
    return (
      body.children.length === 1 &&
      only?.tagName === "DIV" &&
      MONO.test(only.getAttribute("style") ?? "") &&
      /white-space:\s*pre/i.test(only.getAttribute("style") ?? "")
    );
  },
  clean(page) {
    const [around] = page.body.children;
    const lines = [...(around?.children ?? [])].map((line) =>
      line.tagName === "BR" ? "" : (line.textContent ?? ""),
    );
    const letters = lines.length === 0 ? (around?.textContent ?? "") : lines.join("\n");
    page.body.replaceChildren();
    // A word or two out of a line of code go into the line where the caret is.
    const block = lines.length > 1 ? page.createElement("pre") : undefined;
    const code = page.createElement("code");
    code.textContent = letters.replace(/\u00a0/g, " ");
    if (block === undefined) page.body.append(code);
    else {
      block.append(code);
      page.body.append(block);
    }
  },
};
