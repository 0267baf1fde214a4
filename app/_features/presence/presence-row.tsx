"use client";
// The people of a document, in its header: an avatar each, a press goes to where that person writes;
// "+N" opens the list of all, with where everybody is. Called by the document's header.

import { type MouseEvent, type RefObject, useMemo, useState } from "react";
import { initialsOf } from "../../../lib/people.ts";
import { useAccount } from "../../_client/account.ts";
import type { Body } from "../../_client/body.ts";
import type { EditorHandle } from "../../_editor/handle.ts";
import type { Other } from "../../_editor/others.ts";
import { Avatar } from "../../_ui/avatar.tsx";
import { cx } from "../../_ui/cx.ts";
import { opens } from "../../_ui/opens.tsx";
import { Tip } from "../../_ui/tip.tsx";
import { en } from "../../_words/first.ts";
import { together } from "../../_words/together.ts";
import { Announcer } from "./announcer.tsx";
import { Face } from "./face.tsx";
import { isIn, personsOf, type Somebody } from "./persons.ts";
import style from "./presence.module.css";
import type { PresencePanelProps } from "./presence-panel.tsx";
import { useFollowing } from "./use-following.ts";

const MAX_SHOWN = 4;

const Panel = opens<PresencePanelProps>("dialog", () =>
  import("./presence-panel.tsx").then((module) => module.PresencePanel),
);

export interface PresenceRowProps {
  readonly body: Body | undefined;
  readonly others: readonly Other[];
  readonly editor: RefObject<EditorHandle | null>;
  /** Own name, so that nobody is given your initials. */
  readonly ownName: string;
  readonly onTitle: () => void;
}

export function PresenceRow({ others, ...rest }: PresenceRowProps) {
  const own = useAccount()?.id;
  const persons = useMemo(() => personsOf(others, own), [others, own]);
  return (
    <>
      <Announcer persons={persons} />
      <Row persons={persons} {...rest} />
    </>
  );
}

interface RowProps extends Omit<PresenceRowProps, "others"> {
  readonly persons: readonly Somebody[];
}

function Row({ body, persons, editor, ownName, onTitle }: RowProps) {
  const [open, setOpen] = useState(false);
  const { who, following } = useFollowing(body);
  if (persons.length === 0) return null;
  const initials = initialsOf([ownName, ...persons.map(({ other }) => other.person.name)]).slice(1);
  const go = (other: Other) => {
    if (other.at === "title") onTitle();
    else editor.current?.goTo(other.clientId);
  };
  const press = (somebody: Somebody, event: MouseEvent) => {
    if (!event.shiftKey) {
      following.stop();
      go(somebody.other);
    } else if (isIn(somebody, who)) following.stop();
    else following.start(somebody.other.clientId);
  };
  const rest = persons.length - MAX_SHOWN;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons, not of fields
    <div className={style.row} role="group" aria-label={en.document.others(persons.length)} data-follows>
      {persons.slice(0, MAX_SHOWN).map((somebody, index) => (
        <Tip key={somebody.tabs[0]} label={`${somebody.other.person.name} · ${together.followKeys}`}>
          <button
            type="button"
            className={cx(style.one, style.wide)}
            // Who speaks to the page says what is written there.
            aria-label={`${en.document.goTo(somebody.other.person.name)}, ${initials[index]}`}
            // The caret stays in the text.
            onMouseDown={(event) => event.preventDefault()}
            onClick={(event) => press(somebody, event)}
          >
            <Face somebody={somebody} initials={initials[index]} who={who} />
          </button>
        </Tip>
      ))}
      <Panel
        label={en.document.everybody(persons.length)}
        align="end"
        open={open}
        onOpenChange={setOpen}
        className={style.panel}
        sheet
        trigger={
          <button type="button" className={cx(style.all, rest <= 0 && style.slim)}>
            <span className="hidden-text">{en.document.everybody(persons.length)}</span>
            <First persons={persons} initials={initials} who={who} />
            <span className={cx(style.more, style.wide)}>+{rest}</span>
            {persons.length === 1 ? null : (
              <span className={cx(style.more, style.slim)}>+{persons.length - 1}</span>
            )}
          </button>
        }
        persons={persons}
        initials={initials}
        editor={editor}
        who={who}
        onGo={(other) => {
          setOpen(false);
          following.stop();
          go(other);
        }}
        onFollow={(somebody) => {
          if (isIn(somebody, who)) return following.stop();
          setOpen(false);
          following.start(somebody.other.clientId);
        }}
      />
    </div>
  );
}

/** What a narrow window shows of the row: whom one follows, or who has been here longest. */
function First({ persons, initials, who }: Pick<PresencePanelProps, "persons" | "initials" | "who">) {
  const index = Math.max(
    0,
    persons.findIndex((one) => isIn(one, who)),
  );
  const somebody = persons[index];
  if (somebody === undefined) return null;
  return (
    <span className={style.slim}>
      <Face somebody={somebody} initials={initials[index]} who={who} />
    </span>
  );
}

export interface InTitleProps {
  readonly others: readonly Other[];
}

/** Beside the title: small avatars of those whose caret is in it. */
export function InTitle({ others }: InTitleProps) {
  const own = useAccount()?.id;
  const inTitle = others.filter((other) => other.at === "title");
  const there = personsOf(inTitle, own).slice(0, MAX_SHOWN);
  if (there.length === 0) return null;
  const initials = initialsOf(there.map(({ other }) => other.person.name));
  return (
    <span className={style.inTitle}>
      {there.map(({ other }, index) => (
        <span key={other.clientId} title={en.document.inTitle(other.person.name)}>
          <Avatar person={other.person} initials={initials[index] ?? ""} size="small" />
        </span>
      ))}
    </span>
  );
}
