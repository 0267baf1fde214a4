"use client";
// The search field of the home page: filters the list as one types. Ctrl K (⌘K) comes here from anywhere,
// Enter opens the first hit, Escape clears. On phones it is an icon that opens over the header.

import { Search as Glass, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Field } from "../_ui/field.tsx";
import { ariaShortcut, isApple, useShortcut } from "../_ui/keys.ts";
import { en } from "../_words/en.ts";
import style from "./search.module.css";

const KEYS = "Mod K";

export interface SearchProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onEnter: () => void;
}

export function Search({ query, onQuery, onEnter }: SearchProps) {
  const field = useRef<HTMLInputElement>(null);
  const keys = useShortcut(KEYS);

  useEffect(() => {
    const come = (event: KeyboardEvent) => {
      const mod = isApple() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
      if (!mod || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
      // In a dialog the field cannot be reached; browsers keep Ctrl K for themselves, so it is taken anyway.
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    window.addEventListener("keydown", come);
    return () => window.removeEventListener("keydown", come);
  }, []);

  const clear = () => {
    onQuery("");
    field.current?.focus();
  };

  return (
    <search className={style.search} data-open={query !== ""}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onEnter();
        }}
      >
        <Field
          ref={field}
          soft
          hideLabel
          type="search"
          enterKeyHint="search"
          label={en.home.search}
          placeholder={en.home.search}
          aria-keyshortcuts={ariaShortcut(KEYS, false)}
          icon={Glass}
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.preventDefault();
            if (query === "") field.current?.blur();
            else onQuery("");
          }}
          end={
            query === "" ? (
              <kbd aria-hidden>{keys}</kbd>
            ) : (
              <button type="button" className={style.clear} aria-label={en.home.clearSearch} onClick={clear}>
                <X className="icon" aria-hidden />
              </button>
            )
          }
        />
      </form>
    </search>
  );
}
