"use client";
// The people of a document, in its header: an avatar each, a press goes to where that person writes;
// "+N" opens the list of all, with where everybody is. Called by the document's header.

import { type MouseEvent, type RefObject, useEffect, useMemo, useState } from "react";
import { initialsOf } from "../../../lib/people.ts";
import type { Body } from "../../_client/body.ts";
import type { EditorHandle } from "../../_editor/handle.ts";
import type { Other } from "../../_editor/others.ts";
import { Avatar } from "../../_ui/avatar.tsx";
import { cx } from "../../_ui/cx.ts";
import { Popover } from "../../_ui/popover.tsx";
import { Tip } from "../../_ui/tip.tsx";
import { en } from "../../_words/first.ts";
import { together } from "../../_words/together.ts";
import { Announcer } from "./announcer.tsx";
import style from "./presence.module.css";
import { useFollowing } from "./use-following.ts";

const MAX_SHOWN = 4;
const LOOK_EVERY_MS = 2_000;

export interface PresenceRowProps {
  readonly body: Body | undefined;
  readonly others: readonly Other[];
  readonly editor: RefObject<EditorHandle | null>;
  /** Own name, so that nobody is given your initials. */
  readonly ownName: string;
  readonly onTitle: () => void;
}

export function PresenceRow(props: PresenceRowProps) {
  return (
    <>
      <Announcer others={props.others} />
      <Row {...props} />
    </>
  );
}

function Row({ body, others, editor, ownName, onTitle }: PresenceRowProps) {
  const [open, setOpen] = useState(false);
  const { who, following } = useFollowing(body);
  if (others.length === 0) return null;
  const initials = initialsOf([ownName, ...others.map((other) => other.person.name)]).slice(1);
  const go = (other: Other) => {
    if (other.at === "title") onTitle();
    else editor.current?.goTo(other.clientId);
  };
  const press = (other: Other, event: MouseEvent) => {
    if (!event.shiftKey) {
      following.stop();
      go(other);
    } else if (who === other.clientId) following.stop();
    else following.start(other.clientId);
  };
  const rest = others.length - MAX_SHOWN;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons, not of fields
    <div className={style.row} role="group" aria-label={en.document.others(others.length)} data-follows>
      {others.slice(0, MAX_SHOWN).map((other, index) => (
        <Tip key={other.clientId} label={`${other.person.name} · ${together.followKeys}`}>
          <button
            type="button"
            className={cx(style.one, style.wide)}
            // Who speaks to the page says what is written there.
            aria-label={`${en.document.goTo(other.person.name)}, ${initials[index]}`}
            // The caret stays in the text.
            onMouseDown={(event) => event.preventDefault()}
            onClick={(event) => press(other, event)}
          >
            <Avatar
              person={other.person}
              initials={initials[index] ?? ""}
              idle={other.away !== undefined}
              followed={other.clientId === who}
              decorative
            />
          </button>
        </Tip>
      ))}
      <Popover
        label={en.document.everybody(others.length)}
        align="end"
        open={open}
        onOpenChange={setOpen}
        className={style.panel}
        sheet
        trigger={
          <button type="button" className={cx(style.all, rest <= 0 && style.slim)}>
            <span className="hidden-text">{en.document.everybody(others.length)}</span>
            <First others={others} initials={initials} who={who} />
            <span className={cx(style.more, style.wide)}>+{rest}</span>
            {others.length === 1 ? null : (
              <span className={cx(style.more, style.slim)}>+{others.length - 1}</span>
            )}
          </button>
        }
      >
        <p className={style.heading}>{en.document.others(others.length)}</p>
        <List
          others={others}
          initials={initials}
          editor={editor}
          who={who}
          onGo={(other) => {
            setOpen(false);
            following.stop();
            go(other);
          }}
          onFollow={(other) => {
            if (who === other.clientId) return following.stop();
            setOpen(false);
            following.start(other.clientId);
          }}
        />
      </Popover>
    </div>
  );
}

/** What a narrow window shows of the row: whom one follows, or who has been here longest. */
function First({ others, initials, who }: Pick<ListProps, "others" | "initials" | "who">) {
  const index = Math.max(
    0,
    others.findIndex(({ clientId }) => clientId === who),
  );
  const other = others[index];
  if (other === undefined) return null;
  return (
    <span className={style.slim}>
      <Avatar
        person={other.person}
        initials={initials[index] ?? ""}
        idle={other.away !== undefined}
        followed={other.clientId === who}
        decorative
      />
    </span>
  );
}

interface ListProps {
  readonly others: readonly Other[];
  readonly initials: readonly string[];
  readonly editor: RefObject<EditorHandle | null>;
  readonly who: number | undefined;
  readonly onGo: (other: Other) => void;
  readonly onFollow: (other: Other) => void;
}

/** Mounted while it is open: then it looks now and again where people are. */
function List({ others, initials, editor, who, onGo, onFollow }: ListProps) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  // By name, so that one finds somebody among many.
  const sorted = useMemo(
    () =>
      others
        .map((other, index) => ({ other, initials: initials[index] ?? "" }))
        .sort((a, b) => a.other.person.name.localeCompare(b.other.person.name)),
    [others, initials],
  );
  return (
    <ul className={style.list} data-follows>
      {sorted.map(({ other, initials: letters }) => (
        <li key={other.clientId} className={style.entry}>
          <button type="button" className={style.go} onClick={() => onGo(other)}>
            <Avatar
              person={other.person}
              initials={letters}
              idle={other.away !== undefined}
              followed={other.clientId === who}
              decorative
            />
            <span>
              {other.person.name}
              <small>{whereIs(other, editor.current, now)}</small>
            </span>
          </button>
          <button
            type="button"
            className={cx(style.follow, other.clientId === who && style.on)}
            aria-label={
              other.clientId === who
                ? together.stopName(other.person.name)
                : together.followName(other.person.name)
            }
            onClick={() => onFollow(other)}
          >
            {other.clientId === who ? together.stop : together.follow}
          </button>
        </li>
      ))}
    </ul>
  );
}

export function whereIs(other: Other, editor: EditorHandle | null, now: number): string {
  const words = en.document;
  // Their clock is not ours: a minute at least, for they were away that long when they said so.
  if (other.away !== undefined) return words.away(Math.max(1, Math.round((now - other.away) / 60_000)));
  if (other.at === "title") return words.writingTitle;
  const heading = editor?.headingOf(other.clientId);
  if (heading === undefined) return words.reading;
  return heading === "" ? words.writingTop : words.writingUnder(heading);
}

export interface InTitleProps {
  readonly others: readonly Other[];
}

/** Beside the title: small avatars of those whose caret is in it. */
export function InTitle({ others }: InTitleProps) {
  const there = others.filter((other) => other.at === "title").slice(0, MAX_SHOWN);
  if (there.length === 0) return null;
  const initials = initialsOf(there.map((other) => other.person.name));
  return (
    <span className={style.inTitle}>
      {there.map((other, index) => (
        <span key={other.clientId} title={en.document.inTitle(other.person.name)}>
          <Avatar person={other.person} initials={initials[index] ?? ""} size="small" />
        </span>
      ))}
    </span>
  );
}
