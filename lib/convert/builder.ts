// Builds a tree from tags and text as they come: the half of an HTML reader that knows what tags mean here.
// Called by html-in.ts with a whole page, and by markdown-in.ts with the HTML between Markdown. What it makes
// may still stand where it must not (text in a table): fit.ts sees to that. Loses no text.

import { Parser } from "htmlparser2";
import { isSafeLink } from "../links.ts";
import { closed, type Draft, trimmed } from "./draft.ts";
import type { Report } from "./report.ts";
import { type Attribs, languageIn, type Meaning, meaningOf } from "./tags.ts";
import { type Attributes, isInline, MAX_DEPTH, type Mark, node, type Tree, text, words } from "./tree.ts";

export interface BuilderOptions {
  readonly report: Report;
  /** Tags that mean nothing stand as text, and white space is kept: in Markdown. */
  readonly literal: boolean;
  /** Every space in a line is meant: in pages of ours. */
  readonly exact?: boolean;
}

interface Frame {
  readonly tag: string;
  readonly meaning: Meaning;
  /** What stands in it goes here. */
  readonly draft?: Draft;
}

const LINES: ReadonlySet<string> = new Set(["paragraph", "heading", "codeBlock", "mathBlock"]);

export class Builder {
  private readonly root: Draft = { type: "doc", attrs: undefined, content: [] };
  private readonly frames: Frame[] = [];
  private readonly options: BuilderOptions;
  /** The line that is being written, and where it will stand. */
  private line:
    | { readonly draft: Draft; readonly into: Draft; readonly pre: boolean; readonly own: boolean }
    | undefined;
  private hidden = 0;
  private atom: { parts: string[]; depth: number } | undefined;
  private parser: Parser | undefined;
  private written = "";
  /** The name of the page, from its head. */
  title: string | undefined;
  private inTitle = false;

  constructor(options: BuilderOptions) {
    this.options = options;
  }

  html(source: string): void {
    this.parser ??= this.makeParser();
    this.written += source;
    this.parser.write(source);
  }

  finish(): Tree[] {
    this.parser?.end();
    while (this.frames.length > 0) this.pop();
    this.endLine();
    return this.root.content;
  }

  private makeParser(): Parser {
    const parser: Parser = new Parser({
      onopentag: (name, attribs) => this.open(name, attribs, parser),
      onclosetag: (name, implied) => this.close(name, implied, parser),
      ontext: (value) => this.text(value, this.options.exact === true),
      oncomment: () => this.options.report.lost("hidden-html"),
    });
    return parser;
  }

  // ---- what Markdown adds by itself -------------------------------------------------------------------

  block(one: Tree): void {
    this.endBlock();
    this.target().content.push(one);
  }

  /** Where a block of Markdown ends, so does a line; a tag that has begun one with nothing in it yet goes on. */
  endBlock(): void {
    if (this.line?.own && this.line.draft.content.length === 0) this.line = undefined;
    else this.endLine();
  }

  startLine(type: string, attrs?: Attributes): void {
    this.endLine();
    this.line = { draft: { type, attrs, content: [] }, into: this.target(), pre: false, own: true };
  }

  inline(one: Tree): void {
    if (this.hidden > 0) return;
    const marks = one.text === undefined ? [] : this.marks();
    this.openLine().draft.content.push(
      marks.length === 0 ? one : { ...one, marks: [...(one.marks ?? []), ...marks] },
    );
  }

  /** Everything until the call of the answer carries the mark. */
  marked(mark: Mark): () => void {
    const frame: Frame = { tag: "", meaning: { is: "mark", mark } };
    this.frames.push(frame);
    return () => {
      while (this.frames.includes(frame)) this.pop();
    };
  }

  /** `exact`: white space as it is, in what Markdown has read. In HTML many spaces are one. */
  text(value: string, exact = true): void {
    if (this.inTitle) this.title = words(`${this.title ?? ""}${value}`, 300);
    if (this.hidden > 0) return;
    if (this.atom !== undefined) {
      this.atom.parts.push(value);
      return;
    }
    const keeps = this.line?.pre === true || exact;
    // White space between blocks is nobody's text.
    if (this.line === undefined && value.trim() === "") return;
    let shown = keeps ? value : value.replace(/[ \t\r\n\f]+/g, " ");
    const line = this.openLine();
    const last = line.draft.content.at(-1);
    if (
      !keeps &&
      shown.startsWith(" ") &&
      (last === undefined || last.type === "hardBreak" || last.text?.endsWith(" "))
    ) {
      shown = shown.slice(1);
    }
    if (shown === "") return;
    line.draft.content.push(
      text(shown, line.draft.type === "codeBlock" || line.draft.type === "mathBlock" ? [] : this.marks()),
    );
  }

  // ---- tags -------------------------------------------------------------------------------------------

