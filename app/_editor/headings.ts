// Headings below the title. The title is the page's first level, so what people call "Heading 1" (# and
// a space, Ctrl Alt 1) is level 2 of the schema. Level 1 stays for what is pasted and imported.

import { Extension, textblockTypeInputRule } from "@tiptap/core";

const LEVELS = [1, 2, 3, 4] as const;

export const Headings = Extension.create({
  name: "headings",
  // Before the schema's own rules, which would make level 1 of a single #.
  priority: 1_000,

  addInputRules() {
    const { heading } = this.editor.schema.nodes;
    if (heading === undefined) return [];
    return [
      textblockTypeInputRule({
        find: /^(#{1,4})\s$/,
        type: heading,
        getAttributes: (match) => ({ level: (match[1]?.length ?? 1) + 1 }),
      }),
    ];
  },

  addKeyboardShortcuts() {
    return Object.fromEntries(
      LEVELS.map((level) => [
        `Mod-Alt-${level}`,
        () => this.editor.commands.toggleHeading({ level: (level + 1) as 2 | 3 | 4 | 5 }),
      ]),
    );
  },
});
