"use client";
// Twelve hues to choose from, each with its name and the pattern of its line. One radio group: arrow keys
// choose, Tab leaves. Called by the dialog about you.

import { Check } from "lucide-react";
import { useId } from "react";
import { HUES, type Hue } from "../../lib/people.ts";
import { cx } from "../_ui/cx.ts";
import { en } from "../_words/en.ts";
import style from "./hue-picker.module.css";

const { solid, double, dashed, dotted } = en.me.patterns;
/** As in people.css, in the order of HUES. */
const PATTERNS = [
  solid,
  solid,
  solid,
  double,
  dashed,
  dotted,
  dashed,
  dotted,
  dotted,
  dashed,
  double,
  double,
] as const;

export interface HuePickerProps {
  readonly hue: Hue;
  readonly onHue: (hue: Hue) => void;
}

export function HuePicker({ hue, onHue }: HuePickerProps) {
  const group = useId();
  return (
    <fieldset>
      <legend className={style.legend}>{en.me.hue}</legend>
      <div className={style.hues}>
        {HUES.map((name, index) => {
          const number = index + 1;
          return (
            <label key={name} className={cx(style.hue, `h${number}`)}>
              <input
                type="radio"
                name={group}
                value={number}
                aria-label={`${name}, ${PATTERNS[index]}`}
                checked={number === hue}
                onChange={() => onHue(number)}
              />
              <span className={style.dot}>
                <Check className={cx("icon", style.check)} aria-hidden />
              </span>
              <span className={style.name}>
                {name}
                <i className={style.line} />
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
