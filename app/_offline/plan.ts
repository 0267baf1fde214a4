// What the service worker does with a request, decided from the request alone. Pure: called by worker.ts
// and by tests. Promise: what belongs to one person (the API, sockets, events, uploads) is never looked at,
// and only our own pages have a stand-in.

import { type DocId, parseAddress } from "../../lib/names.ts";

/** The page that stands in for all of ours while nobody answers. It holds nothing of anybody. */
export const SHELL = "/offline";

export type Plan =
  /** Not ours to touch: the browser goes on as if there were no worker. */
  | { readonly kind: "pass" }
  /** A file of the build: its name changes with its content. */
  | { readonly kind: "file"; readonly path: string }
  /** Somebody goes to a page that works without the server. */
  | { readonly kind: "page"; readonly doc: DocId | undefined }
  /** The page itself asks for another page. When that fails it goes there like a link would. */
  | { readonly kind: "part" };

export interface Asked {
  readonly method: string;
  readonly url: string;
  /** `Request.mode`. */
  readonly mode: string;
  /** It has the header by which Next asks for a part of a page. */
  readonly part: boolean;
}

/** Beside the build's own files: the same for everybody, with or without a version in the query. */
const PLAIN_FILES: readonly string[] = ["/icon.svg", "/manifest.webmanifest"];

export function planOf(asked: Asked, origin: string): Plan {
  const pass = { kind: "pass" } as const;
  if (asked.method !== "GET") return pass;
  const url = new URL(asked.url);
  if (url.origin !== origin) return pass;
  const { pathname: path } = url;
  if (path.startsWith("/_next/static/") || PLAIN_FILES.includes(path)) return { kind: "file", path };
  const doc = docIn(path);
  if (path !== "/" && path !== "/settings" && doc === undefined) return pass;
  if (asked.mode === "navigate") return { kind: "page", doc };
  return asked.part || url.searchParams.has("_rsc") ? { kind: "part" } : pass;
}

/** The document of an address such as `/d/minutes-0aB…`. */
export function docIn(path: string): DocId | undefined {
  if (!path.startsWith("/d/")) return undefined;
  try {
    return parseAddress(decodeURIComponent(path.slice("/d/".length)));
  } catch {
    return undefined;
  }
}

/** A proxy, or our own door, that cannot reach the pages: the stand-in is the better answer. */
export const isAway = (status: number): boolean => status >= 502 && status <= 504;

/** Of all caches, oldest first: which go. The newest before this one stays for tabs that still run it. */
export function outdatedCaches(names: readonly string[], mine: string): readonly string[] {
  const ours = names.filter((name) => name.startsWith(CACHE_PREFIX));
  const before = ours.filter((name) => name !== mine);
  return before.slice(0, -1);
}

export const CACHE_PREFIX = "concord-app-";

/** The name under which a page says which build it is of. */
export const BUILD_META = "concord-build";
