"use client";
// One document in the list: the whole row is the link; its menu takes the place of the time on hover, its
// box stands in the margin. Called by the list. It knows nothing of storage: what is done is handed in.

import { HardDrive, Lock, Star } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { memo, type PointerEvent, useRef } from "react";
import { addressOf, type DocId } from "../../lib/names.ts";
import { People } from "../_ui/avatar.tsx";
import { cx } from "../_ui/cx.ts";
import { en } from "../_words/en.ts";
import { home } from "../_words/home.ts";
import { offline as away } from "../_words/offline.ts";
import type { Entry } from "./entries.ts";
import { partsOf } from "./marks.ts";
import { RenameField } from "./rename-field.tsx";
import style from "./row.module.css";
import { type Act, RowMenu } from "./row-menu.tsx";
import { fullTime, timeWord } from "./when.ts";

/** ms that a finger rests on a row to select it, and how far it may tremble. */
const PRESS_MS = 450;
const PRESS_PX = 10;

/** The same object for the life of the list, so that a row is drawn only when its document changed. */
export interface RowEvents {
  readonly act: (entry: Entry, act: Act) => void;
  /** `range`: everything from the last one to this one. */
  readonly select: (id: DocId, range: boolean) => void;
  readonly menu: (id: DocId, open: boolean) => void;
  readonly renamed: (entry: Entry, title: string | undefined, byKey: boolean) => void;
}

export interface RowProps {
  readonly entry: Entry;
  readonly now: number;
  /** What was searched, for the marks. */
  readonly words: string;
  readonly offline: boolean;
  /** `undefined`: it does not matter. */
  readonly onDevice: boolean | undefined;
  /** Made in this browser, and the server does not know of it yet. */
  readonly onlyHere: boolean;
  readonly selected: boolean;
  /** Some are selected: a tap selects too. */
  readonly selecting: boolean;
  /** The Tab key comes to this one; arrows lead to the others. */
  readonly active: boolean;
  readonly menuOpen: boolean;
  readonly renaming: boolean;
  readonly on: RowEvents;
}

export const Row = memo(function Row(props: RowProps) {
  const { entry, now, words, offline, onDevice, selected, selecting, active, on } = props;
  const { id, title, at } = entry;
  const name = title === "" ? en.ui.untitled : title;
  const tabIndex = active ? 0 : -1;
  const press = usePress(() => on.select(id, false));
  const said = entry.snippet ?? entry.excerpt;
  // What only this browser remembers may have a text that it has not seen.
  const empty = said === "" && !entry.remembered;
  return (
    // A finger's way to the box stands on the row itself; keys reach the box as well.
    <li
      className={cx(style.row, selected && style.selected, selecting && style.selecting)}
      data-doc={id}
      onPointerDown={press.down}
      onPointerMove={press.move}
      onPointerUp={press.end}
      onPointerCancel={press.end}
      onContextMenu={(event) => {
        if (press.byFinger()) event.preventDefault();
      }}
      onClickCapture={(event) => {
        const inRow = event.currentTarget.contains(event.target as Node);
        if (!inRow || (event.target as Element).closest("label, input, [data-menu]") !== null) return;
        const range = selecting && event.shiftKey;
        // The click that ends a long press means nothing more.
        const held = press.takeHeld();
        if (!held && !range && !(selecting && press.byFinger())) return;
        event.preventDefault();
        event.stopPropagation();
        if (!held) on.select(id, range);
      }}
    >
      <div className={style.words}>
        <h4 className={cx(style.title, title === "" && style.untitled)}>
          {props.renaming ? (
            <RenameField title={title} name={name} onEnd={(next, byKey) => on.renamed(entry, next, byKey)} />
          ) : entry.trashedAt === undefined ? (
            <Opener entry={entry} tabIndex={tabIndex}>
              <Marked text={name} words={words} />
            </Opener>
          ) : (
            <button type="button" data-main tabIndex={tabIndex} onClick={() => on.menu(id, true)}>
              <Marked text={name} words={words} />
            </button>
          )}
          {entry.starred ? (
            <Star className={cx("icon", style.star)} role="img" aria-label={home.starredMark} />
          ) : null}
          {entry.locked ? (
            <Lock className={cx("icon", style.lock)} role="img" aria-label={home.locked} />
          ) : null}
        </h4>
        <p className={cx(style.excerpt, empty && style.none)}>
          {props.onlyHere ? away.onlyHere : empty ? home.noText : <Marked text={said} words={words} />}
        </p>
      </div>
      <label className={style.check}>
        <input
          type="checkbox"
          aria-label={home.select(name)}
          checked={selected}
          tabIndex={tabIndex}
          onChange={(event) => on.select(id, (event.nativeEvent as MouseEvent).shiftKey === true)}
        />
      </label>
      {onDevice === undefined ? (
        entry.people.length === 0 || offline ? null : (
          <Here people={entry.people} />
        )
      ) : (
        <p className={style.device}>
          {onDevice ? <HardDrive className="icon" aria-hidden /> : null}
          {onDevice ? home.onDevice : home.notOnDevice}
        </p>
      )}
      <time
        className={style.time}
        dateTime={new Date(at).toISOString()}
        title={entry.trashedAt === undefined ? fullTime(at) : home.inTrashSince(fullTime(at))}
      >
        {timeWord(at, now)}
      </time>
      <div className={style.menu} data-menu>
        <RowMenu
          entry={entry}
          name={name}
          offline={offline}
          open={props.menuOpen}
          tabIndex={tabIndex}
          onOpenChange={(open) => on.menu(id, open)}
          onAct={(act) => on.act(entry, act)}
        />
      </div>
    </li>
  );
});

