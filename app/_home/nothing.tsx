// What stands where no row is: an empty list, nothing found, or a list that only the server knows. Called by
// the list. Each says what would stand here, and what to do.

import type { DocView } from "../../lib/api.ts";
import { Blank } from "../_ui/blank.tsx";
import { Button } from "../_ui/button.tsx";
import { home as words } from "../_words/home.ts";

export interface NothingProps {
  readonly view: DocView;
  readonly query: string;
  readonly offline: boolean;
  readonly onQuery: (query: string) => void;
  readonly onAll: () => void;
}

export function Nothing({ view, query, offline, onQuery, onAll }: NothingProps) {
  if (query !== "") {
    const text = offline ? words.nothingFoundOffline(query) : words.nothingFoundIn[view](query);
    return (
      <Blank
        level={3}
        title={words.nothingFound}
        text={text}
        action={
          <>
            <Button onClick={() => onQuery("")}>{words.showAll}</Button>
            {view === "recent" ? null : (
              <Button kind="quiet" onClick={onAll}>
                {words.searchAll}
              </Button>
            )}
          </>
        }
      />
    );
  }
  if (offline) {
    const text = view === "recent" ? words.offlineEmptyText : words.offlineText;
    return <Blank level={3} title={words.offlineTitle} text={text} />;
  }
  return <Blank level={3} title={words.empty[view].title} text={words.empty[view].text} />;
}
