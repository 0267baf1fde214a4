"use client";
// What can be done with one document: a menu at its row; on a phone a sheet, where a thumb reaches it.
// Called by the row. Only what this person may do stands in it.

import {
  Copy,
  Ellipsis,
  Link2,
  ListX,
  type LucideIcon,
  PencilLine,
  RotateCcw,
  SquareCheck,
  Star,
  StarOff,
  Trash2,
} from "lucide-react";
import { useSyncExternalStore } from "react";
import { cx } from "../_ui/cx.ts";
import { Dialog } from "../_ui/dialog.tsx";
import { Menu, type MenuEntry } from "../_ui/menu.tsx";
import { Tool } from "../_ui/tool.tsx";
import { en } from "../_words/en.ts";
import { home } from "../_words/home.ts";
import type { Entry } from "./entries.ts";
import style from "./row-menu.module.css";

export type Act =
  | "rename"
  | "duplicate"
  | "star"
  | "copy-link"
  | "select"
  | "trash"
  | "restore"
  | "delete"
  | "leave";

interface Item {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly act: Act;
  readonly shortcut?: string;
  readonly danger?: boolean;
}

/** A rule stands between what keeps a document and what takes it away. */
export function actsOf(entry: Entry, offline: boolean): readonly (Item | "rule")[] {
  const select: Item = { label: home.selectThis, icon: SquareCheck, act: "select", shortcut: "Space" };
  const copy: Item = { label: home.copyLink, icon: Link2, act: "copy-link" };
  const leave: Item = { label: home.leave, icon: ListX, act: "leave", shortcut: "Del" };
  if (offline || entry.remembered) return entry.role === "own" ? [copy] : [copy, "rule", leave];
  if (entry.trashedAt !== undefined) {
    return [
      { label: home.restore, icon: RotateCcw, act: "restore" },
      select,
      "rule",
      { label: home.deleteForEver, icon: Trash2, act: "delete", shortcut: "Del", danger: true },
    ];
  }
  const writes = (entry.role === "own" || entry.role === "edit") && !entry.locked;
  return [
    ...(writes ? [{ label: home.rename, icon: PencilLine, act: "rename", shortcut: "F2" } as const] : []),
    entry.starred
      ? { label: home.unstar, icon: StarOff, act: "star", shortcut: "S" }
      : { label: home.star, icon: Star, act: "star", shortcut: "S" },
    copy,
    { label: home.duplicate, icon: Copy, act: "duplicate" },
    select,
    "rule",
    entry.role === "own" ? { label: home.trash, icon: Trash2, act: "trash", shortcut: "Del" } : leave,
  ];
}

export interface RowMenuProps {
  readonly entry: Entry;
  readonly name: string;
  readonly offline: boolean;
  readonly open: boolean;
  readonly tabIndex: number;
  readonly onOpenChange: (open: boolean) => void;
  readonly onAct: (act: Act) => void;
}

export function RowMenu({ entry, name, offline, open, tabIndex, onOpenChange, onAct }: RowMenuProps) {
  const phone = usePhone();
  const label = home.moreFor(name);
  if (!phone) {
    const items = actsOf(entry, offline).map(
      (item): MenuEntry => (item === "rule" ? item : { ...item, onSelect: () => onAct(item.act) }),
    );
    return (
      <Menu
        label={label}
        align="end"
        open={open}
        onOpenChange={onOpenChange}
        trigger={<Tool icon={Ellipsis} label={label} tip={en.ui.more} tabIndex={tabIndex} />}
        items={items}
      />
    );
  }
  return (
    <>
      <Tool
        icon={Ellipsis}
        label={label}
        tip={en.ui.more}
        tabIndex={tabIndex}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => onOpenChange(true)}
      />
      <Dialog open={open} onOpenChange={onOpenChange} title={name}>
        <ul className={style.sheet}>
          {actsOf(entry, offline).map((item) =>
            item === "rule" ? (
              <li key={item} className={style.rule} />
            ) : (
              <li key={item.act}>
                <button
                  type="button"
                  className={cx(style.item, item.danger === true && style.danger)}
                  onClick={() => {
                    onOpenChange(false);
                    onAct(item.act);
                  }}
                >
                  <item.icon className="icon" aria-hidden />
                  {item.label}
                </button>
              </li>
            ),
          )}
        </ul>
      </Dialog>
    </>
  );
}

const PHONE = "(max-width: 40rem)";

export const usePhone = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      const query = matchMedia(PHONE);
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => matchMedia(PHONE).matches,
    () => false,
  );
