"use client";
// Signing in and out: who you are to the server, and the one step from there. Called by the dialog about you
// and by the settings page; draws nothing where no identity provider is set up.

import { useState } from "react";
import type { Me } from "../../lib/api.ts";
import { signIn, useAccount } from "../_client/account.ts";
import { Button } from "../_ui/button.tsx";
import { cx } from "../_ui/cx.ts";
import { access } from "../_words/access.ts";
import style from "./account.module.css";
import { SignOut } from "./sign-out.tsx";

const words = access.account;

export const hasAccounts = (me: Me | undefined): me is Me =>
  me !== undefined && (me.canSignIn || me.signedIn);

export function Account({ className }: { readonly className?: string | undefined }) {
  const me = useAccount();
  const [leaving, setLeaving] = useState(false);
  if (!hasAccounts(me)) return null;
  return (
    <div className={cx(style.account, className)}>
      <div className={style.row}>
        <div className={style.about}>
          <b>{me.signedIn ? words.member(me.person.name) : words.guest}</b>
          <p>{me.signedIn ? words.memberText : words.guestText}</p>
        </div>
        {me.signedIn ? (
          leaving ? null : (
            <Button onClick={() => setLeaving(true)}>{words.signOut}</Button>
          )
        ) : (
          <Button onClick={signIn}>{words.signIn}</Button>
        )}
      </div>
      {leaving ? <SignOut onCancel={() => setLeaving(false)} /> : null}
    </div>
  );
}
