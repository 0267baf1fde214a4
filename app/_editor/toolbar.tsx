"use client";
// The row of tools above the text; on phones a dock above the keyboard. Called by the editor.
// One stop of the Tab key, arrow keys inside; Alt F10 leads here and Escape leads back.

import { type Editor, useEditorState } from "@tiptap/react";
import { ChevronDown, GripVertical, Plus, Type } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type Ref, useImperativeHandle, useState } from "react";
import { cx } from "../_ui/cx.ts";
import { Menu } from "../_ui/menu.tsx";
import { Tool } from "../_ui/tool.tsx";
import { en } from "../_words/en.ts";
import { ways } from "../_words/ways.ts";
import type { Action } from "./commands/action.ts";
import { useRoving } from "./roving.ts";
import { TableTool } from "./table-menu.tsx";
import style from "./toolbar.module.css";
import {
  BLOCKS,
  IN_BAR,
  INSERTS,
  LISTS,
  MARKS,
  ROW_INSERTS,
  STYLES,
  TABLE,
  tool as toolOf,
  use,
} from "./tools.ts";
import { undoManagerOf } from "./undo-steps.ts";
import { BlockMenu } from "./ways/block-menu.tsx";

export interface ToolbarHandle {
  /** False while there is none to focus. */
  focus(): boolean;
}

export interface ToolbarProps {
  readonly editor: Editor;
  readonly narrow: boolean;
  readonly ref?: Ref<ToolbarHandle>;
}

const words = en.editor;
const LINK = toolOf("link");
const TASKS = toolOf("taskList");
const HISTORY = { undo: toolOf("undo"), redo: toolOf("redo") } as const;

/** Which tools are on, as one string: the row renders when it changes, not with every letter. */
export const useActive = (editor: Editor): ReadonlySet<string> => {
  const ids = useEditorState({
    editor,
    selector: ({ editor: now }) =>
      [
        ...IN_BAR.filter((action) => action.isActive?.(now) === true).map((action) => action.id),
        ...(now.isActive("table") ? ["table"] : []),
        ...((undoManagerOf(now.state)?.undoStack.length ?? 0) > 0 ? ["undo"] : []),
        ...((undoManagerOf(now.state)?.redoStack.length ?? 0) > 0 ? ["redo"] : []),
      ].join(" "),
  });
  return new Set(ids.split(" "));
};

export function Toolbar({ editor, narrow, ref }: ToolbarProps) {
  const { bar, focus, roving } = useRoving<HTMLDivElement>();
  const active = useActive(editor);
  const [blockOpen, setBlockOpen] = useState(false);
  useImperativeHandle(ref, () => ({ focus }), [focus]);

  const onKeyDown = (event: KeyboardEvent) => {
    // A menu is portalled: its Escape arrives here too, but was meant for the menu.
    if (event.key === "Escape" && bar.current?.contains(event.target as Node) === true) {
      event.preventDefault();
      editor.commands.focus();
      return;
    }
    roving.onKeyDown(event);
  };
  const tool = (action: Action, side?: "top", className?: string) => (
    <Tool
      key={action.id}
      className={className}
      icon={action.icon}
      label={action.label}
      shortcut={action.shortcut}
      side={side}
      pressed={action.isActive === undefined ? undefined : active.has(action.id)}
      onClick={() => use(editor, action)}
    />
  );
  const history = (id: "undo" | "redo", side?: "top") => (
    <Tool
      key={id}
      icon={HISTORY[id].icon}
      label={HISTORY[id].label}
      shortcut={HISTORY[id].shortcut}
      side={side}
      aria-disabled={!active.has(id)}
      onClick={() => active.has(id) && HISTORY[id].run(editor)}
    />
  );
  const shell = (children: ReactNode, look: string | undefined) => (
    <div
      ref={bar}
      className={look}
      role="toolbar"
      aria-label={words.toolbar}
      aria-orientation="horizontal"
      onFocus={roving.onFocus}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );

  if (narrow) {
    return shell(
      <>
        <Menu
          label={words.add}
          side="top"
          trigger={<Tool icon={Plus} label={words.add} side="top" />}
          items={[...LISTS, ...BLOCKS, TABLE, ...INSERTS].map((action) =>
            entry(editor, action, active, false),
          )}
        />
        <Menu
          label={words.style}
          side="top"
          trigger={<Tool icon={Type} label={words.style} side="top" />}
          items={[
            ...STYLES.map((action) => entry(editor, action, active, false)),
            "rule" as const,
            ...[...MARKS.slice(1), LINK].map((action) => entry(editor, action, active, false)),
          ]}
        />
        {MARKS.slice(0, 2).map((action, at) => tool(action, "top", at === 1 ? style.roomy : undefined))}
        <BlockMenu
          editor={editor}
          open={blockOpen}
          onOpenChange={setBlockOpen}
          side="top"
          keys={false}
          trigger={<Tool icon={GripVertical} label={ways.block.menuShort} side="top" />}
        />
        {active.has("table") ? <TableTool editor={editor} inside side="top" /> : tool(TASKS, "top")}
        {history("undo", "top")}
        <span className={style.rule} />
        <Tool icon={ChevronDown} label={words.hideKeyboard} side="top" onClick={() => hideKeyboard(editor)} />
      </>,
      cx(style.tools, style.dock),
    );
  }

  const current = STYLES.find((action) => active.has(action.id));
  return shell(
    <>
      {history("undo")}
      {history("redo")}
      <span className={style.rule} />
      <Menu
        label={words.style}
        trigger={
          <button
            type="button"
            className={cx(style.select, style.wide)}
            aria-label={`${words.style}: ${current?.label ?? words.text}`}
            // The selection stays while a style is chosen for it.
            onMouseDown={(event) => event.preventDefault()}
          >
            <span>{current?.label ?? words.text}</span>
            <ChevronDown className="icon" aria-hidden />
          </button>
        }
        items={STYLES.map((action) => entry(editor, action, active))}
      />
      <span className={style.rule} />
      {MARKS.map((action) => tool(action))}
      {tool(LINK)}
      <span className={style.rule} />
      {LISTS.map((action) => tool(action))}
      <span className={style.rule} />
      {BLOCKS.map((action) => tool(action))}
      <TableTool editor={editor} inside={active.has("table")} />
      {ROW_INSERTS.map((action) => tool(action))}
    </>,
    style.tools,
  );
}

/** The focus is in the text, or still on a tool whose menu was left. */
function hideKeyboard(editor: Editor): void {
  const now = document.activeElement;
  editor.commands.blur();
  if (now instanceof HTMLElement) now.blur();
}

const entry = (editor: Editor, action: Action, active: ReadonlySet<string>, keys = true) => ({
  label: action.label,
  icon: action.icon,
  // There is no Ctrl key on a phone, and what is chosen has its check there.
  ...(keys && !active.has(action.id) ? { shortcut: action.shortcut } : {}),
  ...(action.isActive === undefined ? {} : { checked: active.has(action.id) }),
  onSelect: () => use(editor, action),
});
