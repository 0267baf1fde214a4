// The house rules about who may import whom, as a pure function over a tree of files. Called by
// test/layers.test.ts, which runs it on the real tree and on small ones that break each rule.

import { posix } from "node:path";

/** Path from the project's folder, with `/`, to the text of the file. */
export type Tree = ReadonlyMap<string, string>;

export interface Import {
  readonly specifier: string;
  /** `import type`: gone after compilation. */
  readonly typeOnly: boolean;
  readonly how: "import" | "require";
}

/** Packages that are a means of I/O, and the only places that may import them. */
const DRIVERS: readonly { readonly packages: RegExp; readonly only: RegExp }[] = [
  { packages: /^(leveldown|classic-level|level)$/, only: /^sync-server\/store\/level\.ts$/ },
  { packages: /^(pg|postgres)$/, only: /^sync-server\/store\/postgres\.ts$/ },
  { packages: /^(ioredis|redis)$/, only: /^sync-server\/bus\/redis\.ts$/ },
  { packages: /^ws$/, only: /^sync-server\/(transport\/.*|front)\.ts$/ },
];

/** The files of a seam's folder that hold a driver of their own: they never import each other. */
const ADAPTERS =
  /^sync-server\/(store\/(memory|level|postgres)|bus\/(memory|redis)|files\/(memory|disk)|transport\/(ws|http|memory))\.ts$/;
const SEAMS =
  /^sync-server\/(store\/store|bus\/bus|transport\/transport|access\/access|features\/(feature|schemas))\.ts$/;

const PURE_PACKAGES =
  /^(yjs|lib0|y-protocols|zod|@tiptap\/(?!react)[a-z0-9-]+|mdast(-[a-z-]+)?|micromark-[a-z-]+|htmlparser2)(\/|$)/;
const YJS_PACKAGES = /^(yjs|lib0|y-[a-z0-9-]+|@tiptap\/y-tiptap)(\/|$)/;

