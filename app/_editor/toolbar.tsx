"use client";
// The row of tools above the text; on phones a dock above the keyboard. Called by the editor.
// One stop of the Tab key, arrow keys inside; Alt F10 leads here and Escape leads back.

import { type Editor, useEditorState } from "@tiptap/react";
import { ChevronDown, Link2, Plus, Redo2, Type, Undo2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type Ref, useImperativeHandle } from "react";
import { cx } from "../_ui/cx.ts";
import { Menu } from "../_ui/menu.tsx";
import { Tool } from "../_ui/tool.tsx";
import { en } from "../_words/en.ts";
import { useRoving } from "./roving.ts";
import { TableTool } from "./table-menu.tsx";
import style from "./toolbar.module.css";
import { BLOCKS, DIVIDER, LISTS, MARKS, STYLES, TABLE, type ToolSpec, use } from "./tools.ts";
import { undoManagerOf } from "./undo-steps.ts";

export interface ToolbarHandle {
  focus(): void;
}

export interface ToolbarProps {
  readonly editor: Editor;
  readonly onLink: () => void;
  readonly narrow: boolean;
  readonly ref?: Ref<ToolbarHandle>;
}

const words = en.editor;
const ALL = [...STYLES, ...MARKS, ...LISTS, ...BLOCKS];

/** Which tools are on, as one string: the row renders when it changes, not with every letter. */
export const useActive = (editor: Editor): ReadonlySet<string> => {
  const ids = useEditorState({
    editor,
    selector: ({ editor: now }) =>
      [
        ...ALL.filter((tool) => tool.active?.(now) === true).map((tool) => tool.id),
        ...(now.isActive("link") ? ["link"] : []),
        ...(now.isActive("table") ? ["table"] : []),
        ...((undoManagerOf(now.state)?.undoStack.length ?? 0) > 0 ? ["undo"] : []),
        ...((undoManagerOf(now.state)?.redoStack.length ?? 0) > 0 ? ["redo"] : []),
      ].join(" "),
  });
  return new Set(ids.split(" "));
};

export function Toolbar({ editor, onLink, narrow, ref }: ToolbarProps) {
  const { bar, focus, roving } = useRoving<HTMLDivElement>();
  const active = useActive(editor);
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
  const tool = (spec: ToolSpec, side?: "top") => (
    <Tool
      key={spec.id}
      icon={spec.icon}
      label={spec.label}
      shortcut={spec.shortcut}
      side={side}
      pressed={spec.active === undefined ? undefined : active.has(spec.id)}
      onClick={() => use(editor, spec)}
    />
  );
  const history = (id: "undo" | "redo", side?: "top") => (
    <Tool
      key={id}
      icon={id === "undo" ? Undo2 : Redo2}
      label={words[id]}
      shortcut={id === "undo" ? "Mod Z" : "Mod Shift Z"}
      side={side}
      aria-disabled={!active.has(id)}
      onClick={() => active.has(id) && editor.chain().focus()[id]().run()}
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
          items={[...LISTS, ...BLOCKS, TABLE, DIVIDER].map((spec) => entry(editor, spec, active, false))}
        />
        <Menu
          label={words.style}
          side="top"
          trigger={<Tool icon={Type} label={words.style} side="top" />}
          items={[
            ...STYLES.map((spec) => entry(editor, spec, active, false)),
            "rule" as const,
            ...MARKS.slice(2).map((spec) => entry(editor, spec, active, false)),
          ]}
        />
        {MARKS.slice(0, 2).map((spec) => tool(spec, "top"))}
        <Tool icon={Link2} label={words.link} side="top" pressed={active.has("link")} onClick={onLink} />
        {active.has("table") ? <TableTool editor={editor} inside side="top" /> : tool(taskList, "top")}
        {history("undo", "top")}
        <span className={style.rule} />
        <Tool
          icon={ChevronDown}
          label={words.hideKeyboard}
          side="top"
          onClick={() => editor.commands.blur()}
        />
      </>,
      cx(style.tools, style.dock),
    );
  }

  const current = STYLES.find((spec) => active.has(spec.id));
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
            className={style.select}
            aria-label={`${words.style}: ${current?.label ?? words.text}`}
            // The selection stays while a style is chosen for it.
            onMouseDown={(event) => event.preventDefault()}
          >
            <span>{current?.label ?? words.text}</span>
            <ChevronDown className="icon" aria-hidden />
          </button>
        }
        items={STYLES.map((spec) => entry(editor, spec, active))}
      />
      <span className={style.rule} />
      {MARKS.map((spec) => tool(spec))}
      <Tool icon={Link2} label={words.link} shortcut="Mod K" pressed={active.has("link")} onClick={onLink} />
      <span className={style.rule} />
      {LISTS.map((spec) => tool(spec))}
      <span className={style.rule} />
      {BLOCKS.map((spec) => tool(spec))}
      <TableTool editor={editor} inside={active.has("table")} />
      {tool(DIVIDER)}
    </>,
    style.tools,
  );
}

const taskList = LISTS[2] ?? DIVIDER;

const entry = (editor: Editor, spec: ToolSpec, active: ReadonlySet<string>, keys = true) => ({
  label: spec.label,
  icon: spec.icon,
  // There is no Ctrl key on a phone, and what is chosen has its check there.
  ...(keys && !active.has(spec.id) ? { shortcut: spec.shortcut } : {}),
  ...(spec.active === undefined ? {} : { checked: active.has(spec.id) }),
  onSelect: () => {
    use(editor, spec);
  },
});
