// The build puts Next's modules into the page as Next ships them for bundlers (scripts/_next-esm.cjs). Looked at here:
// that these say the same to whoever imports them. That the pages run with them is what every test in test/e2e says,
// that they are in the page at all the budgets (scripts/_weights.mjs).

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const NEXT = resolve(import.meta.dirname, "../../node_modules/next/dist");
/** What a page is made of; servers and pages of the older kind have the rest. */
const FOLDERS = ["client/components", "client/app-dir", "shared/lib", "lib"];

const load = createRequire(import.meta.url)("../../scripts/_next-esm.cjs") as (
  this: { readonly resourcePath: string; readonly addDependency: (path: string) => void },
  source: string,
) => string;

/** The names that a CommonJS module of Next says it exports. */
function namesOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const list = /0 && \(module\.exports = \{([^}]*)\}\)/.exec(text)?.[1];
  if (list !== undefined) return [...list.matchAll(/(\w+): null/g)].map(([, name = ""]) => name);
  return [...text.matchAll(/Object\.defineProperty\(exports, "(\w+)"/g)].flatMap(([, name = ""]) =>
    name === "__esModule" ? [] : [name],
  );
}

/** Those of its twin. */
async function namesOfTwins(files: readonly string[]): Promise<Map<string, readonly string[]>> {
  const root = join(NEXT, "esm");
  const made = await build({
    absWorkingDir: root,
    entryPoints: files.map((file) => join(root, file)),
    bundle: false,
    write: false,
    format: "esm",
    outdir: join(root, "never-written"),
    outbase: root,
    metafile: true,
    logLevel: "silent",
  });
  return new Map(
    Object.entries(made.metafile.outputs).map(([path, { exports }]) => [
      path.replace(/^.*?never-written\//, ""),
      exports,
    ]),
  );
}

describe("a module of Next in the page", () => {
  it("exports in its other form all that it exports in the one that servers run", async () => {
    const files = FOLDERS.flatMap((folder) =>
      readdirSync(join(NEXT, folder), { recursive: true, encoding: "utf8" })
        .map((file) => `${folder}/${file}`)
        .filter((file) => /(?<!\.test)\.js$/.test(file) && existsSync(join(NEXT, "esm", file))),
    );
    expect(files.length).toBeGreaterThan(300);
    const twins = await namesOfTwins(files);
    const lacking = files.flatMap((file) => {
      const names = twins.get(file) ?? [];
      return namesOf(join(NEXT, file))
        .filter((name) => !names.includes(name))
        .map((name) => `${file} ${name}`);
    });
    expect(lacking).toEqual([]);
  });

  it("is taken from the form for bundlers, and what has none stays as it is", () => {
    const told: string[] = [];
    const addDependency = (path: string) => void told.push(path);
    const here = join(NEXT, "client/app-dir/link.js");
    const twin = join(NEXT, "esm/client/app-dir/link.js");
    expect(load.call({ resourcePath: here, addDependency }, "asked")).toBe(readFileSync(twin, "utf8"));
    const none = join(NEXT, "client/never-there.js");
    expect(load.call({ resourcePath: none, addDependency }, "asked")).toBe("asked");
    expect(told).toEqual([twin]);
  });
});
