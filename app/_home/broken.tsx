"use client";
// What stands where a page failed: that the words are safe, and one way on. Called by both error pages.
// Opening again draws the page anew; if the code itself is old (a new release), a whole reload helps.

import { useEffect, useRef } from "react";
import { Button, LinkButton } from "../_ui/button.tsx";
import { en } from "../_words/en.ts";
import { PlainPage } from "./plain-page.tsx";

export function Broken({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  const tried = useRef(false);
  useEffect(() => {
    console.error(error);
  }, [error]);

  const again = () => {
    if (tried.current) location.reload();
    tried.current = true;
    retry();
  };
  const digest = digestOf(error);
  return (
    <PlainPage
      title={en.broken.title}
      text={en.broken.text}
      small={digest === undefined ? undefined : en.broken.code(digest)}
      action={
        <>
          <Button kind="primary" onClick={again}>
            {en.broken.again}
          </Button>
          <LinkButton kind="quiet" href="/">
            {en.ui.allDocuments}
          </LinkButton>
        </>
      }
    />
  );
}

/** The number under which the server's log has it. */
function digestOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("digest" in error)) return undefined;
  return typeof error.digest === "string" ? error.digest : undefined;
}