  private open(tag: string, attribs: Attribs, parser: Parser): void {
    const meaning = meaningOf(tag, attribs);
    if (tag === "title") this.inTitle = true;
    if (this.hidden > 0 || meaning.is === "hidden") {
      if (this.hidden === 0 && tag === "script") this.options.report.lost("hidden-html");
      this.hidden++;
      this.frames.push({ tag, meaning: { is: "hidden" } });
      return;
    }
    if (this.atom !== undefined) return;
    const inCode = this.line?.pre === true;
    if (inCode && (meaning.is === "mark" || meaning.is === "through")) {
      const language = tag === "code" ? languageIn(attribs) : undefined;
      if (language !== undefined && this.line !== undefined) this.line.draft.attrs = { language };
      this.frames.push({ tag, meaning: { is: "through" } });
      return;
    }
    switch (meaning.is) {
      case "block": {
        this.endLine();
        const deep = this.frames.filter((frame) => frame.draft !== undefined).length > MAX_DEPTH * 2;
        if (deep) this.frames.push({ tag, meaning: { is: "edge" } });
        else {
          this.frames.push({
            tag,
            meaning,
            draft: { type: meaning.type, attrs: meaning.attrs, content: [] },
          });
        }
        return;
      }
      case "line": {
        // `- [ ] <p align="center">`: the line that Markdown has begun is this one.
        if (this.line?.own && this.line.draft.content.length === 0 && this.frames.length === 0)
          this.line = undefined;
        this.endLine();
        const attrs = { ...this.edgeStanding(), ...meaning.attrs };
        this.line = {
          draft: { type: meaning.type, attrs, content: [] },
          into: this.target(),
          pre: meaning.pre === true,
          own: true,
        };
        this.frames.push({ tag, meaning });
        return;
      }
      case "edge":
        this.endLine();
        this.frames.push({ tag, meaning });
        return;
      case "leaf":
        this.block(meaning.node);
        this.frames.push({ tag, meaning });
        return;
      case "atom":
        this.atom = { parts: [], depth: this.frames.length };
        this.frames.push({ tag, meaning });
        return;
      case "break":
        if (this.line?.pre === true) this.line.draft.content.push(text("\n"));
        else this.openLine().draft.content.push(node("hardBreak"));
        this.frames.push({ tag, meaning });
        return;
      case "box": {
        const item = this.frames.findLast((frame) => frame.tag === "li")?.draft;
        if (item !== undefined) item.attrs = { ...item.attrs, checked: meaning.checked };
        this.frames.push({ tag, meaning });
        return;
      }
      case "picture":
        this.picture(meaning.alt, meaning.src);
        this.frames.push({ tag, meaning });
        return;
      case "unsafe":
        this.options.report.lost("unsafe-link");
        this.frames.push({ tag, meaning: { is: "through" } });
        return;
      case "unknown":
        if (this.options.literal) this.asText(parser);
        this.frames.push({ tag, meaning });
        return;
      case "mark":
      case "through":
        this.frames.push({ tag, meaning });
        return;
    }
  }

  private close(tag: string, implied: boolean, parser: Parser): void {
    if (tag === "title") this.inTitle = false;
    const at = this.frames.findLastIndex((frame) => frame.tag === tag);
    // A tag of HTML does not end what Markdown began.
    if (at < 0 || this.frames.slice(at).some((frame) => frame.tag === "")) return;
    const unknown = this.frames[at]?.meaning.is === "unknown";
    while (this.frames.length > at) this.pop();
    if (unknown && this.options.literal && !implied) this.asText(parser);
  }

  private pop(): void {
    const frame = this.frames.pop();
    if (frame === undefined) return;
    const { meaning, draft } = frame;
    switch (meaning.is) {
      case "hidden":
        this.hidden--;
        return;
      case "line":
      case "edge":
        this.endLine();
        return;
      case "atom": {
        const content = this.atom?.parts.join("") ?? "";
        this.atom = undefined;
        this.inline(meaning.make(content));
        return;
      }
      case "block":
        this.endLine();
        if (draft !== undefined) for (const one of closed(draft)) this.target().content.push(one);
        return;
      default:
        return;
    }
  }

  /** The tag as it was written. */
  private asText(parser: Parser): void {
    this.options.report.lost("html-as-text");
    this.text(this.written.slice(parser.startIndex, parser.endIndex + 1));
  }

  private picture(alt: string, src: string): void {
    this.options.report.lost("pictures");
    const web = /^https?:/i.test(src) && isSafeLink(src) && src.length <= 2_000;
    const shown = alt || (web ? (src.split(/[?#]/, 1)[0]?.split("/").at(-1) ?? src) || src : "");
    if (shown !== "") this.inline(text(shown, web ? [{ type: "link", attrs: { href: src } }] : []));
  }

  // ---- lines ------------------------------------------------------------------------------------------

  private target(): Draft {
    return this.frames.findLast((frame) => frame.draft !== undefined)?.draft ?? this.root;
  }

  private openLine() {
    this.line ??= {
      draft: { type: "paragraph", attrs: this.edgeStanding(), content: [] },
      into: this.target(),
      pre: false,
      own: false,
    };
    return this.line;
  }

  /** `<div align="center">` around a line is how Markdown says where it stands. */
  edgeStanding(): Attributes | undefined {
    const edge = this.frames.at(-1)?.meaning;
    if (edge?.is !== "edge" || (edge.align === undefined && edge.dir === undefined)) return undefined;
    return {
      ...(edge.align === undefined ? {} : { align: edge.align }),
      ...(edge.dir === undefined ? {} : { dir: edge.dir }),
    };
  }

  private endLine(): void {
    const { line } = this;
    if (line === undefined) return;
    this.line = undefined;
    const { draft, into, pre, own } = line;
    const content = pre
      ? draft.content
      : trimmed(draft.content, this.options.exact === true || (this.options.literal && own));
    if (content.length === 0 && !own && draft.content.length === 0) return;
    if (pre) {
      const letters = content.map((one) => one.text ?? "").join("");
      // A page may begin with a line break for the eye of whoever reads its source.
      const shown = letters.replace(/^\n/, "");
      into.content.push(node(draft.type, shown === "" ? [] : [text(shown)], draft.attrs));
    } else into.content.push(node(draft.type, content, draft.attrs));
  }

  private marks(): Mark[] {
    const found = new Map<string, Mark>();
    for (const { meaning } of this.frames)
      if (meaning.is === "mark") found.set(meaning.mark.type, meaning.mark);
    return [...found.values()];
  }
}

/** Used by whoever must know whether a tree is one line. */
export const isLine = (one: Tree): boolean => LINES.has(one.type) || isInline(one);
