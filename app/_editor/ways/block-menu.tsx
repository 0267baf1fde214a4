"use client";
// The menu of a block: what to do with it, and what to turn it into. Called by the handle and the dock.
// Acts on the blocks of the selection; whoever opens it selects first.

import type { Editor } from "@tiptap/core";
import type { ReactElement } from "react";
import { Menu, type MenuEntry } from "../../_ui/menu.tsx";
import { ways } from "../../_words/ways.ts";
import { BLOCK_ACTIONS, TURN_ACTIONS } from "../commands/all.ts";
import { available, become } from "../commands/table.ts";

export interface BlockMenuProps {
  readonly editor: Editor;
  readonly trigger: ReactElement;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly side?: "top" | "left";
  readonly keys?: boolean;
}

export function BlockMenu({ editor, trigger, open, onOpenChange, side, keys = true }: BlockMenuProps) {
  return (
    <Menu
      label={ways.block.label}
      trigger={trigger}
      open={open}
      onOpenChange={onOpenChange}
      {...(side === undefined ? {} : { side })}
      items={open ? entries(editor, keys) : []}
    />
  );
}

function entries(editor: Editor, keys: boolean): MenuEntry[] {
  const able = new Set(available(BLOCK_ACTIONS, editor).map(({ id }) => id));
  const turn = available(TURN_ACTIONS, editor);
  const turned = [...turn].reverse().find((action) => action.isActive?.(editor) === true);
  return [
    ...BLOCK_ACTIONS.map((action) => ({
      label: action.id === "block.delete" ? ways.actions.removeShort : action.label,
      icon: action.icon,
      danger: action.id === "block.delete",
      disabled: !able.has(action.id),
      ...(keys && action.shortcut !== undefined ? { shortcut: action.shortcut } : {}),
      onSelect: () => action.run(editor),
    })),
    "rule",
    { heading: ways.block.turn },
    ...turn.map((action) => ({
      label: action.label,
      icon: action.icon,
      checked: action === turned,
      onSelect: () => become(editor, action),
    })),
  ];
}
