// What npm installed: one copy of everything that breaks when there are two, exact versions, and a
// lock that names no registry. Two copies of Yjs corrupt documents silently, so this is a test.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const read = (file: string) => JSON.parse(readFileSync(join(ROOT, file), "utf8"));

interface Lock {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly resolved?: string }>>;
}

const copiesOf = (lock: Lock, name: string) =>
  Object.keys(lock.packages).filter(
    (path) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`),
  );

describe("the installed tree", () => {
  it.each([
    "yjs",
    "lib0",
    "y-protocols",
    "prosemirror-model",
    "prosemirror-state",
    "prosemirror-view",
    "@tiptap/core",
    "react",
  ])("holds exactly one copy of %s", (name) => {
    expect(copiesOf(read("node_modules/.package-lock.json"), name)).toEqual([`node_modules/${name}`]);
    expect(copiesOf(read("package-lock.json"), name)).toEqual([`node_modules/${name}`]);
  });

  it("holds no y-prosemirror: Tiptap's own binding is another one, and two do not see each other", () => {
    expect(copiesOf(read("package-lock.json"), "y-prosemirror")).toEqual([]);
  });

  it("gives the same Yjs to everybody who imports it", async () => {
    const ours = await import("yjs");
    const doc = new ours.Doc();
    doc.getText("t").insert(0, "one");
    // y-protocols brings no Yjs of its own: it encodes with ours.
    const { writeSyncStep2 } = await import("y-protocols/sync");
    const encoding = await import("lib0/encoding");
    const encoder = encoding.createEncoder();
    writeSyncStep2(encoder, doc);
    expect(encoding.length(encoder)).toBeGreaterThan(10);
  });
});

describe("the manifests", () => {
  it.each(["package.json", "test/browser/package.json"])("%s pins exact versions", (file) => {
    const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = read(file);
    const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
      ([, version]) => !/^(npm:(@[^/]+\/)?[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)),
    );
    expect(loose).toEqual([]);
  });

  it.each(["package-lock.json", "test/browser/package-lock.json"])("%s names no registry", (file) => {
    const lock: Lock = read(file);
    expect(lock.lockfileVersion).toBe(3);
    const named = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined);
    expect(named.map(([path]) => path)).toEqual([]);
    expect(readFileSync(join(ROOT, file), "utf8")).not.toMatch(/"https?:\/\/[^"]*\.tgz"/);
  });

  it("keeps Tiptap together: every @tiptap package of ours has one version", () => {
    const { dependencies } = read("package.json");
    const versions = Object.entries(dependencies as Record<string, string>)
      .filter(([name]) => name.startsWith("@tiptap/") && name !== "@tiptap/y-tiptap")
      .map(([, version]) => version);
    expect(new Set(versions).size).toBe(1);
  });
});