/** Things of the world that a pure floor must be handed, with their names for people. */
const WORLD: readonly (readonly [RegExp, string])[] = [
  [/\bprocess\./, "the process"],
  [/\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/, "the clock"],
  [/\bMath\.random\(|\bcrypto\.(getRandomValues|randomUUID)/, "chance"],
  [/\bset(Timeout|Interval)\(/, "timers"],
  [
    /\b(localStorage|indexedDB|navigator)\.|\bwindow\.|\bdocument\.(create|query|get|body|add)/,
    "the browser",
  ],
  [/\bfetch\(|\bnew WebSocket\(/, "the network"],
];

/** Every broken rule, one sentence each, in the order of the files. */
export function brokenRules(tree: Tree): string[] {
  const found: string[] = [];
  for (const [file, source] of tree) {
    const text = withoutComments(source);
    const complain = (what: string) => found.push(`${file}: ${what}`);
    for (const one of importsOf(text)) {
      const rule = judge(file, one, tree);
      if (rule !== undefined) complain(`imports "${one.specifier}", but ${rule}`);
    }
    if (file.startsWith("lib/")) {
      for (const [pattern, thing] of WORLD) {
        if (pattern.test(withoutStrings(text)))
          complain(`uses ${thing}, but lib is pure and is handed such things`);
      }
    }
    const settings = [...withoutStrings(text).matchAll(/\bprocess\.env\b(?:\.(\w+))?/g)].map(
      (match) => match[1],
    );
    for (const name of settings) {
      if (file === "sync-server/config.ts" || file.startsWith("lib/")) continue;
      const server = file.startsWith("app/") && !/^["']use client["']/.test(text.trimStart());
      if (server && (name === "SYNC_URL" || name === "NODE_ENV")) continue;
      complain(
        "reads process.env, but settings are read in sync-server/config.ts (and SYNC_URL in the app's server code)",
      );
    }
  }
  return found;
}

/** The sentence of the rule that this import breaks, or `undefined`. */
function judge(file: string, { specifier, typeOnly, how }: Import, tree: Tree): string | undefined {
  if (how === "require") {
    return YJS_PACKAGES.test(specifier)
      ? "a Yjs package that is required is a second copy of Yjs"
      : "everything here is an ES module";
  }
  if (/^y-prosemirror(\/|$)/.test(specifier))
    return "Tiptap binds through @tiptap/y-tiptap, never y-prosemirror";
  if (!specifier.startsWith(".")) return judgePackage(file, specifier);

  const target = posix.join(posix.dirname(file), specifier);
  if (target.startsWith("..")) return "it lies outside the project";
  if (/^test\//.test(target)) return "the house does not know its tests";
  return judgeFile(file, resolveIn(tree, target) ?? target, typeOnly);
}

function judgePackage(file: string, specifier: string): string | undefined {
  for (const { packages, only } of DRIVERS) {
    if (packages.test(specifier) && !only.test(file)) return `only ${plain(only)} may use this driver`;
  }
  const builtIn = specifier.startsWith("node:");
  if (file.startsWith("lib/")) {
    if (builtIn) return "lib is pure: no node: modules";
    if (!PURE_PACKAGES.test(specifier))
      return "lib knows only yjs, lib0, y-protocols, zod, Tiptap's schema and the readers of Markdown and HTML";
  }
  if (
    file.startsWith("sync-server/") &&
    /^(react|react-dom|next|radix-ui|@tiptap\/react)(\/|$)/.test(specifier)
  ) {
    return "the sync server shows nothing";
  }
  if (/^app\/_(client|editor|features|ui|words|home)\//.test(file) && builtIn) {
    return "this runs in a browser: no node: modules";
  }
  if (file.startsWith("app/_ui/") && /^(yjs|y-|lib0|@tiptap)/.test(specifier)) return "_ui knows no data";
  if (file.startsWith("app/_words/")) return "the catalogue of words needs no package";
  return undefined;
}

function judgeFile(file: string, target: string, typeOnly: boolean): string | undefined {
  const from = floorOf(file);
  const to = floorOf(target);
  if (from.floor === "lib") {
    if (to.floor !== "lib") return "lib is the ground floor and looks up to nobody";
    if (from.feature && to.feature && from.feature !== to.feature) return "features do not import each other";
    return undefined;
  }
  if (from.floor === "sync-server") {
    if (to.floor === "app") return "the sync server does not know the app";
    return to.floor === "lib" ? sameFeature(from, to) : judgeServer(file, target, from, to, typeOnly);
  }
  if (to.floor === "sync-server") return "the app reaches the sync server by HTTP and WebSocket only";
  return to.floor === "lib" ? sameFeature(from, to) : judgeApp(from, to);
}

function sameFeature(from: Place, to: Place): string | undefined {
  const apart = from.feature !== undefined && to.feature !== undefined && from.feature !== to.feature;
  return apart ? "a feature knows its own part of lib/features only" : undefined;
}

function judgeServer(
  file: string,
  target: string,
  from: Place,
  to: Place,
  typeOnly: boolean,
): string | undefined {
  if (/^sync-server\/(main|cli)\.ts$/.test(file)) return undefined; // The composition roots.
  if (/^sync-server\/(main|cli)\.ts$/.test(target)) return "nobody imports a composition root";
  const adapter = ADAPTERS.test(target);
  if (ADAPTERS.test(file) && adapter) return "adapters do not import each other";
  if (
    adapter &&
    (from.room !== "" || !target.startsWith("sync-server/transport/")) &&
    from.room !== to.room
  ) {
    return "an adapter is named only by the composition root (transports also by server.ts)";
  }
  if (from.room === to.room) {
    const apart = from.feature !== undefined && to.feature !== undefined && from.feature !== to.feature;
    if (from.room === "" && file.endsWith("/config.ts")) return "config.ts needs no other part of the server";
    return apart && !SEAMS.test(target) ? "features do not import each other" : undefined;
  }
  const may: Record<string, readonly string[]> = {
    // The door puts everything together but the adapters.
    "": ["access", "bus", "features", "files", "http", "ops", "room", "store", "transport"],
    ops: [],
    store: ["ops"],
    bus: ["ops"],
    // A transport hands its bytes to a Session.
    transport: ["ops", "room", "access"],
    room: ["ops", "store", "bus", "transport"],
    access: ["ops", "store", "bus"],
    // What is known of documents and people: the ground that features share.
    documents: ["ops", "room", "access", "store"],
    // Files know which documents need them by name only.
    files: ["ops", "store"],
    features: ["ops", "room", "access", "documents", "files", "store", "bus"],
    http: ["ops", "access", "features", "room", "store"],
  };
  const allowed = may[from.room] ?? [];
  const rule = `sync-server/${from.room} may look at ${allowed.join(", ") || "nothing beside it"} only`;
  if (!allowed.includes(to.room)) return rule;
  const seamOnly = ["store", "bus", "transport"].includes(to.room) && from.room !== "";
  if (seamOnly && !SEAMS.test(target)) return "other rooms know the seam, not what lies behind it";
  if (from.room === "room" && to.room !== "ops" && !typeOnly)
    return "room knows the seams by their types only";
  return undefined;
}

/** From the bottom up; a room may look at those before it. Routes and _home are the top. */
const APP_FLOORS = ["_words", "_styles", "_ui", "_client", "_editor", "_features"] as const;

function judgeApp(from: Place, to: Place): string | undefined {
  const height = (place: Place) => {
    const at = (APP_FLOORS as readonly string[]).indexOf(place.room);
    return at === -1 ? APP_FLOORS.length : at;
  };
  if (from.feature && to.feature && from.feature !== to.feature) return "features do not import each other";
  if (from.room === "_client" && to.room === "_ui") return "_client shows nothing";
  if (height(to) > height(from)) return `app/${from.room} does not look up to app/${to.room || "its pages"}`;
  return undefined;
}

interface Place {
  readonly floor: "lib" | "sync-server" | "app" | "elsewhere";
  /** The folder below the floor; empty for files that lie directly on it. */
  readonly room: string;
  readonly feature: string | undefined;
}

function floorOf(file: string): Place {
  const [floor = "", room = "", ...rest] = file.split("/");
  const known = floor === "lib" || floor === "sync-server" || floor === "app";
  const featureRoom = room === "features" || room === "_features";
  const feature = featureRoom ? (rest[0] ?? "").replace(/\.tsx?$/, "") : undefined;
  return {
    floor: known ? floor : "elsewhere",
    room: rest.length === 0 ? "" : room,
    // The list of all features and the seam belong to none.
    feature: feature === "index" || feature === "feature" ? undefined : feature,
  };
}

function resolveIn(tree: Tree, target: string): string | undefined {
  return [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`].find((path) => tree.has(path));
}

const plain = (pattern: RegExp) => pattern.source.replace(/[\\^$]|\(|\)/g, "").replace("|", " and ");

/** Static and dynamic imports, re-exports and requires. `text` is without comments. */
export function importsOf(text: string): Import[] {
  const found: Import[] = [];
  const statics =
    /(?:^|[;}\n])\s*(?:import|export)\s+(type\s+)?(?:([\w$*{}\s,]+?)\s+from\s+|)["']([^"'\n]+)["']/g;
  for (const [, type, names, specifier = ""] of text.matchAll(statics)) {
    found.push({ specifier, typeOnly: type !== undefined || onlyTypes(names), how: "import" });
  }
  for (const [, verb, specifier = ""] of text.matchAll(
    /\b(import|require(?:\.resolve)?)\(\s*["'`]([^"'`\n]+)["'`]/g,
  )) {
    found.push({ specifier, typeOnly: false, how: verb === "import" ? "import" : "require" });
  }
  return found;
}

/** `{ type A, type B }`: every name in the braces is a type. */
const onlyTypes = (names: string | undefined): boolean => {
  const inside = /^\s*\{([^}]*)\}\s*$/.exec(names ?? "")?.[1];
  const parts =
    inside
      ?.split(",")
      .map((part) => part.trim())
      .filter(Boolean) ?? [];
  return parts.length > 0 && parts.every((part) => part.startsWith("type "));
};

// Strings are kept where they stand, so that `//` in an address does not begin a comment.
const COMMENT_OR_STRING =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;

const withoutComments = (source: string): string =>
  source.replace(COMMENT_OR_STRING, (part) => (part.startsWith("/") ? " " : part));

/** Template literals stay: code may stand inside them. */
const withoutStrings = (text: string): string =>
  text.replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, '""');
