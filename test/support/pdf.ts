// Reads what Chromium prints: per page its runs of text with place and colour, its pictures and its filled areas.
// Called by the test of the print stylesheet. No reader of PDF at large: it knows the operators that Chromium
// writes, and throws where a page has none of them.

import { inflateSync } from "node:zlib";

/** In points, from the upper left corner of the page. */
export interface Run {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** 0 is black, 1 is white. */
  readonly light: number;
}
export interface Area {
  readonly width: number;
  readonly height: number;
  readonly light: number;
}
export interface PdfPage {
  readonly runs: readonly Run[];
  /** The runs, line by line. */
  readonly text: string;
  readonly pictures: readonly Area[];
  readonly fills: readonly Area[];
}
export interface Pdf {
  readonly pages: readonly PdfPage[];
  /** Where its links lead. */
  readonly links: readonly string[];
  /** Boxes to check, in order. */
  readonly boxes: readonly { readonly checked: boolean; readonly label: string }[];
}

type Matrix = readonly [number, number, number, number, number, number];
type Glyphs = { readonly digits: number; readonly letters: ReadonlyMap<string, string> };

const times = ([a, b, c, d, e, f]: Matrix, [A, B, C, D, E, F]: Matrix): Matrix => [
  a * A + b * C,
  a * B + b * D,
  c * A + d * C,
  c * B + d * D,
  e * A + f * C + E,
  e * B + f * D + F,
];
/** Runs of one line stand no further apart. */
const LINE_PT = 2;
const SAME: Matrix = [1, 0, 0, 1, 0, 0];

export function readPdf(bytes: Buffer): Pdf {
  const source = bytes.toString("latin1");
  const objects = new Map<string, string>();
  for (const [, id = "", body = ""] of source.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g))
    objects.set(id, body);
  const streamOf = (id: string): string => {
    const body = objects.get(id) ?? "";
    const at = body.indexOf("stream\n");
    const raw = Buffer.from(body.slice(at + 7, body.lastIndexOf("\nendstream")), "latin1");
    return (body.slice(0, at).includes("/FlateDecode") ? inflateSync(raw) : raw).toString("latin1");
  };
  const kids = (id: string): string[] => {
    const body = objects.get(id) ?? "";
    if (!body.includes("/Type /Pages")) return [id];
    return refs(/\/Kids \[([^\]]*)\]/.exec(body)?.[1] ?? "").flatMap(kids);
  };
  const root = [...objects.values()].find((body) => body.includes("/Type /Catalog")) ?? "";
  const top = /\/Pages (\d+) 0 R/.exec(root)?.[1] ?? "";
  const fonts = new Map<string, Glyphs>();
  const glyphsOf = (id: string): Glyphs => {
    const known = fonts.get(id);
    if (known !== undefined) return known;
    const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? "")?.[1];
    const made = map === undefined ? { digits: 2, letters: new Map() } : readMap(streamOf(map));
    fonts.set(id, made);
    return made;
  };
  const pages = kids(top).map((id) => {
    const body = objects.get(id) ?? "";
    const named = new Map(
      [...body.matchAll(/\/([FX]\d+) (\d+) 0 R/g)].map(([, name = "", to = ""]) => [name, to]),
    );
    const height = Number(/\/MediaBox \[\S+ \S+ \S+ (\S+)\]/.exec(body)?.[1]);
    return readPage(streamOf(/\/Contents (\d+) 0 R/.exec(body)?.[1] ?? ""), height, {
      glyphs: (name) => glyphsOf(named.get(name) ?? ""),
      isPicture: (name) => (objects.get(named.get(name) ?? "") ?? "").includes("/Subtype /Image"),
    });
  });
  return {
    pages,
    links: [...source.matchAll(/\/URI \(([^)]*)\)/g)].map(([, address = ""]) => address),
    boxes: [...source.matchAll(/\/A \[(<<\/O \/PrintField\n\/Role \/cb>>[^\]]*)\]/g)].map(([, of = ""]) => ({
      checked: of.includes("/checked /on"),
      label: /\/Desc \(([^)]*)\)/.exec(of)?.[1] ?? "",
    })),
  };
}

const refs = (text: string): string[] => [...text.matchAll(/(\d+) 0 R/g)].map(([, id = ""]) => id);

