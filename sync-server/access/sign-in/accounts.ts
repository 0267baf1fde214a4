// Accounts: which identity belongs to whom at the provider, the sessions that a sign-in opens, and the
// move of a guest's documents into an account. Called by sign-in.ts. A move that broke off goes on at
// the next sign-in: every step writes the new record before it deletes the old one.

import { randomBytes } from "node:crypto";
import { AppError } from "../../../lib/errors.ts";
import { type DocId, parseDocId, type UserId } from "../../../lib/names.ts";
import { higher } from "../../../lib/policy.ts";
import type { Clock } from "../../ops/clock.ts";
import type { Store } from "../../store/store.ts";
import type { DocAccess, Grant } from "../access.ts";
import { hashOf, newUserId, type Visitor } from "../identity.ts";

/** Days until the provider is asked again: whoever was removed there is out by then. */
const SESSION_DAYS = 30;
/** Browsers that one account is signed in with at once; the oldest ends. */
const MAX_SESSIONS = 50;
/** Two browsers may sign a new account in at the same moment: the second looks again. */
const MAX_TRIES = 4;

const DAY_MS = 86_400_000;
const SESSION_BYTES = 24;

export interface AccountsEnv {
  readonly store: Store;
  readonly clock: Clock;
  /** Every document, for those that a guest owns. */
  readonly docs: () => AsyncIterable<readonly [DocId, DocAccess]>;
  /** Makes `to` the owner where `from` is. */
  readonly handOver: (doc: DocId, from: UserId, to: UserId) => Promise<void>;
}

export interface Entered {
  readonly user: UserId;
  readonly session: string;
  /** Documents that came along from the guest: who is inside must be judged again. */
  readonly moved: readonly DocId[];
}

export type Accounts = ReturnType<typeof createAccounts>;

export function createAccounts({ store, clock, docs, handOver }: AccountsEnv) {
  const read = async <T>(key: string): Promise<T | undefined> => parse<T>(await store.get(key));
  const write = (key: string, value: unknown, expect?: Uint8Array | null) =>
    store.put(key, Buffer.from(JSON.stringify(value)), expect);

  /** Puts `value` where `expect` is still what stands there. */
  async function claim(key: string, value: unknown, expect: Uint8Array | null): Promise<boolean> {
    try {
      await write(key, value, expect);
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === "store/conflict") return false;
      throw error;
    }
  }

  /** `account/<user>` decides whose an identity is; `subject/<hash>` only finds it. */
  async function accountOf(subject: string, guest: UserId | undefined): Promise<UserId> {
    const id = hashOf(subject);
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const found = await store.get(`subject/${id}`);
      const known = parse<{ user: UserId }>(found)?.user;
      const holder = known && (await read<{ subject: string }>(`account/${known}`))?.subject;
      if (known !== undefined && holder === id) return known;
      let user = known;
      if (user === undefined || holder !== undefined) {
        const free = guest !== undefined && (await store.get(`account/${guest}`)) === undefined;
        user = free ? guest : newUserId();
        if (!(await claim(`subject/${id}`, { user }, found ?? null))) continue;
      }
      if (await claim(`account/${user}`, { subject: id, createdAt: clock.now() }, null)) return user;
    }
    throw new AppError("internal", `An account could not be made in ${MAX_TRIES} tries.`);
  }

  async function openSession(user: UserId): Promise<string> {
    const now = clock.now();
    const open: { id: string; since: number }[] = [];
    const prefix = `sessions/${user}/`;
    for await (const { key, value } of store.list(prefix)) {
      open.push({ id: key.slice(prefix.length), since: parse<{ since: number }>(value)?.since ?? 0 });
    }
    open.sort((a, b) => a.since - b.since);
    const tooMany = open.length - MAX_SESSIONS + 1;
    for (const [i, { id, since }] of open.entries()) {
      if (i < tooMany || since + SESSION_DAYS * DAY_MS <= now) await closeSession(id, user);
    }
    const session = randomBytes(SESSION_BYTES).toString("base64url");
    await write(`session/${session}`, { user, expires: now + SESSION_DAYS * DAY_MS });
    await write(`${prefix}${session}`, { since: now });
    return session;
  }

  async function closeSession(session: string, user: UserId): Promise<void> {
    await store.del(`session/${session}`);
    await store.del(`sessions/${user}/${session}`);
  }

  /** Everything of a guest's becomes the account's: what was owned, what was given, what was noted. */
  async function move(from: UserId, to: UserId): Promise<DocId[]> {
    const moved = new Set<DocId>();
    for await (const [doc, { owner }] of docs()) {
      if (owner !== from) continue;
      await handOver(doc, from, to);
      await store.del(`grant/${doc}/${to}`);
      moved.add(doc);
    }
    for await (const { key, value } of store.list("grant/")) {
      if (!key.endsWith(`/${from}`)) continue;
      const doc = parseDocId(key.slice("grant/".length, -from.length - 1));
      if (doc === undefined) continue;
      if (!moved.has(doc)) await join(`grant/${doc}/${to}`, parse<Grant>(value), bothGrants);
      await store.del(key);
      moved.add(doc);
    }
    const notes = `mine/${from}/`;
    for await (const { key, value } of store.list(notes)) {
      await join(`mine/${to}/${key.slice(notes.length)}`, parse<Note>(value), bothNotes);
      await store.del(key);
    }
    return [...moved];
  }

  async function join<T>(key: string, theirs: T | undefined, both: (a: T, b: T) => T): Promise<void> {
    if (theirs === undefined) return;
    const ours = await read<T>(key);
    await write(key, ours === undefined ? theirs : both(ours, theirs));
  }

  /** A token made by a guest is no key to an account: whoever sat at this browser before may have it. */
  async function endTokens(user: UserId): Promise<void> {
    for await (const { key, value } of store.list(`tokens/${user}/`)) {
      await store.del(`token/${parse<{ hash: string }>(value)?.hash}`);
      await store.del(key);
    }
  }

  return {
    /**
     * Somebody proved to be `subject`. The first time, a guest's identity becomes the account's; later
     * the guest's documents move to it. Whoever was signed in as another changes over, and takes nothing.
     */
    async enter(subject: string, visitor: Visitor): Promise<Entered> {
      const guest = visitor.member ? undefined : visitor.user;
      const user = await accountOf(subject, guest);
      let moved: readonly DocId[] = [];
      if (guest !== undefined) {
        await endTokens(guest);
        if (guest !== user) moved = await move(guest, user);
      }
      if (visitor.session !== undefined) await closeSession(visitor.session, visitor.user);
      return { user, session: await openSession(user), moved };
    },

    closeSession,
  };
}

interface Note {
  readonly openedAt: number;
  readonly starred?: boolean;
}

const bothGrants = (ours: Grant, theirs: Grant): Grant => ({
  role:
    ours.role === undefined || theirs.role === undefined
      ? (ours.role ?? theirs.role)
      : higher(ours.role, theirs.role),
  links: [...new Set([...ours.links, ...theirs.links])],
});

const bothNotes = (ours: Note, theirs: Note): Note => ({
  openedAt: Math.max(ours.openedAt, theirs.openedAt),
  starred: (ours.starred ?? false) || (theirs.starred ?? false),
});

const parse = <T>(bytes: Uint8Array | undefined): T | undefined =>
  bytes === undefined ? undefined : (JSON.parse(Buffer.from(bytes).toString("utf8")) as T);
