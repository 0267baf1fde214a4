"use client";
// The frame around the page while one follows somebody, with their name and a way out. Called by the
// document page.

import { useEffect, useRef, useState } from "react";
import type { Body } from "../../_client/body.ts";
import type { Other } from "../../_editor/others.ts";
import { together } from "../../_words/together.ts";
import style from "./follow-frame.module.css";
import { useFollowing } from "./use-following.ts";

export interface FollowFrameProps {
  readonly body: Body | undefined;
  readonly others: readonly Other[];
}

export function FollowFrame({ body, others }: FollowFrameProps) {
  const { who, following } = useFollowing(body);
  // Their name stays while their connection is cut for a moment.
  const [name, setName] = useState("");
  const found = others.find((other) => other.clientId === who)?.person.name;
  if (found !== undefined && found !== name) setName(found);
  const shown = who !== undefined && name !== "";
  const said = useSaid(shown ? name : undefined);
  return (
    <>
      <span className="hidden-text" role="status">
        {said}
      </span>
      {shown ? (
        <div className={style.frame}>
          <span className={style.pill} data-follows>
            <span aria-hidden>{together.following(name)}</span>
            <button type="button" aria-label={together.stopName(name)} onClick={following.stop}>
              {together.stop} <kbd aria-hidden>Esc</kbd>
            </button>
          </span>
        </div>
      ) : null}
    </>
  );
}

function useSaid(name: string | undefined): string {
  const [said, setSaid] = useState("");
  const before = useRef(name);
  useEffect(() => {
    if (name !== undefined) setSaid(together.nowFollowing(name));
    else if (before.current !== undefined) setSaid(together.ended);
    before.current = name;
  }, [name]);
  return said;
}
