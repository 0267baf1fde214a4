"use client";
// You, in the header of home and of a document: initials that open the dialog about you, whose code comes when
// the page is at rest.

import { useState } from "react";
import { initialsOf } from "../../lib/people.ts";
import { NOBODY, useMe } from "../_client/me.ts";
import { Avatar } from "../_ui/avatar.tsx";
import { later } from "../_ui/later.tsx";
import { Tip } from "../_ui/tip.tsx";
import { en } from "../_words/first.ts";
import style from "./me-button.module.css";

const MeDialog = later(() => import("./me-dialog.tsx").then((module) => module.MeDialog));

export function MeButton() {
  const me = useMe();
  const [open, setOpen] = useState(false);
  const initials = initialsOf([me.name])[0] ?? "";
  return (
    <>
      <Tip label={en.me.button(me.name)}>
        <button type="button" className={style.button} aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {me === NOBODY ? (
            <span className={style.nobody} />
          ) : (
            <Avatar person={me} initials={initials} decorative />
          )}
          <span className="hidden-text">{en.me.buttonFull(me.name, initials)}</span>
        </button>
      </Tip>
      <MeDialog open={open} onOpenChange={setOpen} />
    </>
  );
}