function Opener(props: {
  readonly entry: Entry;
  readonly tabIndex: number;
  readonly children: React.ReactNode;
}) {
  const router = useRouter();
  const address = addressOf(props.entry.id, props.entry.title);
  // Not for every row at once: a list of two hundred would ask the server two hundred times.
  const warm = () => router.prefetch(address);
  return (
    <Link
      href={address}
      prefetch={false}
      data-main
      tabIndex={props.tabIndex}
      draggable={false}
      onPointerEnter={warm}
      onFocus={warm}
    >
      {props.children}
    </Link>
  );
}

function Marked({ text, words }: { readonly text: string; readonly words: string }) {
  if (words === "") return text;
  return partsOf(text, words).map((part, index) =>
    part.hit ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one line, drawn anew with it
      <mark key={index} className={style.mark}>
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  );
}

/** A phone has room for two. */
function Here({ people }: Pick<Entry, "people">) {
  const label = en.people.hereNow(people.map((person) => person.name));
  return (
    <div className={style.who}>
      <span className={style.wide}>
        <People people={people} max={3} label={label} />
      </span>
      <span className={style.slim}>
        <People people={people} max={2} size="small" label={label} />
      </span>
    </div>
  );
}

/** A finger that rests on a row. */
function usePress(onPress: () => void) {
  const state = useRef<{
    timer?: ReturnType<typeof setTimeout> | undefined;
    x: number;
    y: number;
    finger: boolean;
    held: boolean;
  }>({ x: 0, y: 0, finger: false, held: false });
  const end = () => clearTimeout(state.current.timer);
  return {
    down(event: PointerEvent) {
      end();
      const now = state.current;
      now.finger = event.pointerType === "touch";
      now.held = false;
      const onWords =
        event.target instanceof Element && event.target.closest("[data-menu], label, input") === null;
      if (!now.finger || !onWords || !event.isPrimary) return;
      now.x = event.clientX;
      now.y = event.clientY;
      now.timer = setTimeout(() => {
        now.held = true;
        navigator.vibrate?.(10);
        onPress();
      }, PRESS_MS);
    },
    move(event: PointerEvent) {
      if (Math.hypot(event.clientX - state.current.x, event.clientY - state.current.y) > PRESS_PX) end();
    },
    end,
    byFinger: () => state.current.finger,
    takeHeld() {
      const { held } = state.current;
      state.current.held = false;
      return held;
    },
  };
}
