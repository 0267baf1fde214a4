// @vitest-environment jsdom
// Blocks and marks as somebody writes them: shorthands, Tab and Enter, what a command makes of what is there,
// tables and what comes from a spreadsheet. What needs a layout is in test/e2e/blocks.test.ts.

import { afterEach, describe, expect, it } from "vitest";
import { blockActions } from "../../app/_editor/actions-blocks.ts";
import { dayFromNow } from "../../app/_editor/blocks/date.ts";
import { emojiFor } from "../../app/_editor/blocks/emoji.ts";
import { EMOJI } from "../../app/_editor/blocks/emoji-names.ts";
import { runsOf } from "../../app/_editor/blocks/highlighter.ts";
import { canonical, LANGUAGES } from "../../app/_editor/blocks/languages.ts";
import { choicesFor } from "../../app/_editor/blocks/mention.ts";
import { cellsOf, move, sort, sortedBy } from "../../app/_editor/blocks/tables.ts";
import type { Action } from "../../app/_editor/commands/action.ts";
import { EVERYTHING, p } from "./everything.ts";
import { docOf, open, type Person } from "./support.ts";

const people: Person[] = [];
const write = (...blocks: Parameters<typeof docOf>): Person["editor"] => {
  const person = open(docOf(...blocks));
  people.push(person);
  return person.editor;
};
afterEach(() => {
  for (const { editor } of people.splice(0)) editor.destroy();
});

type Editor = Person["editor"];

/** Letters as the browser would hand them over, so that shorthands see them. */
function type(editor: Editor, text: string): void {
  for (const letter of text) {
    const { from, to } = editor.state.selection;
    const put = () => editor.state.tr.insertText(letter, from, to);
    const taken = editor.view.someProp("handleTextInput", (f) => f(editor.view, from, to, letter, put));
    if (taken !== true) editor.view.dispatch(put());
  }
}

function press(editor: Editor, key: string, held: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...held });
  return editor.view.someProp("handleKeyDown", (f) => f(editor.view, event)) === true;
}

function paste(editor: Editor, text: string, html = ""): void {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  const getData = (type: string) => (type === "text/plain" ? text : type === "text/html" ? html : "");
  const types = html === "" ? ["text/plain"] : ["text/plain", "text/html"];
  Object.defineProperty(event, "clipboardData", { value: { getData, files: [], types } });
  editor.view.dom.dispatchEvent(event);
}

const action = (id: string): Action => {
  const found = blockActions.find((one) => one.id === id);
  if (found === undefined) throw new Error(`No action ${id}`);
  return found;
};

/** jsdom has no layout, and the editor asks whether this is the last line. */
function withoutLayout(): void {
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
}

/** The document as an outline of names and texts: short enough to be read in a test. */
function shape(editor: Editor): string {
  const say = (json: {
    type?: string;
    text?: string;
    content?: unknown[];
    attrs?: Record<string, unknown>;
  }): string =>
    json.type === "text"
      ? (json.text ?? "")
      : `${json.type}(${(json.content ?? []).map((child) => say(child as never)).join(" ")})`;
  return ((editor.getJSON().content ?? []) as never[]).map(say).join(" ");
}

