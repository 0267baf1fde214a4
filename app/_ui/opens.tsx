"use client";
// A control whose panel is code of its own: it is drawn plain, and becomes the real one with the first press.
// Called by menu.tsx and popover.tsx. The code comes when the page is at rest, or when a pointer or the focus
// comes near; half a page's weight need not be here before anybody opens anything.

import {
  type ComponentType,
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  useEffect,
  useRef,
  useState,
} from "react";
import { atRest } from "./later.tsx";

interface Opens {
  readonly trigger: ReactElement;
  readonly open?: boolean | undefined;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
}

/**
 * A mouse opens a menu when it goes down and may drag to an item. A finger, and a mouse in a window as narrow as a
 * phone, open it when they are lifted: the sheet comes up under them, and lifting would choose from it.
 */
export const opensWhenLifted = ({ pointerType }: { readonly pointerType: string }): boolean =>
  pointerType !== "mouse" || window.matchMedia("(max-width: 40rem)").matches;

/** By the keyboard these open a menu as well as a press does. */
const MENU_KEYS: readonly string[] = ["Enter", " ", "ArrowDown"];

type Handlers = {
  readonly onPointerEnter?: (event: PointerEvent) => void;
  readonly onPointerDown?: (event: PointerEvent) => void;
  readonly onFocus?: (event: unknown) => void;
  readonly onClick?: (event: MouseEvent) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
};

/** The component that `load` brings, opened with the first press on its trigger. */
export function opens<P extends Opens>(
  kind: "menu" | "dialog",
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  const ask = () =>
    load().then((part) => {
      loaded = part;
      return part;
    });
  const near = () => void ask().catch(() => {});
  return function Opening(props: P) {
    const { open, onOpenChange, trigger } = props;
    const lifted = useRef(false);
    /** Some browsers make a click of the space bar's end, whatever became of its beginning. */
    const keyed = useRef(false);
    const [own, setOwn] = useState(false);
    const [Real, setReal] = useState<ComponentType<P>>();
    const now = open ?? own;
    const change = (next: boolean) => {
      setOwn(next);
      onOpenChange?.(next);
    };
    // Offline, at the first press, it would be too late.
    useEffect(() => atRest(near), []);
    useEffect(() => {
      if (!now || Real !== undefined) return;
      let over = false;
      if (loaded !== undefined) setReal(() => loaded);
      else {
        void ask().then(
          (part) => over || setReal(() => part),
          // No network and not kept: the control is as it was, and the next press asks again.
          () => over || change(false),
        );
      }
      return () => {
        over = true;
      };
    });
    if (Real !== undefined) return <Real {...props} open={now} onOpenChange={change} />;
    const given = trigger.props as Handlers;
    const press = { "aria-haspopup": kind, "aria-expanded": now, "data-state": "closed" } as const;
    return cloneElement(trigger as ReactElement<Handlers>, {
      ...press,
      onPointerEnter: (event) => {
        given.onPointerEnter?.(event);
        near();
      },
      onFocus: (event) => {
        given.onFocus?.(event);
        near();
      },
      ...(kind === "menu"
        ? {
            onPointerDown: (event) => {
              given.onPointerDown?.(event);
              lifted.current = opensWhenLifted(event);
              keyed.current = false;
              if (lifted.current || event.button !== 0 || event.ctrlKey || event.defaultPrevented) return;
              // The focus goes into the menu, and not to its button first.
              event.preventDefault();
              change(true);
            },
            onClick: (event) => {
              given.onClick?.(event);
              // Without any press before it, it comes from what reads the screen aloud.
              const asked = lifted.current || (event.detail === 0 && !keyed.current);
              if (asked && !event.defaultPrevented) change(!now);
              lifted.current = false;
            },
            onKeyDown: (event) => {
              given.onKeyDown?.(event);
              if (event.defaultPrevented || !MENU_KEYS.includes(event.key)) return;
              event.preventDefault();
              keyed.current = true;
              change(true);
            },
          }
        : {
            onClick: (event) => {
              given.onClick?.(event);
              if (!event.defaultPrevented) change(!now);
            },
          }),
    });
  };
}
