"use client";
// The search field of the home page. "/" comes here from anywhere on it, the arrow down goes to the first
// hit, Enter opens it, Escape clears. On phones it is an icon that opens over the header.

import { Search as Glass, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Field } from "../_ui/field.tsx";
import { en } from "../_words/en.ts";
import { home } from "../_words/home.ts";
import style from "./search.module.css";

const KEY = "/";

export interface SearchProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onEnter: () => void;
  readonly onDown: () => void;
}

export function Search({ query, onQuery, onEnter, onDown }: SearchProps) {
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const come = (event: KeyboardEvent) => {
      if (event.key !== KEY || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented)
        return;
      const { target } = event;
      // Where somebody writes, it is a letter; in a dialog or a menu the field cannot be reached.
      const taken = 'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]';
      if (target instanceof Element && target.closest(taken) !== null) {
        if (!(target instanceof HTMLInputElement) || target.type !== "checkbox") return;
      }
      if (document.querySelector('[role="dialog"][data-state="open"]') !== null) return;
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
          aria-keyshortcuts={KEY}
          data-search
          icon={Glass}
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={(event) => {
            // The keys of a script's own writing aid (Japanese, Chinese) are not ours.
            if (event.nativeEvent.isComposing) return;
            if (event.key === "ArrowDown") {
              event.preventDefault();
              onDown();
            } else if (event.key === "Escape") {
              event.preventDefault();
              if (query === "") field.current?.blur();
              else onQuery("");
            }
          }}
          end={
            query === "" ? (
              <kbd aria-hidden>{KEY}</kbd>
            ) : (
              <button type="button" className={style.clear} aria-label={home.clear} onClick={clear}>
                <X className="icon" aria-hidden />
              </button>
            )
          }
        />
      </form>
    </search>
  );
}
