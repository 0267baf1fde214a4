// The service worker: keeps the files of one build, so that pages open while nobody answers. Built into one
// script by scripts/_worker.mjs, which fills in the list; served at /sw.js. Promise: the network comes first
// for pages, nothing that belongs to a person is kept, and no tab is ever reloaded from here.

import type { RoomRecord } from "../_client/storage.ts";
import { DATABASE, ROOMS } from "../_client/stores.ts";
import { CACHE_PREFIX, isAway, outdatedCaches, planOf, SHELL } from "./plan.ts";

declare const BUILD: {
  readonly version: string;
  /** Kept from the start. */
  readonly files: readonly string[];
  /** Kept once a page has used them: fonts of other scripts. */
  readonly extras: readonly string[];
};

/** How long a page may take before the stand-in is shown: a slow phone still gets the real one. */
const PAGE_WAIT_MS = 4_000;
/** The same where the system says that there is no network. It may be wrong: a server on this machine. */
const PAGE_WAIT_OFFLINE_MS = 1_000;
/** How long a part of a page may take before the page is told to go there by itself. */
const PART_WAIT_MS = 6_000;
/** A disk that does not answer must not hold up a page. */
const DISK_WAIT_MS = 500;
/** Files fetched at once while a version is taken in: the page itself needs the line too. */
const AT_ONCE = 4;

// The library of types for workers cannot be loaded beside the one for pages: this is what is used of it.
interface Extendable extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker extends EventTarget {
  readonly location: Location;
  readonly navigator: Navigator;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window" }): Promise<readonly { postMessage(message: unknown): void }[]>;
  };
  skipWaiting(): Promise<void>;
}
const worker = self as unknown as Worker;

const CACHE = `${CACHE_PREFIX}${BUILD.version}`;
const KEPT = new Set([...BUILD.files, ...BUILD.extras]);
const hello = { kind: "version", version: BUILD.version } as const;

const on = <E extends Event>(type: string, listener: (event: E) => void) =>
  worker.addEventListener(type, listener as (event: Event) => void);

on<Extendable>("install", (event) => event.waitUntil(takeIn()));

on<Extendable>("activate", (event) =>
  event.waitUntil(
    (async () => {
      for (const name of outdatedCaches(await caches.keys(), CACHE)) await caches.delete(name);
      // Asking for pages while this script is being woken would ask twice for those it lets pass, and the
      // way back from an identity provider works only once.
      await worker.registration.navigationPreload?.disable();
      await worker.clients.claim();
      for (const client of await worker.clients.matchAll({ type: "window" })) client.postMessage(hello);
    })(),
  ),
);

on<MessageEvent>("message", (event) => {
  if ((event.data as { kind?: unknown } | null)?.kind === "version?") event.source?.postMessage(hello);
});

on<Fetching>("fetch", (event) => {
  const { request } = event;
  const { method, url, mode, headers } = request;
  const plan = planOf({ method, url, mode, part: headers.has("rsc") }, worker.location.origin);
  switch (plan.kind) {
    case "pass":
      return;
    case "file":
      return event.respondWith(file(request, plan.path));
    case "part":
      return event.respondWith(
        within(PART_WAIT_MS, fetch(request)).then((answer) => answer ?? Response.error()),
      );
    case "page":
      return event.respondWith(page(event, plan.doc));
  }
});

/** All or nothing: a version with a missing file is not taken in, and asked for again later. */
async function takeIn(): Promise<void> {
  const cache = await caches.open(CACHE);
  try {
    const waiting = [...BUILD.files];
    const fetchNext = async (): Promise<void> => {
      for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
        // What is named by its content need not come twice.
        const known = path.startsWith("/_next/") ? await caches.match(path, { ignoreVary: true }) : undefined;
        await cache.put(path, known ?? (await whole(path)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
    const shell = await whole(SHELL);
    // Of this very build: while a server is being exchanged it may come from the one before.
    if (!(await shell.clone().text()).includes(BUILD.version))
      throw new Error("The shell is of another build.");
    await cache.put(SHELL, shell);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
  // Safe at once: files are found by their content's name, and those of the version before are kept.
  await worker.skipWaiting();
}

async function whole(path: string): Promise<Response> {
  const answer = await fetch(path, { cache: path.startsWith("/_next/") ? "default" : "reload" });
  if (answer.status !== 200 || answer.redirected) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

async function file(request: Request, path: string): Promise<Response> {
  const own = await caches.open(CACHE);
  const known =
    (await own.match(path, { ignoreVary: true })) ?? (await caches.match(path, { ignoreVary: true }));
  // Under the address that was asked for: a worker's script reads its settings off its own address.
  if (known !== undefined) return new Response(known.body, known);
  const answer = await fetch(request);
  if (answer.status === 200 && KEPT.has(path)) await own.put(path, answer.clone()).catch(() => {});
  return answer;
}

async function page(event: Fetching, doc: string | undefined): Promise<Response> {
  // The server has not heard of it yet and would say that it does not exist.
  if (doc !== undefined && (await within(DISK_WAIT_MS, isBegun(doc)))) {
    const shell = await kept();
    if (shell !== undefined) return shell;
  }
  const fresh = fetch(event.request);
  const wait = worker.navigator.onLine ? PAGE_WAIT_MS : PAGE_WAIT_OFFLINE_MS;
  const answer = await within(wait, fresh);
  if (answer !== undefined && !isAway(answer.status)) return answer;
  return (await kept()) ?? fresh;
}

const kept = async (): Promise<Response | undefined> =>
  (await caches.open(CACHE)).match(SHELL, { ignoreVary: true });

/** `undefined` where it fails or takes longer. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  const done = work.catch(() => undefined);
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}

/** Made in this browser, and unknown to the server so far (app/_client/begun.ts). */
function isBegun(room: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE);
    // Not there yet: pages make it, with everything in it.
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const db = request.result;
      try {
        const found = db.transaction(ROOMS, "readonly").objectStore(ROOMS).get(room);
        found.onsuccess = () => resolve((found.result as RoomRecord | undefined)?.begun !== undefined);
        found.onerror = () => reject(found.error);
      } catch (error) {
        reject(error as Error);
      } finally {
        db.close();
      }
    };
  });
}
