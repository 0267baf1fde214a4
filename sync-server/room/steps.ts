// Joins entries of the log into steps, as the history keeps them: what one person wrote within a second
// is one step. Pure; called by a fold, in its worker.

import { mergeUpdates } from "../../lib/merge.ts";
import type { ClientId, UserId } from "../../lib/names.ts";
import type { LogEntry } from "../store/store.ts";

/**
 * Joins neighbours of exactly the same authors whose times are within `withinMs` of the first of them.
 * A step carries the newest time and seq of its parts. The input is in ascending order of seq.
 */
export function joinSteps(entries: readonly LogEntry[], withinMs = 1000): LogEntry[] {
  const steps: LogEntry[] = [];
  let parts: LogEntry[] = [];
  let users = "";
  for (const entry of entries) {
    const own = usersOf(entry);
    const first = parts[0];
    if (first !== undefined && (own !== users || Math.abs(entry.time - first.time) > withinMs)) {
      steps.push(...joined(parts));
      parts = [];
    }
    users = own;
    parts.push(entry);
  }
  if (parts.length > 0) steps.push(...joined(parts));
  return steps;
}

const usersOf = (entry: LogEntry): string =>
  entry.authors
    .map((author) => author.user)
    .sort()
    .join("\0");

function joined(parts: readonly LogEntry[]): readonly LogEntry[] {
  const last = parts.at(-1);
  if (last === undefined || parts.length === 1) return parts;
  const clients = new Map<UserId, Set<ClientId>>();
  for (const { authors } of parts) {
    for (const author of authors) {
      const own = clients.get(author.user) ?? new Set();
      for (const client of author.clients) own.add(client);
      clients.set(author.user, own);
    }
  }
  let update: Uint8Array;
  try {
    update = mergeUpdates(parts.map((part) => part.update));
  } catch {
    // One update that cannot be read must not stop the room from being folded: it stays as it is.
    return parts;
  }
  const authors = [...clients].map(([user, own]) => ({ user, clients: [...own] }));
  const time = parts.reduce((newest, part) => Math.max(newest, part.time), 0);
  return [{ seq: last.seq, time, authors, update }];
}
