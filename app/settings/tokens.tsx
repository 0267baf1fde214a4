"use client";
// Tokens for programs: made, shown once, listed, ended. Called by the settings page. The secret lives in
// this component until it is put away; nothing else keeps it.

import { useCallback, useEffect, useState } from "react";
import type { TokenInfo } from "../../lib/api.ts";
import { endToken, fetchTokens, makeToken } from "../_client/settings-api.ts";
import { Confirm } from "../_features/sharing/confirm.tsx";
import { dayWord, endOf, endWord, isToday } from "../_features/sharing/ends.ts";
import { sentenceOf } from "../_features/sharing/use-sharing.ts";
import { Bones } from "../_ui/bones.tsx";
import { Button } from "../_ui/button.tsx";
import { Field } from "../_ui/field.tsx";
import { Segments } from "../_ui/segments.tsx";
import { en } from "../_words/en.ts";
import { Secret } from "./secret.tsx";
import style from "./settings.module.css";

const words = en.settings;
const ENDS = ["month", "year", "never"] as const;

export function Tokens() {
  const [tokens, setTokens] = useState<readonly TokenInfo[]>();
  const [trouble, setTrouble] = useState<string>();
  const [made, setMade] = useState<{ readonly name: string; readonly secret: string }>();

  const look = useCallback(async () => {
    try {
      setTokens(await fetchTokens());
      setTrouble(undefined);
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  }, []);
  useEffect(() => void look(), [look]);

  return (
    <div className={style.tokens}>
      {made === undefined ? (
        <Make
          onMade={async (name, expires) => {
            const { secret } = await makeToken(name, expires);
            setMade({ name, secret });
            await look();
          }}
        />
      ) : (
        <Secret {...made} onNoted={() => setMade(undefined)} />
      )}
      {trouble === undefined ? null : (
        <div className={style.trouble}>
          <p role="alert">{trouble}</p>
          <Button size="small" onClick={() => void look()}>
            {en.ui.tryAgain}
          </Button>
        </div>
      )}
      {tokens !== undefined ? (
        <List tokens={tokens} onEnded={look} />
      ) : trouble === undefined ? (
        <div>
          <Bones lines={3} />
          <span className="hidden-text">{words.loading}</span>
        </div>
      ) : null}
    </div>
  );
}

interface MakeProps {
  readonly onMade: (name: string, expires: number | undefined) => Promise<void>;
}

function Make({ onMade }: MakeProps) {
  const [name, setName] = useState("");
  const [ends, setEnds] = useState<(typeof ENDS)[number]>("year");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const make = async () => {
    if (busy) return;
    if (name.trim() === "") return setWrong(words.tokenNameEmpty);
    setBusy(true);
    try {
      await onMade(name.trim(), endOf(ends, Date.now()));
    } catch (error) {
      setWrong(sentenceOf(error));
      setBusy(false);
    }
  };
  return (
    <form
      className={style.make}
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Field
        label={words.tokenName}
        placeholder={words.tokenPlaceholder}
        value={name}
        maxLength={80}
        wrong={wrong}
        onChange={(event) => {
          setWrong(undefined);
          setName(event.target.value);
        }}
      />
      <Segments
        label={words.tokenEnds}
        value={ends}
        options={ENDS.map((value) => ({ value, label: words.tokenEndChoices[value] }))}
        onChange={setEnds}
      />
      <Button kind="primary" type="submit" busy={busy} busyLabel={words.making}>
        {words.make}
      </Button>
    </form>
  );
}

interface ListProps {
  readonly tokens: readonly TokenInfo[];
  readonly onEnded: () => Promise<void>;
}

function List({ tokens, onEnded }: ListProps) {
  if (tokens.length === 0) return <p className={style.text}>{words.noTokens}</p>;
  const newestFirst = [...tokens].sort((a, b) => b.createdAt - a.createdAt);
  return (
    <ul className={style.list}>
      {newestFirst.map((token) => (
        <Row key={token.id} token={token} onEnded={onEnded} />
      ))}
    </ul>
  );
}

function Row({ token, onEnded }: { readonly token: TokenInfo } & Pick<ListProps, "onEnded">) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const now = Date.now();
  const made = isToday(token.createdAt, now) ? words.madeToday : words.made(dayWord(token.createdAt, now));
  const end = async () => {
    setBusy(true);
    try {
      await endToken(token.id);
      await onEnded();
    } catch (error) {
      setWrong(sentenceOf(error));
    }
    setBusy(false);
  };
  return (
    <li>
      <div className={style.row}>
        <div>
          <b>{token.name}</b>
          <small>
            {made} · {endWord(token.expires, now)}
          </small>
        </div>
        {asking ? null : (
          <Button
            kind="danger"
            size="small"
            aria-label={words.endLabel(token.name)}
            onClick={() => setAsking(true)}
          >
            {words.end}
          </Button>
        )}
      </div>
      {asking ? (
        <Confirm
          text={words.endText}
          yes={words.endYes}
          busyLabel={words.ending}
          busy={busy}
          wrong={wrong}
          onYes={() => void end()}
          onNo={() => setAsking(false)}
        />
      ) : null}
    </li>
  );
}
