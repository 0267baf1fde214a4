// Somebody's avatar as the row and the list have it. Called by presence-row.tsx and presence-panel.tsx.

import { Avatar } from "../../_ui/avatar.tsx";
import { isIn, type Somebody } from "./persons.ts";

interface FaceProps {
  readonly somebody: Somebody;
  readonly initials: string | undefined;
  readonly who: number | undefined;
}

export function Face({ somebody, initials = "", who }: FaceProps) {
  const { person, away } = somebody.other;
  return (
    <Avatar
      person={person}
      initials={initials}
      idle={away !== undefined}
      followed={isIn(somebody, who)}
      decorative
    />
  );
}
