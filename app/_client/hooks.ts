// React's view of an open document. Called by the document page and its header; the editor takes the
// Body itself. Each hook subscribes to as little as it can: "saved" and "saving" alternate per key.
"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { assertNever } from "../../lib/errors.ts";
import type { Body, BodyView, SaveState } from "./body.ts";
import { openInBrowser } from "./browser.ts";
import { isUnsaved } from "./ledger.ts";

/** Shorter than this, an unsaved moment is not shown: it would flicker with every key. */
export const SHOW_UNSAVED_AFTER_MS = 400;

/** What is shown on the server and until the effect has run. */
export const WAITING_VIEW: BodyView = {
  save: { state: "connecting" },
  content: "waiting",
  connected: false,
  nextTry: undefined,
  kept: true,
};

/**
 * Opens the document while the component is mounted. `undefined` in the first render and on the server.
 * A second mount in a row (StrictMode) opens a second body: the first has not touched the network yet.
 */
export function useBody(room: string): Body | undefined {
  const [open, setOpen] = useState<{ room: string; body: Body }>();
  useEffect(() => {
    const body = openInBrowser(room);
    setOpen({ room, body });
    return () => {
      setOpen(undefined);
      body.destroy();
    };
  }, [room]);
  // Between a change of room and its effect the old body must not be shown under the new name.
  return open?.room === room ? open.body : undefined;
}

/** Everything. Draws anew with every key and every save: for panels that are open for a moment. */
export const useBodyView = (body: Body | undefined): BodyView => useSlice(body, (view) => view);

const SAVED: SaveState = { state: "saved" };
const AWAY: SaveState = { state: "offline", changes: 0, since: undefined };

/**
 * The save status without its beat: "saving" is "saved" here, and what waits is not counted. For the page around
 * the text, of which nothing may be drawn anew because somebody types.
 */
export const useCalmSave = (body: Body | undefined): SaveState =>
  useSlice(body, ({ save }) => {
    switch (save.state) {
      case "saving":
      case "saved":
        return SAVED;
      case "offline":
        return AWAY;
      case "connecting":
      case "read-only":
      case "cannot-save":
        return save;
      default:
        return assertNever(save);
    }
  });

/** What ails the copy in this browser, where something does. */
export const useDisk = (body: Body | undefined): BodyView["disk"] => useSlice(body, (view) => view.disk);

/** Another number whenever one's role may have changed. */
export const useRoleNews = (body: Body | undefined): number => useSlice(body, (view) => view.roleNews ?? 0);

/** Only what there is to show: for the page around the editor. Changes twice in a page's life. */
export const useContent = (body: Body | undefined): BodyView["content"] =>
  useSlice(body, (view) => view.content);

/** True once something has been unsaved for a moment: the dot in the title, not the leave guard. */
export function useUnsaved(body: Body | undefined): boolean {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (body === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = () => {
      clearTimeout(timer);
      timer = undefined;
      setShown(false);
    };
    const look = () => {
      if (!isUnsaved(body.view().save)) rest();
      else timer ??= setTimeout(() => setShown(true), SHOW_UNSAVED_AFTER_MS);
    };
    const stop = body.subscribe(look);
    look();
    return () => {
      stop();
      rest();
    };
  }, [body]);
  return shown;
}

/** Asks before the page is left, only while a change is not on the server's disk. */
export function useLeaveGuard(body: Body | undefined): void {
  useEffect(() => {
    if (body === undefined) return;
    const guard = (event: BeforeUnloadEvent) => {
      // Asked now, not at the last render: a render may lie behind the last key.
      if (isUnsaved(body.view().save)) event.preventDefault();
    };
    window.addEventListener("beforeunload", guard);
    return () => window.removeEventListener("beforeunload", guard);
  }, [body]);
}

const noSubscription = () => () => undefined;

function useSlice<T>(body: Body | undefined, select: (view: BodyView) => T): T {
  return useSyncExternalStore(
    body?.subscribe ?? noSubscription,
    () => select(body?.view() ?? WAITING_VIEW),
    () => select(WAITING_VIEW),
  );
}
