"use client";
// A document without its server: this browser's copy, where there is one. Called by the shell. Where there is
// none it says so, and goes on by itself as soon as somebody answers.

import { useCallback, useEffect, useState } from "react";
import type { DocId } from "../../lib/names.ts";
import { ApiError, fetchDoc } from "../_client/api.ts";
import { recordOf } from "../_client/kept.ts";
import { parseRecents, RECENTS_KEY } from "../_client/recents.ts";
import { PlainPage } from "../_home/plain-page.tsx";
import { Button, LinkButton } from "../_ui/button.tsx";
import { en } from "../_words/en.ts";
import { offline } from "../_words/offline.ts";
import { DocumentPage, type DocumentPageProps } from "../d/_page/document-page.tsx";

const words = offline.notHere;
/** How often a page that waits asks, while it is looked at. */
const ASK_EVERY_MS = 8_000;

/** `open`: there is something to show, here or soon. `none`: the server has no such document. */
type Found = "looking" | "open" | "missing" | "none";

export function KeptDocument({ id }: { readonly id: DocId }) {
  const [found, setFound] = useState<Found>("looking");
  useEffect(() => {
    let stale = false;
    void look(id).then((now) => stale || setFound(now));
    return () => {
      stale = true;
    };
  }, [id]);
  switch (found) {
    case "looking":
      return null;
    case "open":
      return <DocumentPage id={id} {...lastKnown(id)} />;
    case "missing":
      return <Missing id={id} />;
    case "none":
      return (
        <PlainPage
          title={en.lost.title}
          text={en.lost.text}
          action={<LinkButton href="/">{en.ui.allDocuments}</LinkButton>}
        />
      );
  }
}

async function look(id: DocId): Promise<Found> {
  // A browser that keeps nothing has no record either.
  const record = await recordOf(id).catch(() => undefined);
  if (record?.everSynced) return "open";
  const word = await ask(id);
  return word === "away" ? "missing" : word === "there" ? "open" : "none";
}

async function ask(id: DocId): Promise<"there" | "gone" | "away"> {
  try {
    await fetchDoc(id);
    return "there";
  } catch (cause) {
    return cause instanceof ApiError && cause.status === 404 ? "gone" : "away";
  }
}

function Missing({ id }: { readonly id: DocId }) {
  const again = useCallback(async () => {
    if ((await ask(id)) !== "away") location.reload();
  }, [id]);
  useEffect(() => {
    document.title = `${words.title} – ${en.product}`;
    const look = () => {
      if (document.visibilityState === "visible") void again();
    };
    const timer = setInterval(look, ASK_EVERY_MS);
    window.addEventListener("online", look);
    window.addEventListener("focus", look);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", look);
      window.removeEventListener("focus", look);
    };
  }, [again]);
  return (
    <PlainPage
      title={words.title}
      text={words.text}
      action={
        <>
          <Button kind="primary" onClick={() => location.reload()}>
            {words.again}
          </Button>
          <LinkButton kind="quiet" href="/">
            {en.ui.allDocuments}
          </LinkButton>
        </>
      }
    />
  );
}

/**
 * What this browser last knew of it: the copy itself is read a moment later. Whoever could only read does not get an
 * editor because nobody answers: what they wrote would never arrive.
 */
function lastKnown(id: DocId): Pick<DocumentPageProps, "initialTitle" | "initialStanding"> {
  const { title = "", may } = recentOf(id) ?? {};
  return {
    initialTitle: title,
    initialStanding: may === undefined ? undefined : { role: may, locked: false },
  };
}

function recentOf(id: DocId) {
  try {
    return parseRecents(localStorage.getItem(RECENTS_KEY)).find((one) => one.id === id);
  } catch {
    return undefined;
  }
}
