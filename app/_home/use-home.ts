"use client";
// The list of the home page in React: made once, fed by the live feed, asked anew when somebody comes back
// to the page. And where one is: view and order stand in the address. Called by home only.

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { DocOrder, DocView } from "../../lib/api.ts";
import { bodyOf, type DocId } from "../../lib/names.ts";
import { fetchDocs } from "../_client/api.ts";
import { systemClock } from "../_client/clock.ts";
import { removeCopy, wholeCopies } from "../_client/copies.ts";
import * as documents from "../_client/documents-api.ts";
import { browserFeed } from "../_client/feed/browser-feed.ts";
import type { StreamState } from "../_client/feed/stream.ts";
import { currentRecents, forget, noteSeen } from "../_client/recents.ts";
import { type Actions, createActions } from "./actions.ts";
import { createDocList, type DocList, type ListState } from "./doc-list.ts";
import { type ListKey, ORDERS, unread, VIEWS } from "./entries.ts";

export interface Place {
  readonly view: DocView;
  readonly order: DocOrder;
  readonly addressOf: (view: DocView, order?: DocOrder) => string;
  readonly go: (view: DocView, order?: DocOrder) => void;
}

/** `/?view=mine&sort=title`. What is not a view is the first one: old and mistyped addresses open too. */
export function usePlace(): Place {
  const params = useSearchParams();
  const path = usePathname();
  const view = VIEWS.find((one) => one === params.get("view")) ?? "recent";
  const order = ORDERS.find((one) => one === params.get("sort")) ?? "edited";
  // Next hears of addresses from its own first effect on, which runs with this one. A click answered before
  // it would change the address alone, and Back from there would be lost on the page.
  const heard = useRef(false);
  useEffect(() => {
    heard.current = true;
  }, []);
  return useMemo(() => {
    const addressOf = (to: DocView, by: DocOrder = order) => {
      const asked = new URLSearchParams();
      if (to !== "recent") asked.set("view", to);
      if (by !== "edited") asked.set("sort", by);
      return asked.size === 0 ? path : `${path}?${asked}`;
    };
    return {
      view,
      order,
      addressOf,
      // Not through the router: the page is the same one, and this works without the server.
      go(to, by) {
        if (heard.current) history.pushState(null, "", addressOf(to, by));
        else location.assign(addressOf(to, by));
      },
    };
  }, [view, order, path]);
}

function makeList(key: ListKey): DocList {
  return createDocList(
    {
      list: documents.listDocs,
      byIds: fetchDocs,
      recents: currentRecents,
      seen(docs) {
        noteSeen(docs.filter((doc) => !unread(doc)));
        // What lies in the trash cannot be opened: it is no document of this browser until it is back.
        for (const doc of docs) if (doc.trashedAt !== undefined) forget(doc.id);
      },
      clock: systemClock,
    },
    key,
  );
}

export interface HomeList {
  readonly list: DocList;
  readonly state: ListState | undefined;
  readonly actions: Actions;
  readonly stream: StreamState;
  readonly retry: () => void;
}

export function useHomeList(key: ListKey): HomeList {
  const router = useRouter();
  const [list] = useState(() => makeList(key));
  const { view, order, words } = key;

  useEffect(() => list.ask({ view, order, words }), [list, view, order, words]);

  useEffect(() => {
    const feed = browserFeed();
    const leave = feed.subscribe((news) => list.hear(news));
    list.load();
    const returned = () => {
      if (document.visibilityState === "visible") void list.refresh(true);
    };
    window.addEventListener("focus", returned);
    document.addEventListener("visibilitychange", returned);
    return () => {
      leave();
      list.stop();
      window.removeEventListener("focus", returned);
      document.removeEventListener("visibilitychange", returned);
    };
  }, [list]);

  const actions = useMemo(
    () =>
      createActions({
        list,
        api: { ...documents, fetchDocs: (ids) => fetchDocs(ids) },
        forget,
        // Where it fails the copy is as old as it is, and the server no longer has the document.
        dropCopy: (id) => removeCopy(bodyOf(id)).catch(() => {}),
        tellDoc: (doc) => browserFeed().tell({ kind: "doc", doc }),
        tellGone: (id) => browserFeed().tell({ kind: "gone", id }),
        open: (address) => router.push(address),
      }),
    [list, router],
  );

  return {
    list,
    // Not known yet is not empty: until the page has come to life there are only bones.
    state: useSyncExternalStore<ListState | undefined>(
      list.subscribe,
      () => list.state,
      () => undefined,
    ),
    actions,
    stream: useSyncExternalStore<StreamState>(
      (listener) => browserFeed().onState(listener),
      () => browserFeed().state,
      () => "connecting",
    ),
    retry() {
      browserFeed().retryNow();
      void list.refresh();
    },
  };
}

const NO_COPIES: ReadonlySet<DocId> = new Set();

/** Looked up when it matters: while the server does not answer. `undefined`: it does not matter, or not known yet. */
export function useLocalCopies(offline: boolean): ReadonlySet<DocId> | undefined {
  const [copies, setCopies] = useState<ReadonlySet<DocId>>();
  useEffect(() => {
    if (!offline) return setCopies(undefined);
    let over = false;
    void wholeCopies().then((found) => {
      if (!over) setCopies(found.size === 0 ? NO_COPIES : found);
    });
    return () => {
      over = true;
    };
  }, [offline]);
  return copies;
}
