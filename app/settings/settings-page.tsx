"use client";
// You, appearance, tokens for programs: three sections on one calm page. Called by /settings. Name, colour
// and theme count at once, as in the dialog about you.

import { useState } from "react";
import { initialsOf, MAX_NAME_CHARACTERS } from "../../lib/people.ts";
import { useAccount } from "../_client/account.ts";
import { setMe, useMe } from "../_client/me.ts";
import { setTheme, THEMES, useTheme } from "../_client/theme.ts";
import { Account, hasAccounts } from "../_home/account.tsx";
import home from "../_home/home.module.css";
import { HuePicker } from "../_home/hue-picker.tsx";
import { Avatar } from "../_ui/avatar.tsx";
import { Brand } from "../_ui/brand.tsx";
import { Field } from "../_ui/field.tsx";
import { Segments } from "../_ui/segments.tsx";
import { access } from "../_words/access.ts";
import { en } from "../_words/en.ts";
import style from "./settings.module.css";
import { Tokens } from "./tokens.tsx";

const words = en.settings;

export function SettingsPage() {
  const theme = useTheme();
  const account = useAccount();
  return (
    <>
      <header className={home.bar}>
        <a href="/" className={home.brand} aria-label={en.document.toHome}>
          <Brand name />
        </a>
      </header>
      <main id="content" tabIndex={-1} className={style.main}>
        <h1>{words.title}</h1>
        <section className={style.section}>
          <h2>{words.you}</h2>
          <p className={style.text}>{words.youText}</p>
          <You />
        </section>
        {hasAccounts(account) ? (
          <section className={style.section}>
            <h2>{access.account.title}</h2>
            <Account className={style.account} />
          </section>
        ) : null}
        <section className={style.section}>
          <h2>{words.appearance}</h2>
          <Segments
            label={en.me.theme}
            value={theme}
            options={THEMES.map((value) => ({ value, label: en.me.themes[value] }))}
            onChange={setTheme}
          />
        </section>
        <section className={style.section}>
          <h2>{words.tokens}</h2>
          <p className={style.text}>{words.tokensText}</p>
          <Tokens />
        </section>
      </main>
    </>
  );
}

function You() {
  const me = useMe();
  // Undefined while nothing is being typed, so that a change in another tab shows here too.
  const [draft, setDraft] = useState<string>();
  const name = draft ?? me.name;
  return (
    <div className={style.you}>
      <div className={style.name}>
        <Avatar person={me} initials={initialsOf([me.name])[0] ?? ""} size="large" decorative />
        <Field
          label={en.me.name}
          value={name}
          maxLength={MAX_NAME_CHARACTERS}
          autoComplete="nickname"
          spellCheck={false}
          wrong={draft !== undefined && draft.trim() === "" ? en.me.nameEmpty : undefined}
          onChange={(event) => {
            setDraft(event.target.value);
            // A name of nothing is not taken; the last one stays.
            setMe({ name: event.target.value, hue: me.hue });
          }}
          onBlur={() => setDraft(undefined)}
        />
      </div>
      <HuePicker hue={me.hue} onHue={(hue) => setMe({ name: me.name, hue })} />
    </div>
  );
}