describe("shorthands", () => {
  it.each([
    ["# a", "heading(a)"],
    ["#### a", "heading(a)"],
    ["> a", "blockquote(paragraph(a))"],
    ["- a", "bulletList(listItem(paragraph(a)))"],
    ["1. a", "orderedList(listItem(paragraph(a)))"],
    ["- [ ] a", "taskList(taskItem(paragraph(a)))"],
    ["[x] a", "taskList(taskItem(paragraph(a)))"],
    ["```c++ a", "codeBlock(a)"],
    ["$$ a", "mathBlock(a)"],
    ["[!tip] a", "callout(paragraph(a))"],
    ["> [!WARNING] a", "callout(paragraph(a))"],
    ["see $x^2$ b", "paragraph(see  mathInline()  b)"],
  ])("%s", (typed, expected) => {
    const editor = write(p(""));
    type(editor, typed);
    expect(shape(editor)).toBe(expected);
  });

  it("make a divider of three dashes", () => {
    const editor = write(p(""));
    type(editor, "---");
    expect(shape(editor)).toMatch(/^horizontalRule\(\)/);
  });

  it("keep what they say: the level, the language, the kind, the source", () => {
    const level = write(p(""));
    type(level, "#### a");
    expect(level.getAttributes("heading")).toMatchObject({ level: 5 });
    const code = write(p(""));
    type(code, "```ts ");
    expect(code.getAttributes("codeBlock")).toEqual({ language: "typescript" });
    const callout = write(p(""));
    type(callout, "[!caution] ");
    expect(callout.getAttributes("callout")).toEqual({ kind: "warning" });
    const formula = write(p(""));
    type(formula, "see $x^2$");
    expect(JSON.stringify(formula.getJSON())).toContain('"source":"x^2"');
  });

  it("leave money and loose dollars alone", () => {
    const editor = write(p(""));
    type(editor, "from $5 to $6 and $ x $ and $12$");
    expect(shape(editor)).toBe("paragraph(from $5 to $6 and $ x $ and $12$)");
  });

  it("mark ==words== but not a == b", () => {
    const editor = write(p(""));
    type(editor, "==bright== a == b == c");
    expect(editor.getHTML()).toBe("<p><mark>bright</mark> a == b == c</p>");
  });

  it("do nothing in code and in formulas", () => {
    for (const name of ["codeBlock", "mathBlock"]) {
      const editor = write([name, {}, ""]);
      editor.commands.focus("start");
      type(editor, "[!tip] ==a== $x$ ");
      expect(shape(editor)).toBe(`${name}([!tip] ==a== $x$ )`);
    }
  });
});

describe("Tab", () => {
  it("indents and outdents items of every list, and is never let out of a list or a table", () => {
    for (const [list, item] of [
      ["bulletList", "listItem"],
      ["orderedList", "listItem"],
      ["taskList", "taskItem"],
    ] as const) {
      const editor = write([list, {}, [item, {}, p("a")], [item, {}, p("b")]]);
      editor.commands.setTextSelection(8);
      expect(press(editor, "Tab")).toBe(true);
      expect(shape(editor)).toBe(`${list}(${item}(paragraph(a) ${list}(${item}(paragraph(b)))))`);
      expect(press(editor, "Tab")).toBe(true);
      expect(press(editor, "Tab", { shiftKey: true })).toBe(true);
      expect(shape(editor)).toBe(`${list}(${item}(paragraph(a)) ${item}(paragraph(b)))`);
    }
  });

  it("puts spaces into code, and takes them off again", () => {
    const editor = write(["codeBlock", {}, "a"]);
    editor.commands.setTextSelection(1);
    expect(press(editor, "Tab")).toBe(true);
    expect(editor.getText()).toBe("  a");
    expect(press(editor, "Tab", { shiftKey: true })).toBe(true);
    expect(editor.getText()).toBe("a");
  });

  it.each(
    EVERYTHING.filter(([name]) => !/codeBlock|table/.test(name)).map((block) => [block[0], block] as const),
  )("leaves the text from a %s: it is no trap", (_name, block) => {
    const editor = write(block);
    editor.commands.focus("start");
    expect(press(editor, "Tab")).toBe(false);
    expect(press(editor, "Tab", { shiftKey: true })).toBe(false);
  });
});

describe("callouts", () => {
  it("are made around the block, change their kind, and go without their words", () => {
    const editor = write(p("a"), p("b"));
    editor.commands.setTextSelection({ from: 1, to: 5 });
    action("callout.tip").run(editor);
    expect(shape(editor)).toBe("callout(paragraph(a) paragraph(b))");
    expect(action("callout.tip").isActive?.(editor)).toBe(true);
    action("callout.danger").run(editor);
    expect(editor.getAttributes("callout").kind).toBe("danger");
    action("callout.danger").run(editor);
    expect(shape(editor)).toBe("paragraph(a) paragraph(b)");
  });

  it("say what they are, and their kind can be chosen", () => {
    const editor = write(["callout", { kind: "warning" }, p("a")]);
    const dom = editor.view.dom.querySelector<HTMLElement>('[data-type="callout"]');
    expect(dom?.getAttribute("aria-label")).toBe("Warning");
    const select = dom?.querySelector("select");
    if (!select) throw new Error("There is a list of kinds");
    expect(select.value).toBe("warning");
    select.value = "tip";
    select.dispatchEvent(new Event("change"));
    expect(editor.getAttributes("callout").kind).toBe("tip");
    expect(dom?.dataset.kind).toBe("tip");
  });
});

