"use client";
// The tooltip: a name and a shortcut, never a sentence. Wraps one control that has that name already, so it is
// not read out a second time. 400 ms at first, then at once for neighbours; for the keyboard at once. Our own,
// because every button of every page has one: the library's would be a tenth of a first visit's JavaScript.

import {
  type CSSProperties,
  cloneElement,
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import { shortcut as print } from "./keys.ts";
import style from "./tip.module.css";

const WAIT_MS = 400;
/** How long after one tooltip the next opens at once. */
const NEIGHBOUR_MS = 300;
const GAP_PX = 6;
const MARGIN_PX = 8;

type Side = "top" | "bottom" | "left" | "right";

export interface TipProps {
  readonly label: string;
  readonly shortcut?: string;
  readonly side?: Side;
  readonly children: ReactElement;
}

/** When the last one was gone: one for the page, as there is one pointer. */
let lastGone = Number.NEGATIVE_INFINITY;

type Handlers = {
  readonly onPointerMove?: (event: PointerEvent) => void;
  readonly onPointerLeave?: (event: PointerEvent) => void;
  readonly onPointerDown?: (event: PointerEvent) => void;
  readonly onFocus?: (event: FocusEvent) => void;
  readonly onBlur?: (event: FocusEvent) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
};

export function Tip({ label, shortcut, side = "bottom", children }: TipProps) {
  const [at, setAt] = useState<{ readonly control: Element; readonly instant: boolean }>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** After a press it is known what the control is; it is named again when the pointer comes back. */
  const pressed = useRef(false);

  const open = (control: Element, instant: boolean) => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setAt({ control, instant });
  };
  const close = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (at !== undefined) lastGone = performance.now();
    setAt(undefined);
  };
  useEffect(() => () => clearTimeout(timer.current), []);

  const given = children.props as Handlers;
  const control = cloneElement(children as ReactElement<Handlers>, {
    onPointerMove: (event) => {
      given.onPointerMove?.(event);
      if (event.pointerType === "touch" || pressed.current || at !== undefined) return;
      if (timer.current !== undefined) return;
      const { currentTarget } = event;
      if (performance.now() - lastGone < NEIGHBOUR_MS) return open(currentTarget, true);
      timer.current = setTimeout(() => open(currentTarget, false), WAIT_MS);
    },
    onPointerLeave: (event) => {
      given.onPointerLeave?.(event);
      pressed.current = false;
      close();
    },
    onPointerDown: (event) => {
      given.onPointerDown?.(event);
      pressed.current = true;
      close();
    },
    onFocus: (event) => {
      given.onFocus?.(event);
      // A menu that closes gives the focus back to its button; after a mouse, that is no question for a name.
      if (event.currentTarget.matches(":focus-visible")) open(event.currentTarget, true);
    },
    onBlur: (event) => {
      given.onBlur?.(event);
      close();
    },
    onKeyDown: (event) => {
      given.onKeyDown?.(event);
      close();
    },
  });
  return (
    <>
      {control}
      {at === undefined ? null : (
        <Named {...at} label={label} shortcut={shortcut} side={side} onGone={close} />
      )}
    </>
  );
}

interface NamedProps {
  readonly control: Element;
  readonly instant: boolean;
  readonly label: string;
  readonly shortcut: string | undefined;
  readonly side: Side;
  readonly onGone: () => void;
}

function Named({ control, instant, label, shortcut, side, onGone }: NamedProps) {
  const tip = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<CSSProperties>({ visibility: "hidden" });
  useLayoutEffect(() => {
    if (tip.current !== null) setPlace(placeOf(control.getBoundingClientRect(), tip.current, side));
  }, [control, side]);
  const gone = useRef(onGone);
  gone.current = onGone;
  useEffect(() => {
    const end = () => gone.current();
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key === "Escape") end();
    };
    // What moves under it is no longer what it names.
    window.addEventListener("scroll", end, true);
    window.addEventListener("resize", end);
    window.addEventListener("keydown", onKey, true);
    return () => {
      window.removeEventListener("scroll", end, true);
      window.removeEventListener("resize", end);
      window.removeEventListener("keydown", onKey, true);
    };
  }, []);
  return createPortal(
    <div
      ref={tip}
      className={style.tip}
      role="tooltip"
      data-state={instant ? "instant-open" : "delayed-open"}
      style={{ position: "fixed", ...place }}
    >
      {label}
      {shortcut === undefined ? null : <kbd className={style.keys}>{print(shortcut)}</kbd>}
    </div>,
    document.body,
  );
}

/** On its side of the control, or on the other where there is no room; never over the edge of the window. */
function placeOf(of: DOMRect, { offsetWidth: width, offsetHeight: height }: HTMLElement, side: Side) {
  const { clientWidth: right, clientHeight: bottom } = document.documentElement;
  const inside = (at: number, size: number, end: number) =>
    Math.max(MARGIN_PX, Math.min(at, end - size - MARGIN_PX));
  const beside = (before: boolean, from: number, to: number, size: number, end: number) => {
    const first = before ? from - size - GAP_PX : to + GAP_PX;
    const fits = first >= MARGIN_PX && first + size <= end - MARGIN_PX;
    return fits ? first : before ? to + GAP_PX : from - size - GAP_PX;
  };
  if (side === "left" || side === "right") {
    const left = beside(side === "left", of.left, of.right, width, right);
    return {
      left: inside(left, width, right),
      top: inside(of.top + (of.height - height) / 2, height, bottom),
    };
  }
  const top = beside(side === "top", of.top, of.bottom, height, bottom);
  return { left: inside(of.left + (of.width - width) / 2, width, right), top: inside(top, height, bottom) };
}
