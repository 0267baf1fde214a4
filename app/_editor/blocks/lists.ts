// "[ ] " at the start of an item makes a list of tasks of it, as "- [ ] " is written elsewhere. The stock rule
// knows paragraphs only.

import { Extension, InputRule } from "@tiptap/core";

export const taskRule = Extension.create({
  name: "taskRule",
  priority: 150,
  addInputRules: () => [
    new InputRule({
      find: /^\[([ xX]?)\]\s$/,
      handler: ({ state, range, match, chain }) => {
        const { $from } = state.selection;
        const inItem = $from.depth > 1 && $from.node(-1).type.name === "listItem" && $from.index(-1) === 0;
        if (!inItem) return null;
        const checked = match[1]?.toLowerCase() === "x";
        return chain().deleteRange(range).toggleTaskList().updateAttributes("taskItem", { checked }).run()
          ? undefined
          : null;
      },
    }),
  ],
});
