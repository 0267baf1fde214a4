// A document with all that paper is hard on: tables and code over several pages, a wide picture, a toggle that is
// closed, a page break, formulas. Used by the test of what is printed.

import type { Page } from "playwright-core";
import type { Person } from "./person.ts";

/** Far wider than a page: in one piece without a space, and as pixels. */
export const WIDE = "https://example.org/".padEnd(200, "a-long-way-");
const PIXELS = { width: 3_000, height: 1_200 };
export const ROWS = 60;
export const LINES = 90;

interface Json {
  readonly type: string;
  readonly attrs?: object;
  readonly content?: readonly Json[];
  readonly text?: string;
  readonly marks?: readonly object[];
}

const text = (words: string, ...marks: object[]): Json => ({ type: "text", text: words, marks });
const node = (type: string, ...content: Json[]): Json => ({ type, content });
const made = (type: string, attrs: object, ...content: Json[]): Json => ({ type, attrs, content });
const p = (...content: (Json | string)[]): Json =>
  node("paragraph", ...content.map((one) => (typeof one === "string" ? text(one) : one)));
const heading = (level: number, words: string): Json => made("heading", { level }, text(words));
const link = (words: string, href: string): Json => text(words, { type: "link", attrs: { href } });

const row = (kind: "tableHeader" | "tableCell", ...cells: string[]): Json =>
  node("tableRow", ...cells.map((words) => node(kind, p(words))));
/** Each wraps, so that a page could cut it in two. */
const rowOf = (n: number): Json =>
  row(
    "tableCell",
    `Shelf ${n} begin`,
    `It holds what nobody has asked for since the year ${n}. `.repeat(2),
    `stop ${n}`,
  );

const blocks = (file: string): readonly Json[] => [
  p(
    "We open on ",
    text("4 May", { type: "bold" }),
    ". See ",
    link("the drawings", "https://example.org/plan"),
    ".",
  ),
  p("Or write to ", link("the desk", "mailto:desk@example.org"), "; it is all at ", link(WIDE, WIDE), "."),
  made("callout", { kind: "warning" }, p("Mind the step.")),
  node("toggle", p("Why so early"), p("Because of the light, which nobody sees closed.")),
  node(
    "taskList",
    made("taskItem", { checked: true }, p("Lamps are bought")),
    made("taskItem", { checked: false }, p("Shelves are hung")),
  ),
  p("Inline ", made("mathInline", { source: "\\frac{a}{b}" }), " and a block:"),
  node("mathBlock", text("E = mc^2")),
  made("image", {
    file,
    alt: "A plan",
    caption: "The plan of the room",
    pixelWidth: PIXELS.width,
    pixelHeight: PIXELS.height,
  }),
  made("bookmark", { href: "https://example.org/card", title: "A card" }),
  heading(2, "What stands where"),
  node(
    "table",
    row("tableHeader", "Shelf", "What it holds", "End"),
    ...Array.from({ length: ROWS }, (_, n) => rowOf(n)),
  ),
  heading(2, "How it is counted"),
  made(
    "codeBlock",
    { language: "javascript" },
    text(
      Array.from(
        { length: LINES },
        (_, n) => `const line${n} = "a line of code"; // ${n % 9 === 0 ? "long ".repeat(30) : "short"}`,
      ).join("\n"),
    ),
  ),
  p("The last of a page."),
  node("pageBreak"),
  heading(2, "On a new page"),
  p("The end of the document."),
];

/** Writes it into the document that is open, with a picture of its own. */
export async function writePrintable({ page, editor, saved }: Person, id: string): Promise<void> {
  const file = await uploadPlan(page, id);
  await editor.evaluate((element, content) => {
    (
      element as unknown as { editor: { commands: { setContent(json: object): void } } }
    ).editor.commands.setContent({ type: "doc", content });
  }, blocks(file));
  await saved();
}

const uploadPlan = (page: Page, id: string): Promise<string> =>
  page.evaluate(
    async ([doc, { width, height }]) => {
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width, height });
      const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
      pen.fillStyle = "#cde";
      pen.fillRect(0, 0, width, height);
      pen.strokeRect(200, 200, width - 400, height - 400);
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
      const answer = await fetch(`/api/docs/${doc}/files?name=plan.png`, {
        method: "POST",
        headers: { "content-type": "application/octet-stream", accept: "application/json" },
        body: blob,
      });
      return ((await answer.json()) as { file: { file: string } }).file.file;
    },
    [id, PIXELS] as const,
  );
