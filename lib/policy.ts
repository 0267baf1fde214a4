// Who may do what: one table, and nothing else decides. Asked at the socket's door, by commands
// and by the event stream.

export type Role = "none" | "view" | "comment" | "edit" | "own";
export type Action = "read" | "be-present" | "comment" | "write" | "share" | "delete";

/** What a link may give. */
export type LinkRole = "view" | "comment" | "edit";

const ORDER: readonly Role[] = ["none", "view", "comment", "edit", "own"];

export const higher = (a: Role, b: Role): Role => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b);

const ALLOWED: Record<Role, readonly Action[]> = {
  none: [],
  view: ["read", "be-present"],
  comment: ["read", "be-present", "comment"],
  edit: ["read", "be-present", "comment", "write"],
  own: ["read", "be-present", "comment", "write", "share", "delete"],
};

export const can = (role: Role, action: Action): boolean => ALLOWED[role].includes(action);

/** Search engines may list it: its owner wants that, and a stranger who has the address may read it. */
export const isFindable = (general: Role, wanted: boolean): boolean => wanted && can(general, "read");
