// A file becomes a title and a tree, whatever kind it is. Called by the server's converter for imports, and by
// the page for pasted Markdown. The tree may not be valid yet for a schema: fit.ts sees to that.

import { MAX_TITLE_CHARACTERS } from "../doc.ts";
import { Builder } from "./builder.ts";
import { GENERATOR } from "./html-page.ts";
import { blocksFromMarkdown } from "./markdown-in.ts";
import type { Report } from "./report.ts";
import { kids, node, paragraph, plainText, type Tree, text, type Writing, words } from "./tree.ts";

/** The title is absent where the file has none: then its name is the next best. */
export interface Read {
  readonly title: string | undefined;
  readonly body: Tree;
}

const FRONT = /^---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/;

export function bodyFromMarkdown(source: string, report: Report): Read {
  const whole = tidy(source);
  const front = FRONT.exec(whole);
  const settings = front?.[1] ?? "";
  // Settings before the text, as site builders keep them. A rule and a heading may look the same.
  if (front === null || !/^[\w-]+:(\s|$)/.test(settings)) return headed(blocksFromMarkdown(whole, report));
  const { title, body } = headed(blocksFromMarkdown(whole.slice(front[0].length), report));
  const named = /^title:[ \t]*(["']?)(.+?)\1[ \t]*$/m.exec(settings)?.[2];
  const others = settings.replace(/^title:.*\n?/m, "").trim();
  const kept = others === "" ? [] : [node("codeBlock", [text(others)], { language: "yaml" })];
  const lost = named !== undefined && title !== undefined && title !== "" && title !== named;
  return {
    title: named ?? title,
    body: {
      type: "doc",
      content: [...kept, ...(lost ? [node("heading", [text(title)], { level: 1 })] : []), ...kids(body)],
    },
  };
}

export function bodyFromHtml(source: string, report: Report): Read {
  const builder = new Builder({ report, literal: false, exact: source.slice(0, 1_000).includes(GENERATOR) });
  builder.html(tidy(source));
  const { title, body } = headed(builder.finish());
  return { title: title ?? builder.title, body };
}

/** A line break is one, an empty line ends a paragraph. */
export function bodyFromText(source: string): Read {
  const content = tidy(source)
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== "")
    .map((part) =>
      paragraph(
        part
          .replace(/^\n+|\n+$/g, "")
          .split("\n")
          .flatMap((line, at) => [
            ...(at === 0 ? [] : [node("hardBreak")]),
            ...(line === "" ? [] : [text(line)]),
          ]),
      ),
    );
  return { title: undefined, body: { type: "doc", content } };
}

/** A byte order mark and the line ends of other systems are no text. */
const tidy = (source: string): string => source.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");

/** A heading of the first level at the start is the title. */
function headed(content: readonly Tree[]): { title: string | undefined; body: Tree } {
  const [first, ...rest] = content;
  if (first?.type === "heading" && first.attrs?.level === 1) {
    const title = plainText(first).replace(/\s+/g, " ").trim();
    if (title.length <= MAX_TITLE_CHARACTERS) return { title, body: { type: "doc", content: rest } };
  }
  return { title: undefined, body: { type: "doc", content } };
}

/** The title that a file's name suggests. */
export const titleOfName = (name: string): string =>
  words(
    name
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/\.[a-z0-9]{1,8}$/i, "")
      .replace(/[_]+/g, " "),
    MAX_TITLE_CHARACTERS,
  );

export const asWriting = ({ title, body }: Read, name: string): Writing => ({
  title: title ?? titleOfName(name),
  body,
});
