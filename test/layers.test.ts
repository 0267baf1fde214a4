// The floors of the house hold: nobody looks up or sideways (test/support/layers.ts has the rules).

import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { brokenRules, importsOf } from "./support/layers.ts";

const ROOT = join(import.meta.dirname, "..");

function readTree(): Map<string, string> {
  const tree = new Map<string, string>();
  for (const floor of ["lib", "sync-server", "app"]) {
    for (const entry of readdirSync(join(ROOT, floor), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue;
      const file = join(entry.parentPath, entry.name);
      tree.set(relative(ROOT, file).split(sep).join("/"), readFileSync(file, "utf8"));
    }
  }
  return tree;
}

const broken = (files: Record<string, string>) => brokenRules(new Map(Object.entries(files)));

describe("the house", () => {
  it("has no file that looks up or sideways", () => {
    const tree = readTree();
    expect(tree.size).toBeGreaterThan(20);
    expect(brokenRules(tree)).toEqual([]);
  });
});

describe("the checker", () => {
  it("reads every kind of import, and none out of comments and addresses", () => {
    const text = `
      import a, { type B } from "./a.ts";
      import type { C } from './c.ts';
      import "./side.ts";
      export * from "./d.ts";
      export { e } from "./e.ts"; import f from "f";
      const g = await import("./g.ts");
      const h = require("h");
      import {
        i,
        j,
      } from "./ij.ts";
      const text = "see https://example.org/x"; export type K = string;
    `;
    expect(importsOf(text).map((one) => one.specifier)).toEqual([
      "./a.ts",
      "./c.ts",
      "./side.ts",
      "./d.ts",
      "./e.ts",
      "f",
      "./ij.ts",
      "./g.ts",
      "h",
    ]);
    expect(importsOf(text)[1]).toMatchObject({ typeOnly: true });
    expect(
      broken({ "lib/a.ts": '// import "node:fs";\n/* import "react"; */\nconst a = "http://b//c";' }),
    ).toEqual([]);
  });

  it.each<[string, string, string, RegExp]>([
    ["lib must not touch Node", "lib/a.ts", 'import { x } from "node:fs";', /no node: modules/],
    ["lib must not know React", "lib/a.ts", 'import { useState } from "react";', /lib knows only/],
    ["lib must not look up", "lib/a.ts", 'import { x } from "../sync-server/x.ts";', /ground floor/],
    ["lib must not read the clock", "lib/a.ts", "export const now = () => Date.now();", /the clock/],
    ["lib must not throw dice", "lib/a.ts", "export const id = Math.random();", /chance/],
    [
      "a lib feature must not know another",
      "lib/features/chat.ts",
      'import { x } from "./timer.ts";',
      /features do not import/,
    ],
    ["leveldown has one place", "sync-server/store/keys.ts", 'import l from "leveldown";', /only .*level/],
    [
      "an adapter must not know another",
      "sync-server/store/level.ts",
      'import { m } from "./memory.ts";',
      /adapters do not/,
    ],
    [
      "a room must not know an adapter",
      "sync-server/room/room.ts",
      'import { l } from "../store/level.ts";',
      /adapter/,
    ],
    [
      "a room must not know features",
      "sync-server/room/room.ts",
      'import { f } from "../features/chat.ts";',
      /may look/,
    ],
    [
      "a room knows seams by type",
      "sync-server/room/room.ts",
      'import { s } from "../store/store.ts";',
      /by their types/,
    ],
    [
      "access must not know rooms",
      "sync-server/access/access.ts",
      'import { r } from "../room/room.ts";',
      /may look/,
    ],
    [
      "ops look at nobody",
      "sync-server/ops/log.ts",
      'import { r } from "../room/room.ts";',
      /nothing beside it/,
    ],
    [
      "a feature must not know another",
      "sync-server/features/chat.ts",
      'import { t } from "./timer.ts";',
      /features do not import/,
    ],
    [
      "a feature keeps to its own part of lib",
      "sync-server/features/chat.ts",
      'import { t } from "../../lib/features/timer.ts";',
      /its own part/,
    ],
    [
      "http must not know adapters",
      "sync-server/http/docs.ts",
      'import { l } from "../store/level.ts";',
      /adapter/,
    ],
    [
      "the server must not name an adapter",
      "sync-server/server.ts",
      'import { l } from "./store/level.ts";',
      /adapter/,
    ],
    [
      "the server must not know the app",
      "sync-server/server.ts",
      'import { x } from "../app/page.tsx";',
      /know the app/,
    ],
    ["settings have one reader", "sync-server/room/room.ts", "const port = process.env.PORT;", /config\.ts/],
    [
      "the app must not know the server",
      "app/page.tsx",
      'import { x } from "../sync-server/server.ts";',
      /by HTTP/,
    ],
    [
      "the client end must not look up",
      "app/_client/hooks.ts",
      'import { E } from "../_editor/Editor.tsx";',
      /look up/,
    ],
    ["the kit of controls must not know data", "app/_ui/button.tsx", 'import * as Y from "yjs";', /no data/],
    [
      "the kit must not look up",
      "app/_ui/button.tsx",
      'import { p } from "../_client/provider.ts";',
      /look up/,
    ],
    [
      "panels must not know each other",
      "app/_features/chat/panel.tsx",
      'import { T } from "../timer/panel.tsx";',
      /features do not import/,
    ],
    [
      "browser code reads no settings",
      "app/x.tsx",
      '"use client";\nconst a = process.env.SYNC_URL;',
      /process\.env/,
    ],
    ["server code of the app reads one", "app/x.tsx", "const a = process.env.DATA_DIR;", /process\.env/],
    ["Yjs must not be required", "sync-server/server.ts", 'const Y = require("yjs");', /second copy/],
    ["there is one binding", "app/_editor/a.ts", 'import { x } from "y-prosemirror";', /y-tiptap/],
    [
      "tests are not a part of the house",
      "app/page.tsx",
      'import { x } from "../test/support/a.ts";',
      /its tests/,
    ],
  ])("catches it: %s", (_, file, source, rule) => {
    expect(broken({ [file]: source })).toEqual([expect.stringMatching(rule)]);
  });

  it("lets pass what the table of the house allows", () => {
    expect(
      broken({
        "lib/doc.ts": 'import * as Y from "yjs";\nimport { a } from "./names.ts";',
        "lib/names.ts": "export const a = 1;",
        "sync-server/main.ts": 'import { l } from "./store/level.ts";\nimport { s } from "./server.ts";',
        "sync-server/config.ts": 'const port = process.env["PORT"] ?? process.env.PORT;',
        "sync-server/store/level.ts": 'import l from "leveldown";\nimport { k } from "./keys.ts";',
        "sync-server/room/room.ts":
          'import type { Store } from "../store/store.ts";\nimport type { Log } from "../ops/log.ts";',
        "sync-server/features/chat.ts":
          'import { c } from "../../lib/features/chat.ts";\nimport type { F } from "./feature.ts";',
        "sync-server/features/index.ts": 'import { chat } from "./chat.ts";',
        "app/page.tsx": 'import { B } from "./_ui/button.tsx";\nconst url = process.env.SYNC_URL;',
        "app/_features/chat/panel.tsx": 'import { useBody } from "../../_client/hooks.ts";',
      }),
    ).toEqual([]);
  });
});
