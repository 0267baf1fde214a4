"use client";
// Opens a link for this browser, then goes to the document. Called by /s. Promise: the secret leaves the
// address bar at once, and stands in no title, no log and no sentence.

import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { addressOf } from "../../lib/names.ts";
import { signIn, useMaySignIn } from "../_client/account.ts";
import { ApiError } from "../_client/api.ts";
import { openLink } from "../_client/sharing-api.ts";
import { secretIn } from "../_features/sharing/links.ts";
import { PlainPage } from "../_home/plain-page.tsx";
import { Button, LinkButton } from "../_ui/button.tsx";
import { Field } from "../_ui/field.tsx";
import { access } from "../_words/access.ts";
import { en } from "../_words/en.ts";
import style from "./open-link.module.css";

const words = en.sharing.open;

type State =
  | { readonly at: "opening" | "none" | "ended" | "unknown" }
  | { readonly at: "password"; readonly wrong: boolean; readonly busy: boolean; readonly trouble?: string }
  | { readonly at: "trouble"; readonly text: string };

export function OpenLink() {
  const [state, setState] = useState<State>({ at: "opening" });
  const secret = useRef<string>(undefined);
  const maySignIn = useMaySignIn();

  const open = useCallback(async (password?: string) => {
    if (secret.current === undefined) return setState({ at: "none" });
    setState(password === undefined ? { at: "opening" } : { at: "password", wrong: false, busy: true });
    try {
      const { doc, title } = await openLink(secret.current, password);
      // Not a step in the history: Back leads to where the link was.
      location.replace(addressOf(doc, title));
    } catch (error) {
      setState(stateOf(error, password !== undefined));
    }
  }, []);

  useEffect(() => {
    const take = () => {
      const found = secretIn(location.hash) ?? takeKept();
      if (location.hash !== "") history.replaceState(null, "", location.pathname);
      if (found !== undefined) secret.current = found;
      void open();
    };
    // An effect may run twice in a row; the second finds the address clean, and the secret in its place.
    take();
    // Another link, put into the address bar of this very page.
    const again = () => location.hash !== "" && take();
    window.addEventListener("hashchange", again);
    return () => window.removeEventListener("hashchange", again);
  }, [open]);

  switch (state.at) {
    case "opening":
      return <Opening />;
    case "none":
      return <PlainPage title={words.none} text={words.noneText} action={<Home />} />;
    case "ended":
      return <PlainPage title={words.ended} text={words.endedText} action={<Home />} />;
    case "unknown":
      return maySignIn ? (
        <PlainPage
          title={words.signIn}
          text={words.signInText}
          action={
            <Button
              kind="primary"
              onClick={() => {
                keep(secret.current);
                signIn();
              }}
            >
              {access.account.signIn}
            </Button>
          }
        />
      ) : (
        <PlainPage
          title={words.trouble}
          text={words.unknown}
          action={<Again onAgain={() => void open()} />}
        />
      );
    case "trouble":
      return (
        <PlainPage title={words.trouble} text={state.text} action={<Again onAgain={() => void open()} />} />
      );
    case "password":
      return (
        <PlainPage
          title={words.asks}
          text={words.asksText}
          action={<Password {...state} onPassword={(password) => void open(password)} />}
        />
      );
  }
}

const Again = ({ onAgain }: { readonly onAgain: () => void }) => (
  <Button kind="primary" onClick={onAgain}>
    {en.ui.tryAgain}
  </Button>
);

/** Where the secret waits while this tab is with the identity provider: in no address and in no other tab. */
const KEPT = "concord.link";

function keep(secret: string | undefined): void {
  try {
    if (secret !== undefined) sessionStorage.setItem(KEPT, secret);
  } catch {
    // Storage is switched off: the link is pressed once more after signing in.
  }
}

function takeKept(): string | undefined {
  try {
    const kept = sessionStorage.getItem(KEPT) ?? undefined;
    sessionStorage.removeItem(KEPT);
    return kept;
  } catch {
    return undefined;
  }
}

const Home = () => <LinkButton href="/">{en.ui.allDocuments}</LinkButton>;

/** Said after a moment: mostly the document is there before. */
function Opening(): ReactNode {
  return (
    <main id="content" tabIndex={-1} className={style.opening}>
      <p role="status">{words.opening}</p>
      <noscript>
        <p>{words.noScript}</p>
      </noscript>
    </main>
  );
}

interface PasswordProps {
  readonly wrong: boolean;
  readonly busy: boolean;
  readonly trouble?: string;
  readonly onPassword: (password: string) => void;
}

function Password({ wrong, busy, trouble, onPassword }: PasswordProps) {
  const [text, setText] = useState("");
  const [changed, setChanged] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  useEffect(() => {
    if (wrong) field.current?.select();
  }, [wrong]);
  return (
    <form
      className={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (text === "" || busy) return field.current?.focus();
        setChanged(false);
        onPassword(text);
      }}
    >
      <Field
        ref={field}
        type="password"
        label={en.sharing.password}
        value={text}
        maxLength={200}
        autoComplete="off"
        wrong={changed ? undefined : wrong ? words.wrong : trouble}
        onChange={(event) => {
          setChanged(true);
          setText(event.target.value);
        }}
      />
      <Button kind="primary" type="submit" busy={busy} busyLabel={words.busy}>
        {words.open}
      </Button>
    </form>
  );
}

function stateOf(error: unknown, asked: boolean): State {
  const code = error instanceof ApiError ? error.code : undefined;
  const text = error instanceof ApiError ? error.message : en.problems.unreadable;
  switch (code) {
    case "link/password":
      return { at: "password", wrong: asked, busy: false };
    case "doc/not-found":
    case "bad-request":
      return { at: "ended" };
    case "unauthenticated":
      return { at: "unknown" };
    default:
      // What was typed stays typed.
      return asked ? { at: "password", wrong: false, busy: false, trouble: text } : { at: "trouble", text };
  }
}
