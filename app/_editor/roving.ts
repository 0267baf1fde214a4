// One stop of the Tab key for a whole toolbar: arrow keys move inside it. Called by the toolbar.
// Works on the buttons that are there, so groups and menus need no numbers.

import { type KeyboardEvent, useCallback, useLayoutEffect, useRef } from "react";

const buttonsIn = (bar: HTMLElement) =>
  [...bar.querySelectorAll("button")].filter((button) => !button.disabled && button.offsetParent !== null);

export function useRoving<T extends HTMLElement>() {
  const bar = useRef<T>(null);
  const last = useRef<HTMLButtonElement>(undefined);

  const settle = useCallback(() => {
    if (bar.current === null) return;
    const buttons = buttonsIn(bar.current);
    const stop = last.current !== undefined && buttons.includes(last.current) ? last.current : buttons[0];
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  }, []);

  // After every render: a button may have come or gone.
  useLayoutEffect(settle);

  const onFocus = (event: { target: EventTarget }) => {
    if (event.target instanceof HTMLButtonElement && bar.current?.contains(event.target)) {
      last.current = event.target;
      settle();
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (bar.current === null || !(event.target instanceof HTMLButtonElement)) return;
    if (!bar.current.contains(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = buttonsIn(bar.current);
    const at = buttons.indexOf(event.target);
    const step = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at === -1 || step === undefined) return;
    event.preventDefault();
    buttons[(step + buttons.length) % buttons.length]?.focus();
  };

  const focus = useCallback(() => {
    settle();
    const stop = bar.current?.querySelector<HTMLButtonElement>('button[tabindex="0"]');
    stop?.focus();
    return stop !== null && stop !== undefined;
  }, [settle]);

  return { bar, focus, roving: { onFocus, onKeyDown } };
}
