"use client";
// An address that opens nothing for this visitor: no document, or not theirs. Both look alike. Called where the
// server said so, before the page is drawn or after. What this browser kept of it stays within reach.

import { usePathname } from "next/navigation";
import { parseAddress } from "../../../lib/names.ts";
import { signIn, useMaySignIn } from "../../_client/account.ts";
import { PlainPage } from "../../_home/plain-page.tsx";
import { Button, LinkButton } from "../../_ui/button.tsx";
import { access } from "../../_words/access.ts";
import { en } from "../../_words/en.ts";
import { LocalCopy } from "./local-copy.tsx";

const words = access.closed;

export function Closed() {
  const id = parseAddress(decodeURIComponent(usePathname().split("/").at(-1) ?? ""));
  const mayHelp = useMaySignIn();
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
