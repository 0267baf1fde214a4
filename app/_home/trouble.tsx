"use client";
// Says that the server does not answer, or answered with a problem, and offers to try at once. Called by
// the list. Stands between the views and the rows, only while there is something to say.

import { signIn, useMaySignIn } from "../_client/account.ts";
import type { ApiError } from "../_client/request.ts";
import { Button } from "../_ui/button.tsx";
import { cx } from "../_ui/cx.ts";
import { Half } from "../_ui/half.tsx";
import { access } from "../_words/access.ts";
import { en } from "../_words/en.ts";
import { home } from "../_words/home.ts";
import style from "./trouble.module.css";

export interface TroubleProps {
  readonly offline: boolean;
  readonly problem: ApiError | undefined;
  readonly onRetry: () => void;
}

export function Trouble({ offline, problem, onRetry }: TroubleProps) {
  // Who is told so is taken at that word at once: nothing else is said first.
  const mustSignIn = useMaySignIn(true) && !offline && problem?.code === "unauthenticated";
  const said = offline ? home.offlineMore : mustSignIn ? home.signInMore : problem?.message;
  return (
    <div role="status" className={cx(style.trouble, mustSignIn && style.calm)}>
      {said === undefined ? null : (
        <>
          {/* To be asked who one is, is nothing wrong. */}
          {mustSignIn ? null : <Half state={offline ? "offline" : "blocked"} />}
          <p>
            <b>{offline ? home.offline : mustSignIn ? home.signIn : home.notAnswering}</b> {said}
          </p>
          <Button kind="quiet" size="small" className={style.again} onClick={mustSignIn ? signIn : onRetry}>
            {mustSignIn ? access.account.signIn : en.ui.tryNow}
          </Button>
        </>
      )}
    </div>
  );
}
