"use client";
// One document in the list: the whole row is the link; its menu takes the place of the time on hover.
// Called by the list. It knows nothing of storage: what is done with it is handed in.

import { Ellipsis, Link2, ListX } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { addressOf } from "../../lib/names.ts";
import { People } from "../_ui/avatar.tsx";
import { cx } from "../_ui/cx.ts";
import { Menu } from "../_ui/menu.tsx";
import { Tool } from "../_ui/tool.tsx";
import { en } from "../_words/en.ts";
import { offline } from "../_words/offline.ts";
import type { Entry } from "./entries.ts";
import style from "./row.module.css";
import { fullTime, timeWord } from "./when.ts";

export interface RowProps {
  readonly entry: Entry;
  /** Made in this browser, and the server does not know of it yet. */
  readonly onlyHere: boolean;
  readonly now: number;
  readonly onCopy: (entry: Entry) => void;
  readonly onRemove: (entry: Entry) => void;
}

export function Row({ entry, onlyHere, now, onCopy, onRemove }: RowProps) {
  const router = useRouter();
  const { id, title, excerpt, people, at, gone } = entry;
  const name = title === "" ? en.ui.untitled : title;
  const address = addressOf(id, title);
  // Not for every row at once: a list of two hundred would ask the server two hundred times.
  const warm = () => router.prefetch(address);
  return (
    <li className={style.row} data-doc={id}>
      <div className={style.words}>
        <h4 className={cx(style.title, title === "" && style.untitled)}>
          <Link href={address} prefetch={false} onPointerEnter={warm} onFocus={warm}>
            {name}
          </Link>
        </h4>
        <p className={style.excerpt}>{onlyHere ? offline.onlyHere : gone ? en.home.gone : excerpt}</p>
      </div>
      {people.length === 0 ? null : <Here people={people} />}
      <time className={style.time} dateTime={new Date(at).toISOString()} title={fullTime(at)}>
        {timeWord(at, now)}
      </time>
      <div className={style.menu}>
        <Menu
          label={en.home.moreFor(name)}
          align="end"
          trigger={<Tool icon={Ellipsis} label={en.home.moreFor(name)} tip={en.ui.more} />}
          items={[
            { label: en.home.copyLink, icon: Link2, onSelect: () => onCopy(entry) },
            { label: en.home.remove, icon: ListX, onSelect: () => onRemove(entry) },
          ]}
        />
      </div>
    </li>
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