function readMap(text: string): Glyphs {
  const letters = new Map<string, string>();
  const code = (hex: string) => Number.parseInt(hex, 16);
  const word = (hex: string) => String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map(code));
  const digits = /begincodespacerange\s*<(\w+)>/.exec(text)?.[1]?.length ?? 4;
  for (const [, part = ""] of text.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, from = "", to = ""] of part.matchAll(/<(\w+)> <(\w+)>/g)) letters.set(from, word(to));
  }
  for (const [, part = ""] of text.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = "", to = "", first = ""] of part.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
      for (let at = code(from); at <= code(to); at++) {
        const key = at.toString(16).toUpperCase().padStart(digits, "0");
        letters.set(key, String.fromCharCode(code(first) + at - code(from)));
      }
    }
  }
  return { digits, letters };
}

interface Named {
  readonly glyphs: (font: string) => Glyphs;
  readonly isPicture: (name: string) => boolean;
}

function readPage(content: string, height: number, { glyphs, isPicture }: Named): PdfPage {
  const runs: Run[] = [];
  const pictures: Area[] = [];
  const fills: Area[] = [];
  let state = { matrix: SAME, light: 0 };
  const kept: (typeof state)[] = [];
  let font: Glyphs = { digits: 2, letters: new Map() };
  let begin: { text: string; matrix: Matrix } | undefined;
  let boxes: Area[] = [];
  const end = () => {
    if (begin === undefined || begin.text === "") return;
    const [, , , , x, y] = times(begin.matrix, state.matrix);
    runs.push({ text: begin.text, x, y: height - y, light: state.light });
  };
  const area = (width: number, tall: number): Area => {
    const [a, b, c, d] = state.matrix;
    return {
      width: Math.hypot(a, b) * Math.abs(width),
      height: Math.hypot(c, d) * Math.abs(tall),
      light: state.light,
    };
  };
  let operands: string[] = [];
  const n = (at: number) => Number(operands.at(at));
  const six = () => operands.slice(-6).map(Number) as unknown as Matrix;
  for (const [token] of content.matchAll(/<<[^>]*>>|<[\w]*>|\/[^\s/<>[\]()]+|\[|\]|[^\s/<>[\]()]+/g)) {
    if (/^[-.\d/<[\]]/.test(token)) {
      operands.push(token);
      continue;
    }
    switch (token) {
      case "q":
        kept.push(state);
        break;
      case "Q":
        state = kept.pop() ?? state;
        break;
      case "cm":
        state = { ...state, matrix: times(six(), state.matrix) };
        break;
      case "rg":
        state = { ...state, light: 0.2126 * n(-3) + 0.7152 * n(-2) + 0.0722 * n(-1) };
        break;
      case "re":
        boxes.push(area(n(-2), n(-1)));
        break;
      case "n":
        boxes = [];
        break;
      case "f":
      case "f*":
        fills.push(...boxes);
        boxes = [];
        break;
      case "Do":
        if (isPicture(operands.at(-1)?.slice(1) ?? "")) pictures.push(area(1, 1));
        break;
      case "Tf":
        font = glyphs(operands.at(-2)?.slice(1) ?? "");
        break;
      case "Tm":
        end();
        begin = { text: "", matrix: six() };
        break;
      case "Tj": {
        const hex = operands.at(-1)?.slice(1, -1) ?? "";
        const { digits, letters } = font;
        for (let at = 0; at < hex.length && begin; at += digits)
          begin.text += letters.get(hex.slice(at, at + digits)) ?? "";
        break;
      }
      case "ET":
        end();
        begin = undefined;
    }
    operands = [];
  }
  if (runs.length === 0)
    throw new Error("No text was found on a page: Chromium writes it in another way now.");
  // Painted layer by layer; read from the top to the bottom.
  runs.sort((a, b) => (Math.abs(a.y - b.y) < LINE_PT ? a.x - b.x : a.y - b.y));
  let text = "";
  runs.forEach((run, at) => {
    const before = runs[at - 1];
    text += before !== undefined && Math.abs(before.y - run.y) >= LINE_PT ? `\n${run.text}` : run.text;
  });
  return { runs, text, pictures, fills };
}
