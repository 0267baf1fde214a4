"use client";
// A choice of a few, side by side: view | comment | edit. One radio group: arrow keys move, Tab leaves.
// Used where a sentence ends in a choice; for more than four, use a menu.

import { useId } from "react";
import { cx } from "./cx.ts";
import style from "./segments.module.css";

export interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly className?: string;
}

export function Segments<T extends string>({ label, value, options, onChange, className }: SegmentsProps<T>) {
  const name = useId();
  return (
    <fieldset className={cx(style.choice, className)}>
      <legend className={style.legend}>{label}</legend>
      <div className={style.segments}>
        {options.map((option) => (
          <label key={option.value} className={style.segment}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
