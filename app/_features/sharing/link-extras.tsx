"use client";
// Under the link: when it ends, its password, its QR code. Each is a word that says how it is; a press
// unfolds what can be done, one at a time. Called by the sentence of the share dialog.

import { Clock, Lock, type LucideIcon, QrCode } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { DocId } from "../../../lib/names.ts";
import { changeLink, type LinkChange, type NewLink } from "../../_client/sharing-api.ts";
import { Button } from "../../_ui/button.tsx";
import { Field } from "../../_ui/field.tsx";
import { en } from "../../_words/en.ts";
import { dayField, type EndChoice, endOf, endOfDay, endWord } from "./ends.ts";
import style from "./link-extras.module.css";
import type { Ready } from "./links.ts";
import { Code } from "./qr.tsx";
import { useFocus } from "./use-focus.ts";
import type { SharingDesk } from "./use-sharing.ts";

const words = en.sharing;
const ENDS = ["never", "day", "week", "month"] as const satisfies readonly EndChoice[];

export interface LinkExtrasProps {
  readonly id: DocId;
  readonly desk: SharingDesk;
  readonly ready: Ready;
  readonly address: string | undefined;
  /** Makes the link of this role, where there is none yet. */
  readonly make: (more?: Omit<NewLink, "role">) => Promise<string | undefined>;
  /** Begin with the end unfolded, and take the focus there. */
  readonly unfolded: boolean;
}

type Panel = "end" | "password" | "qr";

export function LinkExtras({ id, desk, ready, address, make, unfolded }: LinkExtrasProps) {
  const [open, setOpen] = useState<Panel | undefined>(unfolded ? "end" : undefined);
  const first = useRef<HTMLButtonElement>(null);
  useFocus(first, unfolded);
  useEffect(() => {
    if (unfolded) first.current?.scrollIntoView({ block: "center" });
  }, [unfolded]);
  const panel = useId();
  const link = ready.kind === "none" ? undefined : ready.link;

  /** Changes the link, or makes it so. */
  const change = async ({ expires, password }: Pick<LinkChange, "expires" | "password">) => {
    const done =
      link === undefined
        ? await make({ expires: expires ?? undefined, password: password ?? undefined })
        : await desk.run("link", "change", async () => {
            await changeLink(id, link.id, { expires, password });
            return true;
          });
    if (done !== undefined) setOpen(undefined);
  };

  const tab = (which: Panel, icon: LucideIcon, label: string) => (
    <Extra
      ref={which === "end" ? first : undefined}
      icon={icon}
      label={label}
      panel={panel}
      open={open === which}
      onPress={() => {
        setOpen(open === which ? undefined : which);
        if (which === "qr" && open !== "qr" && ready.kind === "none") void make();
      }}
    />
  );
  return (
    <>
      <div className={style.extras}>
        {tab("end", Clock, endWord(link?.expires, Date.now()))}
        {tab("password", Lock, link?.hasPassword ? words.hasPassword : words.noPassword)}
        {tab("qr", QrCode, words.qr)}
      </div>
      <div id={panel} className={style.panel} hidden={open === undefined}>
        {open === "end" ? (
          <End expires={link?.expires} onEnd={(expires) => void change({ expires: expires ?? null })} />
        ) : open === "password" ? (
          <Password
            has={link?.hasPassword ?? false}
            busy={desk.busy !== undefined}
            onPassword={(password) => void change({ password })}
          />
        ) : open === "qr" ? (
          <Code address={address} made={ready.kind !== "unknown"} />
        ) : null}
      </div>
    </>
  );
}

interface ExtraProps {
  readonly icon: LucideIcon;
  readonly label: ReactNode;
  readonly panel: string;
  readonly open: boolean;
  readonly onPress: () => void;
  readonly ref?: React.Ref<HTMLButtonElement> | undefined;
}

function Extra({ icon: Icon, label, panel, open, onPress, ref }: ExtraProps) {
  return (
    <button
      ref={ref}
      type="button"
      className={style.extra}
      aria-expanded={open}
      aria-controls={open ? panel : undefined}
      onClick={onPress}
    >
      <Icon className="icon" aria-hidden />
      {label}
    </button>
  );
}

function End({
  expires,
  onEnd,
}: {
  readonly expires: number | undefined;
  readonly onEnd: (expires: number | undefined) => void;
}) {
  const [day, setDay] = useState("");
  const [wrong, setWrong] = useState(false);
  return (
    <fieldset>
      <legend className={style.legend}>{words.endPanel}</legend>
      <p className={style.text}>{words.endPanelText}</p>
      <div className={style.choices}>
        {ENDS.map((choice) => (
          <Button
            key={choice}
            size="small"
            aria-pressed={choice === "never" ? expires === undefined : undefined}
            className={choice === "never" && expires === undefined ? style.now : undefined}
            onClick={() => onEnd(endOf(choice, Date.now()))}
          >
            {words.endChoices[choice]}
          </Button>
        ))}
      </div>
      <form
        className={style.line}
        // What is wrong is said in our words, in place.
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const end = endOfDay(day, Date.now());
          setWrong(end === undefined);
          if (end !== undefined) onEnd(end);
        }}
      >
        <Field
          type="date"
          label={words.endDay}
          value={day}
          min={dayField(Date.now())}
          wrong={wrong ? words.endDayWrong : undefined}
          onChange={(event) => {
            setWrong(false);
            setDay(event.target.value);
          }}
        />
        <Button type="submit">{words.set}</Button>
      </form>
    </fieldset>
  );
}

interface PasswordProps {
  readonly has: boolean;
  readonly busy: boolean;
  readonly onPassword: (password: string | null) => void;
}

function Password({ has, busy, onPassword }: PasswordProps) {
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setWrong(text === "");
        if (text !== "" && !busy) onPassword(text);
      }}
    >
      <div className={style.line}>
        {/* Plain to see: it is made up here to be told to somebody. */}
        <Field
          label={has ? words.newPassword : words.password}
          value={text}
          maxLength={200}
          spellCheck={false}
          autoCapitalize="none"
          hint={words.passwordHint}
          wrong={wrong ? words.passwordEmpty : undefined}
          onChange={(event) => {
            setWrong(false);
            setText(event.target.value);
          }}
        />
        <Button type="submit">{words.setPassword}</Button>
      </div>
      {has ? (
        <Button kind="danger" size="small" className={style.away} onClick={() => onPassword(null)}>
          {words.removePassword}
        </Button>
      ) : null}
    </form>
  );
}
