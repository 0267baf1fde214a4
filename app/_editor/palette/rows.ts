// Which rows the palette shows, in which order, under which heading. Called by the palette and by tests.

import { ways } from "../../_words/ways.ts";
import { type Command, GROUPS, type Group } from "../commands/action.ts";
import type { Found, search } from "../commands/match.ts";

export interface Row {
  readonly key: string;
  readonly found: Found<Command>;
  /** Above the first row of its part. */
  readonly heading: string | undefined;
}

export interface RowOptions {
  readonly recent: readonly string[];
  /** Stand before everything else while nothing is typed: what the selection is most likely for. */
  readonly first: readonly string[];
  /** The caret is in the text: else what is about the page comes first. */
  readonly writing: boolean;
  readonly search: typeof search;
}

const MAX_RECENT_SHOWN = 5;
const OF_PAGE = ["document", "go", "view", "edit"] as const;
const FOR_READING: readonly Group[] = [
  ...OF_PAGE,
  ...GROUPS.filter((group) => !(OF_PAGE as readonly Group[]).includes(group)),
];
/** More rows than anybody reads; the field finds the rest. */
const MAX_ROWS = 200;

export function rowsOf(query: string, commands: readonly Command[], options: RowOptions): Row[] {
  const { recent, first } = options;
  if (query.trim() !== "") {
    return options
      .search(query, commands, recent)
      .slice(0, MAX_ROWS)
      .map((found) => ({ key: found.item.id, found, heading: undefined }));
  }
  const byId = (id: string) => commands.find((command) => command.id === id) ?? [];
  const parts = [
    { heading: ways.palette.selection, commands: first.flatMap(byId) },
    { heading: ways.palette.recent, commands: recent.flatMap(byId).slice(0, MAX_RECENT_SHOWN) },
    ...(options.writing ? GROUPS : FOR_READING).map((group) => ({
      heading: ways.groups[group],
      commands: commands.filter((command) => command.group === group),
    })),
  ];
  return parts
    .flatMap((part) =>
      part.commands.map((item, index) => ({
        key: `${part.heading} ${item.id}`,
        found: { item, score: 0, marked: [] },
        heading: index === 0 ? part.heading : undefined,
      })),
    )
    .slice(0, MAX_ROWS);
}
