// How this browser shows documents: toolbar, outline, focus and typewriter mode, spelling, width and size
// of the text. Kept in localStorage and worn by <html> as data attributes, which view.css reads.

import { useEffect, useSyncExternalStore } from "react";
import { remembered } from "../../_client/remembered.ts";

export const WIDTHS = ["narrow", "normal", "wide"] as const;
export const SIZES = ["small", "normal", "large", "larger"] as const;

export interface ViewSettings {
  readonly toolbar: boolean;
  readonly outline: boolean;
  readonly focus: boolean;
  readonly typewriter: boolean;
  readonly spelling: boolean;
  readonly width: (typeof WIDTHS)[number];
  readonly size: (typeof SIZES)[number];
}

export type Switch = {
  [K in keyof ViewSettings]: ViewSettings[K] extends boolean ? K : never;
}[keyof ViewSettings];

export const VIEW_KEY = "concord.view";

export const USUAL_VIEW: ViewSettings = {
  toolbar: true,
  outline: true,
  focus: false,
  typewriter: false,
  spelling: true,
  width: "normal",
  size: "normal",
};

export function parseView(text: string | null): ViewSettings {
  if (text === null) return USUAL_VIEW;
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found !== "object" || found === null) return USUAL_VIEW;
    const given = found as Readonly<Record<string, unknown>>;
    const flag = (key: Switch) => (typeof given[key] === "boolean" ? given[key] : USUAL_VIEW[key]);
    return {
      toolbar: flag("toolbar"),
      outline: flag("outline"),
      focus: flag("focus"),
      typewriter: flag("typewriter"),
      spelling: flag("spelling"),
      width: WIDTHS.find((width) => width === given.width) ?? USUAL_VIEW.width,
      size: SIZES.find((size) => size === given.size) ?? USUAL_VIEW.size,
    };
  } catch {
    return USUAL_VIEW;
  }
}

const stored = remembered<ViewSettings>(VIEW_KEY, parseView, (view) => {
  const changed = Object.entries(view).filter(
    ([key, value]) => USUAL_VIEW[key as keyof ViewSettings] !== value,
  );
  return changed.length === 0 ? null : JSON.stringify(Object.fromEntries(changed));
});

export const viewSettings = (): ViewSettings => stored.get();
export const onViewSettings = (listener: () => void): (() => void) => stored.subscribe(listener);

export function setView(change: Partial<ViewSettings>): void {
  stored.set({ ...stored.get(), ...change });
}

export const toggleView = (key: Switch): void => setView({ [key]: !stored.get()[key] });

export const useView = (): ViewSettings =>
  useSyncExternalStore(stored.subscribe, stored.get, () => USUAL_VIEW);

/** While mounted, <html> wears the settings. Before the first paint the script in theme-script.tsx does it. */
export function useWornView(): void {
  const { width, size, focus, typewriter, toolbar } = useView();
  useEffect(() => {
    const { dataset } = document.documentElement;
    const wear = (name: string, value: string | undefined) => {
      if (value === undefined) delete dataset[name];
      else dataset[name] = value;
    };
    wear("docWidth", width === "normal" ? undefined : width);
    wear("docSize", size === "normal" ? undefined : size);
    wear("docFocus", focus ? "on" : undefined);
    wear("docTypewriter", typewriter ? "on" : undefined);
    wear("docTools", toolbar ? undefined : "off");
    return () => {
      for (const name of ["docWidth", "docSize", "docFocus", "docTypewriter", "docTools"])
        delete dataset[name];
    };
  }, [width, size, focus, typewriter, toolbar]);
}
