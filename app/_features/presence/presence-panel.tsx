"use client";
// The list of all who are in a document, with where everybody is and the way to follow them. Loaded by
// presence-row.tsx, as panels are: at rest, or when a pointer comes near.

import { type RefObject, useEffect, useMemo, useState } from "react";
import type { EditorHandle } from "../../_editor/handle.ts";
import type { Other } from "../../_editor/others.ts";
import { cx } from "../../_ui/cx.ts";
import type { PanelProps } from "../../_ui/popover.tsx";
import { PopoverPanel } from "../../_ui/popover-panel.tsx";
import { en } from "../../_words/first.ts";
import { together } from "../../_words/together.ts";
import { Face } from "./face.tsx";
import { isIn, type Somebody } from "./persons.ts";
import style from "./presence.module.css";

const LOOK_EVERY_MS = 2_000;

export interface PresencePanelProps extends PanelProps {
  readonly persons: readonly Somebody[];
  readonly initials: readonly string[];
  readonly editor: RefObject<EditorHandle | null>;
  readonly who: number | undefined;
  readonly onGo: (other: Other) => void;
  readonly onFollow: (somebody: Somebody) => void;
}

export function PresencePanel({
  persons,
  initials,
  editor,
  who,
  onGo,
  onFollow,
  ...panel
}: PresencePanelProps) {
  return (
    <PopoverPanel {...panel}>
      <p className={style.heading}>{en.document.others(persons.length)}</p>
      <List persons={persons} initials={initials} editor={editor} who={who} onGo={onGo} onFollow={onFollow} />
    </PopoverPanel>
  );
}

type ListProps = Omit<PresencePanelProps, keyof PanelProps>;

/** Mounted while it is open: then it looks now and again where people are. */
function List({ persons, initials, editor, who, onGo, onFollow }: ListProps) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  // By name, so that one finds somebody among many.
  const sorted = useMemo(
    () =>
      persons
        .map((somebody, index) => ({ somebody, initials: initials[index] }))
        .sort((a, b) => a.somebody.other.person.name.localeCompare(b.somebody.other.person.name)),
    [persons, initials],
  );
  return (
    <ul className={style.list} data-follows>
      {sorted.map(({ somebody, initials: letters }) => {
        const { other } = somebody;
        const followed = isIn(somebody, who);
        const { name } = other.person;
        return (
          <li key={somebody.tabs[0]} className={style.entry}>
            <button type="button" className={style.go} onClick={() => onGo(other)}>
              <Face somebody={somebody} initials={letters} who={who} />
              <span>
                {name}
                <small>{whereIs(other, editor.current, now)}</small>
              </span>
            </button>
            <button
              type="button"
              className={cx(style.follow, followed && style.on)}
              aria-label={followed ? together.stopName(name) : together.followName(name)}
              onClick={() => onFollow(somebody)}
            >
              {followed ? together.stop : together.follow}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function whereIs(other: Other, editor: EditorHandle | null, now: number): string {
  const words = en.document;
  // Their clock is not ours: a minute at least, for they were away that long when they said so.
  if (other.away !== undefined) return words.away(Math.max(1, Math.round((now - other.away) / 60_000)));
  if (other.at === "title") return words.writingTitle;
  const heading = editor?.headingOf(other.clientId);
  if (heading === undefined) return words.reading;
  return heading === "" ? words.writingTop : words.writingUnder(heading);
}
