// One line to write in, with its label above (or hidden, where the placeholder is plain enough).
// `wrong` is a sentence that says how to make it right; it replaces the hint and is tied to the input.

import type { LucideIcon } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./cx.ts";
import style from "./field.module.css";

export interface FieldProps extends ComponentProps<"input"> {
  readonly label: string;
  readonly hint?: string;
  readonly wrong?: string;
  readonly icon?: LucideIcon;
  readonly hideLabel?: boolean;
  /** For search: on the desk, without an edge. */
  readonly soft?: boolean;
  /** At the end, inside: a shortcut, a button. */
  readonly end?: ReactNode;
}

export function Field({
  label,
  hint,
  wrong,
  icon: Icon,
  hideLabel = false,
  soft = false,
  end,
  className,
  id,
  ...rest
}: FieldProps) {
  const own = useId();
  const inputId = id ?? own;
  const told = wrong ?? hint;
  return (
    <div className={cx(style.whole, className)}>
      <label className={hideLabel ? "hidden-text" : style.label} htmlFor={inputId}>
        {label}
      </label>
      <div className={cx(style.field, soft && style.soft, wrong !== undefined && style.wrong)}>
        {Icon ? <Icon className="icon" aria-hidden /> : null}
        <input
          autoComplete="off"
          {...rest}
          id={inputId}
          aria-invalid={wrong === undefined ? undefined : true}
          aria-describedby={told === undefined ? undefined : `${inputId}-told`}
        />
        {end}
      </div>
      {told === undefined ? null : (
        <p id={`${inputId}-told`} className={cx(style.hint, wrong !== undefined && style.bad)}>
          {told}
        </p>
      )}
    </div>
  );
}
