// People as round chips: their hue, their initials. Used at home, in headers, panels and the outline.
// Side by side, never overlapping: the initials are a cue beside the colour.

import { initialsOf, type Person } from "../../lib/people.ts";
import style from "./avatar.module.css";
import { cx } from "./cx.ts";

export interface AvatarProps {
  readonly person: Person;
  readonly initials: string;
  readonly size?: "tiny" | "small" | "large";
  /** Away for a minute. */
  readonly idle?: boolean;
  readonly followed?: boolean;
  /** An agent is square. */
  readonly agent?: boolean;
  /** The name stands beside it already, so it is not read out twice. */
  readonly decorative?: boolean;
}

export function Avatar({ person, initials, size, idle, followed, agent, decorative }: AvatarProps) {
  const look = cx(
    style.person,
    `h${person.hue}`,
    size && style[size],
    idle && style.idle,
    followed && style.followed,
    agent && style.agent,
  );
  if (decorative) {
    return (
      <span className={look} aria-hidden>
        {initials}
      </span>
    );
  }
  return (
    <span className={look} role="img" aria-label={person.name} title={person.name}>
      {initials}
    </span>
  );
}

export interface PeopleProps {
  readonly people: readonly Person[];
  readonly max?: number;
  /** Who they are and what they do, in words: "Here now: Mina, Tomas and three more". */
  readonly label: string;
  readonly size?: "tiny" | "small";
}

export function People({ people, max = 4, label, size }: PeopleProps) {
  const initials = initialsOf(people.map((person) => person.name));
  const rest = people.slice(max);
  return (
    <span className={style.people} role="img" aria-label={label}>
      {people.slice(0, max).map((person, index) => (
        <span
          // Two guests may look the same; their place tells them apart.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          className={cx(style.person, `h${person.hue}`, size && style[size])}
          title={person.name}
        >
          {initials[index]}
        </span>
      ))}
      {rest.length === 0 ? null : (
        <span
          className={cx(style.person, style.more, size && style[size])}
          title={rest.map((person) => person.name).join(", ")}
        >
          +{rest.length}
        </span>
      )}
    </span>
  );
}
