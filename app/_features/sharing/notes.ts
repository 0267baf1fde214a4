// Which note a person gets about what they may do. Pure: called by the viewer's note and by tests.

import type { Role } from "../../../lib/policy.ts";

/** A lock is only news to those who could write without it; a viewer stays a viewer. */
export function noteOf(role: Role, locked: boolean): "viewer" | "commenter" | "locked" | undefined {
  if (role === "none") return undefined;
  if (role === "view") return "viewer";
  if (locked && role !== "comment") return "locked";
  return role === "comment" ? "commenter" : undefined;
}
