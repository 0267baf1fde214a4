"use client";
// The one obvious step: makes a document and opens it. Called by home. Pressing twice makes one; if it
// fails, the person learns why and may try again, and nothing is left behind.

import { LogIn, Plus, TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import { addressOf } from "../../lib/names.ts";
import { signIn, useMustSignIn } from "../_client/account.ts";
import { beginHere, newDocId, offer } from "../_client/begun.ts";
import { Button } from "../_ui/button.tsx";
import { cx } from "../_ui/cx.ts";
import { toast } from "../_ui/toast.tsx";
import { en } from "../_words/en.ts";
import style from "./home.module.css";

export function NewDocument({ mustSignIn: before }: { readonly mustSignIn: boolean }) {
  const router = useRouter();
  const asking = useRef(false);
  const dismissLast = useRef<() => void>(undefined);
  const [busy, setBusy] = useState(false);
  const [opening, open] = useTransition();
  const mustSignIn = useMustSignIn(before);

  const create = async () => {
    if (asking.current) return;
    asking.current = true;
    setBusy(true);
    dismissLast.current?.();
    // The id first: if the answer is lost on the way, asking again makes no second document.
    const id = newDocId();
    try {
      const made = await offer(id);
      if (made.state === "created") return open(() => router.push(addressOf(id, "")));
      // Nobody answers: it begins in this browser, and goes to the server later.
      if (made.state === "later" && (await beginHere(id))) return location.assign(addressOf(id, ""));
      dismissLast.current = toast({
        text: en.home.notCreated,
        detail: made.state === "refused" ? made.message : en.problems.unreachable,
        icon: TriangleAlert,
        tone: "danger",
        action: { label: en.ui.tryAgain, run: () => void create() },
      });
    } finally {
      asking.current = false;
      setBusy(false);
    }
  };

  return (
    <Button
      kind="primary"
      size="large"
      icon={mustSignIn ? LogIn : Plus}
      className={cx(style.new, mustSignIn && style.alone)}
      busy={busy || opening}
      busyLabel={en.home.creating}
      onClick={mustSignIn ? signIn : () => void create()}
    >
      {mustSignIn ? en.home.signInToWrite : en.home.newDocument}
    </Button>
  );
}
