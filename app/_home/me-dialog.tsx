"use client";
// You: the name and the colour that others see, and light or dark. Used at home and in the header of a
// document. What is changed counts at once, in every tab of this browser; Done only closes.

import { useState } from "react";
import { initialsOf, MAX_NAME_CHARACTERS } from "../../lib/people.ts";
import { useAccount } from "../_client/account.ts";
import { setMe, useMe } from "../_client/me.ts";
import { setTheme, THEMES, useTheme } from "../_client/theme.ts";
import { Avatar } from "../_ui/avatar.tsx";
import { Button, LinkButton } from "../_ui/button.tsx";
import { Dialog } from "../_ui/dialog.tsx";
import { Field } from "../_ui/field.tsx";
import { Segments } from "../_ui/segments.tsx";
import { access } from "../_words/access.ts";
import { en } from "../_words/en.ts";
import { Account } from "./account.tsx";
import { HuePicker } from "./hue-picker.tsx";
import style from "./me-dialog.module.css";

export interface MeDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function MeDialog({ open, onOpenChange }: MeDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={en.me.title}
      description={en.me.description}
      actions={
        <>
          <LinkButton kind="quiet" href="/settings" className={style.settings}>
            {access.account.settings}
          </LinkButton>
          <Button kind="primary" onClick={() => onOpenChange(false)}>
            {en.ui.done}
          </Button>
        </>
      }
    >
      <MeForm onDone={() => onOpenChange(false)} />
      <Account className={style.account} />
    </Dialog>
  );
}

function MeForm({ onDone }: { readonly onDone: () => void }) {
  const me = useMe();
  const theme = useTheme();
  const account = useAccount();
  // Undefined while nothing is being typed, so that a change in another tab shows here too.
  const [draft, setDraft] = useState<string>();
  const name = draft ?? me.name;
  const empty = name.trim() === "";
  return (
    <form
      className={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        onDone();
      }}
    >
      <div className={`${style.preview} h${me.hue}`} role="img" aria-label={`${en.me.preview}: ${me.name}`}>
        <Avatar person={me} initials={initialsOf([me.name])[0] ?? ""} size="large" decorative />
        <p className={style.page}>
          <span className={style.text}>{en.me.previewText}</span>
          <span className={style.caret}>
            <b>{me.name}</b>
          </span>
        </p>
      </div>
      <Field
        label={en.me.name}
        value={name}
        maxLength={MAX_NAME_CHARACTERS}
        autoComplete="nickname"
        spellCheck={false}
        wrong={empty ? en.me.nameEmpty : undefined}
        onChange={(event) => {
          setDraft(event.target.value);
          // A name of nothing is not taken; the last one stays.
          setMe({ name: event.target.value, hue: me.hue });
        }}
        onBlur={() => setDraft(undefined)}
      />
      <HuePicker hue={me.hue} onHue={(hue) => setMe({ name: me.name, hue })} />
      <p className={style.kept}>{keptWords(account)}</p>
      <div className={style.theme}>
        <Segments
          label={en.me.theme}
          value={theme}
          options={THEMES.map((value) => ({ value, label: en.me.themes[value] }))}
          onChange={setTheme}
        />
      </div>
    </form>
  );
}

function keptWords(account: ReturnType<typeof useAccount>): string {
  const words = access.account;
  if (account?.signedIn === true) return words.keptThere;
  return account?.canSignIn === true ? words.keptHereOrIn : words.keptHere;
}