describe("toggles", () => {
  const flap = (editor: Editor) => editor.view.dom.querySelector<HTMLElement>('[data-type="toggle"]');

  it("open where they are made, and are closed for who comes later; nothing of that is written", () => {
    const editor = write(p("line"));
    action("toggle").run(editor);
    expect(flap(editor)?.dataset.open).toBe("true");
    const person = people.at(-1);
    const other = open(person?.doc);
    expect(other.editor.view.dom.querySelector<HTMLElement>('[data-type="toggle"]')?.dataset.open).toBe(
      "false",
    );
    other.editor.view.dom.querySelector<HTMLButtonElement>(".toggle-mark")?.click();
    expect(other.editor.view.dom.querySelector<HTMLElement>('[data-type="toggle"]')?.dataset.open).toBe(
      "true",
    );
    expect(other.written).toHaveLength(0);
    other.editor.destroy();
  });

  it("open for a caret that goes inside, and let it go when they close", () => {
    const editor = write(["toggle", {}, p("line"), p("inside")]);
    editor.commands.setTextSelection(2);
    expect(flap(editor)?.dataset.open).toBe("false");
    editor.commands.setTextSelection(10);
    expect(flap(editor)?.dataset.open).toBe("true");
    flap(editor)?.querySelector("button")?.click();
    expect(flap(editor)?.dataset.open).toBe("false");
    expect(editor.state.selection.from).toBe(6);
  });

  it("take Ctrl Enter, and Enter at a closed line goes on behind it", () => {
    const editor = write(["toggle", {}, p("line"), p("inside")]);
    editor.commands.setTextSelection(6);
    expect(press(editor, "Enter")).toBe(true);
    type(editor, "next");
    expect(shape(editor)).toBe("toggle(paragraph(line) paragraph(inside)) paragraph(next)");
    editor.commands.setTextSelection(6);
    expect(press(editor, "Enter", { ctrlKey: true })).toBe(true);
    expect(flap(editor)?.dataset.open).toBe("true");
    expect(press(editor, "Enter")).toBe(true);
    expect(shape(editor)).toBe("toggle(paragraph(line) paragraph() paragraph(inside)) paragraph(next)");
  });

  it("come from the <details> of a web page, and go to the clipboard with every word in sight", () => {
    const editor = write(p(""));
    paste(
      editor,
      "x",
      "<details><summary>The <b>line</b></summary><p>inside</p><ul><li>too</li></ul></details>",
    );
    expect(shape(editor)).toMatch(/^toggle\(paragraph\(The {2}line\) paragraph\(inside\) bulletList/);
    expect(editor.getHTML()).not.toContain("details");
  });

  it("come off whole", () => {
    const editor = write(["toggle", {}, p("line"), p("inside")]);
    editor.commands.setTextSelection(2);
    action("toggle").run(editor);
    expect(shape(editor)).toBe("paragraph(line) paragraph(inside)");
  });
});

describe("what is put in", () => {
  it.each([
    ["toc", "toc()"],
    ["pageBreak", "pageBreak()"],
    ["bookmark", "bookmark()"],
    ["mathBlock", "mathBlock()"],
  ])("%s takes the place of an empty paragraph, else stands behind, with a line to go on", (id, made) => {
    const empty = write(p(""));
    action(id).run(empty);
    expect(shape(empty)).toBe(`${made} paragraph()`);
    const full = write(p("a"), p("b"));
    full.commands.setTextSelection(2);
    action(id).run(full);
    expect(shape(full)).toBe(`paragraph(a) ${made} paragraph(b)`);
  });

  it("is today's day, and a formula of the words that are selected", () => {
    const editor = write(p("x+1"));
    editor.commands.setTextSelection({ from: 1, to: 4 });
    action("mathInline").run(editor);
    expect(JSON.stringify(editor.getJSON())).toContain('"source":"x+1"');
    action("date").run(editor);
    expect(JSON.stringify(editor.getJSON())).toContain(`"day":"${dayFromNow(0)}"`);
  });
});

describe("a formula as a block", () => {
  it("is left by Ctrl Enter, by a second empty line, and downwards where nothing follows", () => {
    withoutLayout();
    for (const leave of [
      (editor: Editor) => press(editor, "Enter", { ctrlKey: true }),
      (editor: Editor) => press(editor, "Enter") && press(editor, "Enter"),
      (editor: Editor) => press(editor, "ArrowDown"),
      (editor: Editor) => press(editor, "Escape"),
    ]) {
      const editor = write(["mathBlock", {}, "x"]);
      editor.commands.setTextSelection(2);
      expect(leave(editor)).toBe(true);
      type(editor, "on");
      expect(shape(editor)).toBe("mathBlock(x) paragraph(on)");
    }
  });

  it("is closed by Escape, which goes on to the text that follows and makes nothing", () => {
    const editor = write(["mathBlock", {}, "x"], ["paragraph", {}, "after"]);
    editor.commands.setTextSelection(2);
    expect(press(editor, "Escape")).toBe(true);
    type(editor, "right ");
    expect(shape(editor)).toBe("mathBlock(x) paragraph(right after)");
  });

  it("becomes a paragraph again where it is empty", () => {
    const editor = write(["mathBlock", {}, ""]);
    editor.commands.setTextSelection(1);
    expect(press(editor, "Backspace")).toBe(true);
    expect(shape(editor)).toBe("paragraph()");
  });
});

describe("days", () => {
  it("are those of the place where somebody sits, over the ends of months and years", () => {
    const eve = new Date(2026, 11, 31, 23, 59);
    expect([dayFromNow(0, eve), dayFromNow(1, eve), dayFromNow(-31, eve)]).toEqual([
      "2026-12-31",
      "2027-01-01",
      "2026-11-30",
    ]);
  });
});

describe("where text stands", () => {
  it("is set for every paragraph of the selection, and left writes nothing", () => {
    const editor = write(p("a"), ["heading", { level: 2 }, "b"]);
    editor.commands.selectAll();
    action("align.center").run(editor);
    expect(editor.getHTML()).toBe(
      '<p style="text-align: center;">a</p><h2 style="text-align: center;">b</h2>',
    );
    action("align.left").run(editor);
    expect(editor.getHTML()).toBe("<p>a</p><h2>b</h2>");
    action("direction.rtl").run(editor);
    expect(editor.getHTML()).toBe('<p dir="rtl">a</p><h2 dir="rtl">b</h2>');
  });
});

describe("marks", () => {
  it("paint in tones, one at a time, and the same again takes it off", () => {
    const editor = write(p("abc"));
    editor.commands.selectAll();
    action("highlight.green").run(editor);
    action("highlight.red").run(editor);
    action("textColor.blue").run(editor);
    expect(editor.getHTML()).toBe('<p><mark data-tone="red"><span data-color="blue">abc</span></mark></p>');
    action("highlight.red").run(editor);
    action("textColor.blue").run(editor);
    expect(editor.getHTML()).toBe("<p>abc</p>");
  });

  it("raise or lower, never both", () => {
    const editor = write(p("abc"));
    editor.commands.selectAll();
    action("subscript").run(editor);
    action("superscript").run(editor);
    expect(editor.getHTML()).toBe("<p><sup>abc</sup></p>");
  });
});

const row = (...cells: string[]): Parameters<typeof docOf>[number] => [
  "tableRow",
  {},
  ...cells.map((text) => ["tableCell", { colspan: 1, rowspan: 1 }, p(text)] as const),
];
const headRow = (...cells: string[]): Parameters<typeof docOf>[number] => [
  "tableRow",
  {},
  ...cells.map((text) => ["tableHeader", { colspan: 1, rowspan: 1 }, p(text)] as const),
];
const cells = (editor: Editor): string =>
  [...editor.view.dom.querySelectorAll("tr")]
    .map((tr) => [...tr.children].map((cell) => cell.textContent).join(","))
    .join(" ");

describe("tables", () => {
  const boats = () =>
    write(["table", {}, headRow("Boat", "Seats"), row("Ida", "12"), row("Ada", "4"), row("", "")]);

  it("move a row and a column with their cells", () => {
    const editor = boats();
    editor.commands.setTextSelection(22);
    expect(move(editor, "down")).toBe(true);
    expect(cells(editor)).toBe("Boat,Seats Ada,4 Ida,12 ,");
    editor.commands.setTextSelection(4);
    expect(move(editor, "right")).toBe(true);
    expect(cells(editor)).toBe("Seats,Boat 4,Ada 12,Ida ,");
    expect(move(editor, "up")).toBe(false);
  });

  it("are left downwards from the last row, whatever column, although nothing follows", () => {
    withoutLayout();
    for (const at of ["Ida", "12"]) {
      const editor = write(["table", {}, headRow("Boat", "Seats"), row("Ida", "12")]);
      let place = 0;
      editor.state.doc.descendants((node, pos) => {
        if (node.text === at) place = pos + 1;
      });
      editor.commands.setTextSelection(place);
      expect(press(editor, "ArrowDown")).toBe(true);
      type(editor, "below");
      expect(cells(editor)).toBe("Boat,Seats Ida,12");
      expect(editor.state.doc.child(1).textContent).toBe("below");
      expect(press(editor, "ArrowDown")).toBe(false);
    }
  });

  it("are not left from a cell's first line, from another row, or where something follows", () => {
    withoutLayout();
    const down = (editor: Editor, text: string): string => {
      editor.state.doc.descendants((node, pos) => {
        if (node.text === text) editor.commands.setTextSelection(pos + 1);
      });
      press(editor, "ArrowDown");
      return shape(editor);
    };
    const two = write(["table", {}, ["tableRow", {}, ["tableCell", {}, p("one"), p("two")]]]);
    expect(down(two, "one")).toBe("table(tableRow(tableCell(paragraph(one) paragraph(two))))");
    const rows = write(["table", {}, row("Ida"), row("Ada")]);
    expect(down(rows, "Ida")).not.toContain("paragraph()");
    const followed = write(["table", {}, row("Ida")], p("after"));
    expect(down(followed, "Ida")).not.toContain("paragraph()");
  });

  it("keep their heads at the top, whatever row comes there, and one undo takes a move back", () => {
    const editor = boats();
    editor.commands.setTextSelection(22);
    expect(move(editor, "up")).toBe(true);
    expect(cells(editor)).toBe("Ida,12 Boat,Seats Ada,4 ,");
    const heads = [...editor.view.dom.querySelectorAll("th")].map((cell) => cell.textContent);
    expect(heads).toEqual(["Ida", "12"]);
    expect(editor.state.selection.$from.parent.textContent).toBe("Ida");
    editor.commands.undo();
    expect(cells(editor)).toBe("Boat,Seats Ida,12 Ada,4 ,");
  });

  it("sort by a column: the head stays, numbers by value, empty rows last", () => {
    const editor = boats();
    editor.commands.setTextSelection(4);
    expect(sort(editor, "up")).toBe(true);
    expect(cells(editor)).toBe("Boat,Seats Ada,4 Ida,12 ,");
    expect(sort(editor, "down")).toBe(true);
    expect(cells(editor)).toBe("Boat,Seats Ida,12 Ada,4 ,");
  });

  it.each([
    [
      ["10", "9", "1,200", "-3"],
      ["-3", "9", "10", "1,200"],
    ],
    [
      ["€ 5", "€ 12.50", "€ 1.20"],
      ["€ 1.20", "€ 5", "€ 12.50"],
    ],
    [
      ["Kai 10", "kai 9", "Anna"],
      ["Anna", "kai 9", "Kai 10"],
    ],
    [
      ["12 %", "", "9 %"],
      ["9 %", "12 %", ""],
    ],
  ])("sort %j", (given, expected) => {
    expect(sortedBy(given, (text) => text, "up")).toEqual(expected);
  });

  it("neither move nor sort what is merged across", () => {
    const editor = write([
      "table",
      {},
      ["tableRow", {}, ["tableCell", { colspan: 2, rowspan: 1 }, p("wide")]],
      row("a", "b"),
    ]);
    editor.commands.setTextSelection(4);
    expect(move(editor, "down")).toBe(false);
    expect(sort(editor, "up")).toBe(false);
  });

  it("are whole again when a cell went, whatever they stand in and whatever stands around them", () => {
    const boats = ["table", {}, row("Ida", "12"), row("Ada", "4")] as const;
    const ships = ["table", {}, row("Eva", "70"), row("Uwe", "90")] as const;
    const editor = write(p("before"), boats, ["callout", { kind: "tip" }, ships], p("after"));
    const without = (word: string) => {
      let cell = { from: 0, to: 0 };
      editor.state.doc.descendants((node, from) => {
        if (node.type.name === "tableCell" && node.textContent === word)
          cell = { from, to: from + node.nodeSize };
      });
      editor.view.dispatch(editor.state.tr.delete(cell.from, cell.to));
    };
    without("4");
    without("90");
    const cells = (...texts: string[]) =>
      `tableRow(${texts.map((text) => `tableCell(paragraph(${text}))`).join(" ")})`;
    const first = `table(${cells("Ida", "12")} ${cells("Ada", "")})`;
    const second = `table(${cells("Eva", "70")} ${cells("Uwe", "")})`;
    expect(shape(editor)).toBe(`paragraph(before) ${first} callout(${second}) paragraph(after)`);
  });

  it("stand cells right, centred, and left again", () => {
    const editor = boats();
    editor.commands.setTextSelection(4);
    action("table.cells.right").run(editor);
    expect(editor.view.dom.querySelector("th")?.style.textAlign).toBe("right");
    expect(action("table.cells.right").isActive?.(editor)).toBe(true);
    action("table.cells.left").run(editor);
    expect(editor.view.dom.querySelector("th")?.style.textAlign).toBe("");
  });
});

describe("text from a spreadsheet", () => {
  it("is read with its quotes, lines and empty cells", () => {
    expect(cellsOf("a\tb\r\nc\t\r\n")).toEqual([
      ["a", "b"],
      ["c", ""],
    ]);
    expect(cellsOf('"two\nlines"\t"say ""hi"""\nx\ty')).toEqual([
      ["two\nlines", 'say "hi"'],
      ["x", "y"],
    ]);
    expect(cellsOf('5" pipe\tb')).toEqual([['5" pipe', "b"]]);
  });

  it("is not what only has tabs: indented code, uneven lines, too much", () => {
    expect(cellsOf("no tabs at all")).toBeUndefined();
    expect(cellsOf("\tif (a)\n\tb")).toBeUndefined();
    expect(cellsOf("a\tb\nc")).toBeUndefined();
    expect(cellsOf("a\tb\n".repeat(4_000))).toBeUndefined();
  });

  it("becomes a table in the text, cells in a table, and stays text in code", () => {
    const inText = write(p(""));
    paste(inText, "a\tb\nc\td");
    expect(cells(inText)).toBe("a,b c,d");
    const inTable = write(["table", {}, row("1", "2", "3"), row("4", "5", "6")]);
    inTable.commands.setTextSelection(4);
    paste(inTable, "a\tb\nc\td");
    expect(cells(inTable)).toBe("a,b,3 c,d,6");
    const inCode = write(["codeBlock", {}, ""]);
    inCode.commands.focus("start");
    paste(inCode, "a\tb\nc\td");
    expect(inCode.getText()).toBe("a\tb\nc\td");
  });
});

describe("cells from a spreadsheet as HTML", () => {
  it("keep their words, where they stand and what they span, and neither widths nor colours", () => {
    const editor = write(p(""));
    paste(
      editor,
      "Boat\tSeats",
      `<html><body><!--StartFragment--><table style="width:128pt"><colgroup><col width="64" style="width:48pt"><col width="9000"></colgroup>
       <tr height="20"><td height="20" class="xl65" width="64" style="color:red;background:yellow">Boat</td><td align="right">Seats</td></tr>
       <tr><td rowspan="2" style="text-align:center">Ida<br>of the sea</td><td style="position:fixed">12</td></tr><tr><td></td></tr></table><!--EndFragment--></body></html>`,
    );
    expect(cells(editor)).toBe("Boat,Seats Idaof the sea,12 ");
    const html = editor.getHTML();
    expect(html).not.toMatch(/colwidth|red|yellow|xl65|fixed|9000/);
    expect(html).toMatch(/<td colspan="1" rowspan="1" style="text-align: right;"><p>Seats/);
    expect(html).toMatch(/rowspan="2" style="text-align: center;"/);
  });
});

describe("the lists under the caret", () => {
  it("find emoji by the beginning of their names first", () => {
    expect(emojiFor("sailb", EMOJI)[0]?.glyph).toBe("⛵");
    expect(emojiFor("hea", EMOJI)[0]?.glyph).toBe("❤️");
    expect(emojiFor("nosuchname", EMOJI)).toEqual([]);
    expect(emojiFor("a", EMOJI).length).toBeLessThanOrEqual(8);
  });

  it("take a whole name at once, or a moment later where the names were still on their way", async () => {
    const editor = write(p(""));
    type(editor, "well :tada: done");
    await expect.poll(() => editor.getText()).toBe("well 🎉 done");
    type(editor, " :ship: 8:30: :nosuchname:");
    expect(editor.getText()).toBe("well 🎉 done 🚢 8:30: :nosuchname:");
    const code = write(["codeBlock", {}, ""]);
    code.commands.focus("start");
    type(code, " :tada: ");
    expect(code.getText()).toBe(" :tada: ");
  });

  it("find people by any of their names, with or without accents, and days", () => {
    const known = [
      { name: "Mina Okafor", hue: 3 },
      { name: "Zoë Brandt", hue: undefined },
    ];
    const labels = (query: string) =>
      choicesFor(query, known, (days) => dayFromNow(days)).map(({ label }) => label);
    expect(labels("")).toEqual(["Mina Okafor", "Zoë Brandt", "Today"]);
    expect(labels("oka")).toEqual(["Mina Okafor"]);
    expect(labels("zoe")).toEqual(["Zoë Brandt"]);
    expect(labels("to")).toEqual(["Today", "Tomorrow"]);
  });
});

describe("the highlighter", () => {
  it("covers the text in order, never past its end, and knows every language of the list", () => {
    const code = "const tide = 'up' + 3; // <b>";
    const runs = runsOf("typescript", code);
    expect(runs.length).toBeGreaterThan(3);
    let at = 0;
    for (const run of runs) {
      expect(run.from).toBeGreaterThanOrEqual(at);
      expect(run.to).toBeGreaterThan(run.from);
      at = run.to;
    }
    expect(at).toBeLessThanOrEqual(code.length);
    expect(runsOf("nosuchlanguage", code)).toEqual([]);
    for (const language of Object.keys(LANGUAGES)) expect(() => runsOf(language, "a = 1")).not.toThrow();
    expect([canonical("TSX"), canonical("brainfuck")]).toEqual(["typescript", "brainfuck"]);
  });
});

describe("the actions", () => {
  it("have one id each, and each of them can be run in an empty document", () => {
    const ids = blockActions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const one of blockActions) {
      const editor = write(p(""));
      if (one.isAvailable?.(editor) === false) continue;
      one.isActive?.(editor);
      one.run(editor);
      expect(() => editor.state.doc.check(), one.id).not.toThrow();
    }
  });
});
