"use client";
// The four lists, side by side, and how they are sorted. Called by the list. Each has its own address, so
// that it opens in a new tab, can be kept as a bookmark, and Back comes back to it.

import { ArrowDownWideNarrow } from "lucide-react";
import type { MouseEvent } from "react";
import { Menu } from "../_ui/menu.tsx";
import { Tool } from "../_ui/tool.tsx";
import { home } from "../_words/home.ts";
import { ORDERS, VIEWS } from "./entries.ts";
import type { Place } from "./use-home.ts";
import style from "./views.module.css";

export function Views({ place }: { readonly place: Place }) {
  const open = (event: MouseEvent<HTMLAnchorElement>, go: () => void) => {
    // A new tab or window is the browser's affair.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go();
  };
  return (
    <nav aria-label={home.lists} className={style.views}>
      {VIEWS.map((view) => (
        <a
          key={view}
          href={place.addressOf(view)}
          className={style.view}
          aria-current={view === place.view ? "page" : undefined}
          aria-label={home.views[view]}
          onClick={(event) => open(event, () => place.go(view))}
        >
          <span className={style.wide}>{home.views[view]}</span>
          <span className={style.slim}>{home.viewsShort[view]}</span>
        </a>
      ))}
    </nav>
  );
}

export function Sort({ place }: { readonly place: Place }) {
  const label = home.sortedBy(home.orders[place.order]);
  return (
    <Menu
      label={home.sort}
      align="end"
      trigger={<Tool icon={ArrowDownWideNarrow} label={label} className={style.sort} />}
      items={ORDERS.map((order) => ({
        label: home.orders[order],
        checked: order === place.order,
        onSelect: () => place.go(place.view, order),
      }))}
    />
  );
}
