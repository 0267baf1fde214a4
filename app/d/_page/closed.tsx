"use client";
// An address that opens nothing for this visitor: no document, or not theirs. Both look alike. Called where the
// server said so, before the page is drawn or after. What this browser kept of it stays within reach, and who put
// the document in the trash can take it out again here.

import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { type DocId, parseAddress } from "../../../lib/names.ts";
import { signIn, useMaySignIn } from "../../_client/account.ts";
import { fetchDoc } from "../../_client/api.ts";
import { restore } from "../../_client/documents-api.ts";
import { PlainPage } from "../../_home/plain-page.tsx";
import { Button, LinkButton } from "../../_ui/button.tsx";
import { toast } from "../../_ui/toast.tsx";
import { access } from "../../_words/access.ts";
import { en } from "../../_words/en.ts";
import { LocalCopy } from "./local-copy.tsx";

const words = access.closed;

export function Closed() {
  const id = parseAddress(decodeURIComponent(usePathname().split("/").at(-1) ?? ""));
  const mayHelp = useMaySignIn();
  const thrown = useThrownAway(id);
  if (id !== undefined && thrown !== undefined) return <InTrash id={id} title={thrown} />;
  return (
    <>
      <PlainPage
        title={words.title}
        text={words.text}
        action={
          <>
            <LinkButton href="/">{en.ui.allDocuments}</LinkButton>
            {/* Known a moment later: it comes where nothing has to move for it. */}
            {mayHelp ? <Button onClick={signIn}>{words.signIn}</Button> : null}
          </>
        }
      />
      {id === undefined ? null : <LocalCopy id={id} />}
    </>
  );
}

/** Its title, where it lies in one's own trash: the server says so to its owner alone. */
function useThrownAway(id: DocId | undefined): string | undefined {
  const [title, setTitle] = useState<string>();
  useEffect(() => {
    if (id === undefined) return;
    const end = new AbortController();
    fetchDoc(id, end.signal).then(
      (doc) => {
        if (doc.role === "own" && doc.trashedAt !== undefined) setTitle(doc.title);
      },
      // As for everybody else.
      () => undefined,
    );
    return () => end.abort();
  }, [id]);
  return title;
}

function InTrash({ id, title }: { readonly id: DocId; readonly title: string }) {
  const [busy, setBusy] = useState(false);
  const back = async () => {
    setBusy(true);
    try {
      await restore(id);
      location.reload();
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : en.problems.unreachable;
      toast({ text: words.notRestored, detail, tone: "danger" });
      setBusy(false);
    }
  };
  return (
    <PlainPage
      title={words.inTrash(title.trim() || en.ui.untitled)}
      text={words.inTrashText}
      action={
        <>
          <Button kind="primary" busy={busy} busyLabel={words.restoring} onClick={() => void back()}>
            {words.restore}
          </Button>
          <LinkButton kind="quiet" href="/?view=trash">
            {words.trash}
          </LinkButton>
        </>
      }
    />
  );
}
