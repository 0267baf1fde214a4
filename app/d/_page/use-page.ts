"use client";
// What the page around a document keeps in step with it: the tab's title, the address, the list of
// recent documents, where the caret begins, and what has scrolled away. Called by the document page.

import { type RefObject, useEffect, useLayoutEffect, useState } from "react";
import { contentOf, titleOf } from "../../../lib/doc.ts";
import { addressOf, type DocId } from "../../../lib/names.ts";
import type { Body } from "../../_client/body.ts";
import { noteOpened, noteSeen } from "../../_client/recents.ts";
import type { TitleHandle } from "../../_editor/title.tsx";
import { en } from "../../_words/first.ts";

/** A title is being typed: the address need not follow every letter. */
const FOLLOW_AFTER_MS = 800;

export function usePageTitle(title: string, unsaved: boolean): void {
  useEffect(() => {
    document.title = `${unsaved ? en.document.unsavedMark : ""}${title.trim() || en.ui.untitled} – ${en.product}`;
  }, [title, unsaved]);
}

/** The slug follows the title. Old addresses go on opening: only the id counts. */
export function useAddress(id: DocId, title: string, known: boolean): void {
  useEffect(() => noteOpened(id), [id]);
  // Read off the page, which has it in either way of drawing; before the page goes, for home shows it at once.
  useLayoutEffect(() => {
    const note = () => noteSeen([{ id, excerpt: firstLine() }]);
    document.addEventListener("visibilitychange", note);
    return () => {
      document.removeEventListener("visibilitychange", note);
      note();
    };
  }, [id]);
  useEffect(() => {
    if (!known) return;
    const timer = setTimeout(() => {
      noteSeen([{ id, title: title.trim() }]);
      const path = addressOf(id, title);
      if (location.pathname === path) return;
      // With the router's own state, so that it sees no navigation in this.
      history.replaceState(history.state, "", `${path}${location.search}${location.hash}`);
    }, FOLLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, [id, title, known]);
}

/** `undefined` where no text is shown. Not what a list of contents says. */
function firstLine(): string | undefined {
  const text = document.querySelector(".prose");
  if (text === null) return undefined;
  for (const { textContent } of text.querySelectorAll(":is(p, h1, h2, h3, h4, h5, pre):not(nav *)"))
    if (textContent?.trim()) return textContent.trim();
  return "";
}

/** How far the page has scrolled: at all (the header gets its line), past the title (it moves up there). */
export function useScrolled(title: RefObject<HTMLElement | null>): { moved: boolean; past: boolean } {
  const [moved, setMoved] = useState(false);
  const [past, setPast] = useState(false);
  useEffect(() => {
    const look = () => setMoved(window.scrollY > 4);
    look();
    window.addEventListener("scroll", look, { passive: true });
    return () => window.removeEventListener("scroll", look);
  }, []);
  useEffect(() => {
    if (title.current === null) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry !== undefined) setPast(!entry.isIntersecting && entry.boundingClientRect.top < 100);
    });
    observer.observe(title.current);
    return () => observer.disconnect();
  }, [title]);
  return { moved, past };
}

/** A document without a word in it begins with its title, unless you are somewhere else already. */
export function useStartInTitle(body: Body | undefined, title: RefObject<TitleHandle | null>): void {
  useEffect(() => {
    if (body === undefined || document.activeElement !== document.body) return;
    const empty = titleOf(body.doc).length === 0 && contentOf(body.doc).length === 0;
    if (empty) title.current?.focus();
  }, [body, title]);
}
