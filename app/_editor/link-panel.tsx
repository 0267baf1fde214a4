"use client";
// The panel under a link: shows where it leads, opens, changes and removes it; also where a new link is
// written. Called by the editor. It takes the focus only to edit, and gives it back to the text.

import { getMarkRange } from "@tiptap/core";
import { type Editor, useEditorState } from "@tiptap/react";
import { ExternalLink, Link2, PanelTop, Pencil, Unlink } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { isSafeLink } from "../../lib/links.ts";
import { webAddressOf } from "../../lib/schema/allowed.ts";
import { Button } from "../_ui/button.tsx";
import { Field } from "../_ui/field.tsx";
import { Tool } from "../_ui/tool.tsx";
import { blockWords } from "../_words/blocks.ts";
import { en } from "../_words/en.ts";
import { bookmarkOfLink } from "./blocks/bookmark.ts";
import { linkAddressOf, shortAddress } from "./link-address.ts";
import style from "./link-panel.module.css";

const words = en.editor;
const MARGIN_PX = 8;

export interface LinkPanelProps {
  readonly editor: Editor;
  readonly editing: boolean;
  readonly onEditing: (editing: boolean) => void;
}

export function LinkPanel({ editor, editing, onEditing }: LinkPanelProps) {
  const link = useEditorState({ editor, selector: ({ editor: now }) => linkAt(now, editing) });
  const panel = useRef<HTMLElement>(null);
  const shown = link !== null;
  const from = link?.from ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the form is wider than the preview
  useLayoutEffect(() => {
    const element = panel.current;
    const frame = element?.offsetParent;
    if (!shown || element === null || !(frame instanceof HTMLElement)) return;
    const place = () => {
      const at = editor.view.coordsAtPos(from);
      const origin = frame.getBoundingClientRect();
      const widest = document.documentElement.clientWidth - element.offsetWidth - MARGIN_PX;
      const left = Math.max(MARGIN_PX, Math.min(at.left, widest)) - origin.left;
      element.style.insetInlineStart = `${left}px`;
      element.style.insetBlockStart = `${at.bottom - origin.top + MARGIN_PX}px`;
    };
    place();
    // A phone that is turned would have it beside the screen.
    window.addEventListener("resize", place);
    return () => window.removeEventListener("resize", place);
  }, [editor, shown, editing, from]);

  useEffect(() => {
    if (!editing) return;
    const outside = (event: PointerEvent) => {
      if (!(event.target instanceof Node) || panel.current?.contains(event.target)) return;
      onEditing(false);
    };
    document.addEventListener("pointerdown", outside, true);
    return () => document.removeEventListener("pointerdown", outside, true);
  }, [editing, onEditing]);

  if (link === null) return null;
  const done = () => {
    onEditing(false);
    editor.commands.focus();
  };
  const remove = () => {
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
    onEditing(false);
  };
  return (
    <section ref={panel} className={style.panel} aria-label={words.link}>
      {editing ? (
        <Form editor={editor} href={link.href} onDone={done} onRemove={remove} />
      ) : (
        <>
          <span className={style.address}>{shortAddress(link.href ?? "")}</span>
          <Tool icon={ExternalLink} label={words.linkOpen} onClick={() => open(link.href)} />
          <Tool icon={Pencil} label={words.linkEdit} shortcut="Mod Shift K" onClick={() => onEditing(true)} />
          {webAddressOf(link.href) === null ? null : (
            <Tool
              icon={PanelTop}
              label={blockWords.actions.linkToCard}
              onClick={() => asCard(editor, link.href)}
            />
          )}
          <Tool icon={Unlink} label={words.linkRemove} onClick={remove} />
        </>
      )}
    </section>
  );
}

interface FormProps {
  readonly editor: Editor;
  readonly href: string | undefined;
  readonly onDone: () => void;
  readonly onRemove: () => void;
}

function Form({ editor, href, onDone, onRemove }: FormProps) {
  const [text, setText] = useState(href ?? "");
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "" && href !== undefined) return onRemove();
    const address = linkAddressOf(text);
    if (address === undefined) return setWrong(true);
    setLink(editor, address, text.trim(), href !== undefined);
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onDone();
  };
  return (
    <form className={style.form} onSubmit={submit} onKeyDown={onKeyDown}>
      <Field
        label={words.linkAddress}
        hideLabel
        icon={Link2}
        placeholder={words.linkPlaceholder}
        value={text}
        wrong={wrong ? words.linkWrong : undefined}
        inputMode="url"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="done"
        // The panel was asked for in order to write here.
        autoFocus
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setText(event.target.value);
          setWrong(false);
        }}
      />
      <div className={style.actions}>
        <Button type="submit" kind="plain" size="small">
          {words.linkApply}
        </Button>
        {href === undefined ? null : (
          <Button kind="quiet" size="small" onClick={onRemove}>
            {words.linkRemove}
          </Button>
        )}
      </div>
    </form>
  );
}

function setLink(editor: Editor, href: string, typed: string, inLink: boolean): void {
  const chain = editor.chain().focus();
  if (inLink) chain.extendMarkRange("link").setLink({ href }).run();
  else if (editor.state.selection.empty) {
    // Nothing is selected: the address itself becomes the text.
    chain.insertContent({ type: "text", text: typed, marks: [{ type: "link", attrs: { href } }] }).run();
  } else chain.setLink({ href }).run();
}

interface LinkAt {
  readonly href: string | undefined;
  readonly from: number;
}

/** `null` where there is nothing to show: always the same, so that writing draws nothing here. */
function linkAt(editor: Editor, editing: boolean): LinkAt | null {
  const { selection, schema } = editor.state;
  const type = schema.marks.link;
  const range = type === undefined ? undefined : getMarkRange(selection.$from, type);
  const mark: unknown = range === undefined ? undefined : editor.getAttributes("link").href;
  const href = typeof mark === "string" ? mark : undefined;
  const resting = href !== undefined && editor.isFocused && selection.empty;
  return editing || resting ? { href, from: range?.from ?? selection.from } : null;
}

function open(href: string | undefined): void {
  if (href !== undefined && isSafeLink(href)) window.open(href, "_blank", "noopener,noreferrer");
}

/** The card is called as the link is; the link itself stays where it is. */
function asCard(editor: Editor, href: string | undefined): void {
  const type = editor.schema.marks.link;
  const range = type === undefined ? undefined : getMarkRange(editor.state.selection.$from, type);
  if (href === undefined || range === undefined) return;
  bookmarkOfLink(editor, href, editor.state.doc.textBetween(range.from, range.to));
}
