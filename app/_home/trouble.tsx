"use client";
// Says that the server does not answer, or answered with a problem, and offers to try at once. Called by
// the list. Stands between the views and the rows, only while there is something to say.

import type { ApiError } from "../_client/request.ts";
import { Button } from "../_ui/button.tsx";
import { Half } from "../_ui/half.tsx";
import { en } from "../_words/en.ts";
import { home } from "../_words/home.ts";
import style from "./trouble.module.css";

export interface TroubleProps {
  readonly offline: boolean;
  readonly problem: ApiError | undefined;
  readonly onRetry: () => void;
}

export function Trouble({ offline, problem, onRetry }: TroubleProps) {
  const said = offline ? home.offlineMore : problem?.message;
  return (
    <div role="status" className={style.trouble}>
      {said === undefined ? null : (
        <>
          <Half state={offline ? "offline" : "blocked"} />
          <p>
            <b>{offline ? home.offline : home.notAnswering}</b> {said}
          </p>
          <Button kind="quiet" size="small" className={style.again} onClick={onRetry}>
            {en.ui.tryNow}
          </Button>
        </>
      )}
    </div>
  );
}
