"use client";
// The question before signing out: what stays in this browser, and whether it should. Called by the account.
// Promise: the session is over before anything is removed, and nothing is removed that was not said.

import { useEffect, useId, useRef, useState } from "react";
import { signOut } from "../_client/account.ts";
import { type Copies, clearBrowser, countCopies } from "../_client/copies.ts";
import { Switch } from "../_features/sharing/rules.tsx";
import { useFocus } from "../_features/sharing/use-focus.ts";
import { sentenceOf } from "../_features/sharing/use-sharing.ts";
import { Button } from "../_ui/button.tsx";
import { access } from "../_words/access.ts";
import { en } from "../_words/en.ts";
import style from "./account.module.css";

const words = access.account;

export function SignOut({ onCancel }: { readonly onCancel: () => void }) {
  const told = useId();
  const no = useRef<HTMLButtonElement>(null);
  const copies = useCopies();
  // Undefined until it is chosen: on, unless words would be lost by it.
  const [chosen, setChosen] = useState<boolean>();
  const [state, setState] = useState<"busy" | { readonly wrong: string }>();
  useFocus(no, copies !== undefined);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (copies !== undefined) box.current?.scrollIntoView({ block: "nearest" });
  }, [copies]);
  if (copies === undefined) return null;
  const clear = chosen ?? copies.unsent === 0;

  const leave = async () => {
    setState("busy");
    try {
      const elsewhere = await signOut();
      if (clear) {
        try {
          await clearBrowser();
        } catch {
          return setState({ wrong: words.notCleared });
        }
      }
      // A new page: nothing of the old identity is left in this one's memory.
      location.assign(elsewhere ?? "/");
    } catch (error) {
      setState({ wrong: sentenceOf(error) });
    }
  };

  const unsent = copies.unsent > 0 ? ` ${words.clearUnsent(copies.unsent)}` : "";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a question with two answers, not a set of fields
    <div ref={box} className={style.leave} role="group" aria-labelledby={told}>
      <p id={told}>{words.outText}</p>
      <Switch
        label={words.clear}
        hint={words.clearText(copies.rooms) + unsent}
        on={clear}
        busy={state === "busy"}
        onChange={setChosen}
      />
      {clear ? null : <p className={style.stays}>{words.stays}</p>}
      {typeof state !== "object" ? null : (
        <p role="alert" className={style.wrong}>
          {state.wrong}
        </p>
      )}
      <div className={style.answers}>
        <Button busy={state === "busy"} busyLabel={words.signingOut} onClick={() => void leave()}>
          {words.signOut}
        </Button>
        <Button kind="quiet" ref={no} onClick={onCancel}>
          {en.ui.cancel}
        </Button>
      </div>
    </div>
  );
}

function useCopies(): Copies | undefined {
  const [copies, setCopies] = useState<Copies>();
  useEffect(() => {
    let stale = false;
    const found = (known: Copies) => stale || setCopies(known);
    // A browser that keeps nothing has nothing to remove.
    countCopies().then(found, () => found({ rooms: 0, unsent: 0 }));
    return () => {
      stale = true;
    };
  }, []);
  return copies;
}
