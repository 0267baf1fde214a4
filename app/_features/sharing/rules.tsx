"use client";
// Two switches for everybody: the lock, and whether search engines may list the document. Called by the share
// dialog; says what the server has confirmed.

import { useId } from "react";
import type { Sharing } from "../../../lib/api.ts";
import type { DocId } from "../../../lib/names.ts";
import { isFindable } from "../../../lib/policy.ts";
import { setRules } from "../../_client/sharing-api.ts";
import { en } from "../../_words/en.ts";
import { reading } from "../../_words/reading.ts";
import style from "./rules.module.css";
import { Said } from "./said.tsx";
import dialog from "./share-dialog.module.css";
import type { SharingDesk } from "./use-sharing.ts";

const words = en.sharing;

export interface RulesProps {
  readonly id: DocId;
  readonly desk: SharingDesk;
  readonly sharing: Sharing;
}

export function Rules({ id, desk, sharing }: RulesProps) {
  return (
    <section className={dialog.section}>
      <header className={dialog.head}>
        <h3>{words.rules}</h3>
      </header>
      <Said desk={desk} at="rules" />
      <Switch
        label={words.lock}
        hint={words.lockText}
        on={sharing.locked}
        busy={desk.busy === "lock"}
        onChange={(locked) => void desk.run("rules", "lock", () => setRules(id, { locked }))}
      />
      <Switch
        label={reading.findable}
        hint={isFindable(sharing.general, true) ? reading.findableText : reading.findableNotYet}
        on={sharing.findable}
        busy={desk.busy === "find"}
        onChange={(findable) => void desk.run("rules", "find", () => setRules(id, { findable }))}
      />
    </section>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
  readonly busy: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Switch({ label, hint, on, busy, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className={style.rule}>
      <label htmlFor={id}>{label}</label>
      <small id={`${id}-hint`}>{hint}</small>
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={on}
        aria-checked={on}
        aria-busy={busy || undefined}
        aria-describedby={`${id}-hint`}
        onChange={() => busy || onChange(!on)}
      />
    </div>
  );
}
