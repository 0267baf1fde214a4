// Who may do what with which document: `resolve` is the one answerer. The socket's door, the HTTP routes
// and the event stream ask it; nothing else decides. Grants, links and ownership are records.

import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { AppError } from "../../lib/errors.ts";
import { type DocId, parseDocId, type UserId } from "../../lib/names.ts";
import { higher, type LinkRole, type Role } from "../../lib/policy.ts";
import type { Clock } from "../ops/clock.ts";
import type { Store } from "../store/store.ts";
import { hashOf } from "./identity.ts";

/** Links of one document, and people with a grant on it: lists that a person can still read. */
const MAX_LINKS = 50;
const LINK_SECRET_BYTES = 24;
const slowHash = promisify(scrypt) as (password: string, salt: string, bytes: number) => Promise<Buffer>;

/** What a document says of access; a part of its record. */
export interface DocAccess {
  readonly owner: UserId;
  /** What anyone with the address may do. */
  readonly general: Role;
  /** Everybody reads, nobody writes. */
  readonly locked: boolean;
  readonly trashedAt?: number | undefined;
}

export interface Link {
  readonly id: string;
  readonly role: LinkRole;
  readonly label: string;
  readonly createdAt: number;
  readonly expires?: number | undefined;
  /** `salt:hash` of the password, where it has one. */
  readonly password?: string | undefined;
  readonly hash: string;
}

export interface Grant {
  /** Given to this person by name; without it only their links count. */
  readonly role?: Role | undefined;
  /** Links that they opened. A link that ends takes what it gave with it. */
  readonly links: readonly string[];
}

export interface Permission {
  readonly role: Role;
  /** Editing is allowed by the role and not stopped by a lock. */
  readonly mayWrite: boolean;
  /** Let in as the owner, by name or by a link; not by the address alone. */
  readonly granted: boolean;
  /** When this must be asked again, by the server's clock: a link ends then. */
  readonly until?: number | undefined;
}

const NOTHING: Permission = { role: "none", mayWrite: false, granted: false };

export interface AccessEnv {
  readonly store: Store;
  readonly clock: Clock;
  /** The document's part of access, or `undefined` where there is no such document. */
  readonly docOf: (doc: DocId) => Promise<DocAccess | undefined>;
  /** Called after every change, when it is stored: whoever is inside is judged again. */
  readonly changed: (doc: DocId) => void;
}

export type Access = ReturnType<typeof createAccess>;

export function createAccess({ store, clock, docOf, changed }: AccessEnv) {
  const read = async <T>(key: string): Promise<T | undefined> => {
    const bytes = await store.get(key);
    return bytes === undefined ? undefined : (JSON.parse(Buffer.from(bytes).toString("utf8")) as T);
  };
  const write = (key: string, value: unknown) => store.put(key, Buffer.from(JSON.stringify(value)));
  const grantKey = (doc: DocId, user: UserId) => `grant/${doc}/${user}`;
  const linkKey = (doc: DocId, id: string) => `link/${doc}/${id}`;

  /**
   * What this person may do, where the record is at hand. A stranger costs the same steps whether or not
   * there is such a document (A4): the grant is read either way, and only then is anything decided.
   */
  async function judge(user: UserId, doc: DocId, about: DocAccess | undefined): Promise<Permission> {
    const owns = about?.owner === user;
    const grant = owns ? undefined : await read<Grant>(grantKey(doc, user));
    if (about === undefined || about.trashedAt !== undefined) return NOTHING;
    let role: Role = owns ? "own" : about.general;
    let granted = owns;
    let until: number | undefined;
    if (grant?.role !== undefined) {
      role = higher(role, grant.role);
      granted = true;
    }
    for (const id of grant?.links ?? []) {
      const link = await read<Link>(linkKey(doc, id));
      if (link === undefined || isOver(link)) continue;
      granted = true;
      if (higher(role, link.role) === role) continue;
      role = link.role;
      until = link.expires;
    }
    const mayWrite = (role === "edit" || role === "own") && !about.locked;
    return { role, mayWrite, granted, until };
  }

  const resolve = async (user: UserId, doc: DocId): Promise<Permission> => judge(user, doc, await docOf(doc));

  const isOver = (link: Link) => link.expires !== undefined && link.expires <= clock.now();

  async function links(doc: DocId): Promise<Link[]> {
    const found: Link[] = [];
    for await (const { value } of store.list(`link/${doc}/`))
      found.push(JSON.parse(Buffer.from(value).toString("utf8")));
    return found.sort((a, b) => a.createdAt - b.createdAt);
  }

  return {
    judge,
    resolve,
    links,

    /** Makes a link and returns its secret, the only time that anybody sees it. */
    async addLink(
      doc: DocId,
      {
        role,
        label,
        expires,
        password,
      }: { role: LinkRole; label: string; expires?: number; password?: string },
    ): Promise<{ link: Link; secret: string }> {
      if ((await links(doc)).length >= MAX_LINKS) {
        throw new AppError(
          "bad-request",
          `A document has at most ${MAX_LINKS} links. End one that is no longer needed.`,
        );
      }
      const secret = randomBytes(LINK_SECRET_BYTES).toString("base64url");
      const id = randomBytes(9).toString("base64url");
      const hash = hashOf(secret);
      const link: Link = {
        id,
        role,
        label,
        createdAt: clock.now(),
        expires,
        password: password === undefined ? undefined : await keep(password),
        hash,
      };
      await write(linkKey(doc, id), link);
      await write(`secret/${hash}`, { doc, id });
      return { link, secret };
    },

    async changeLink(
      doc: DocId,
      id: string,
      change: Partial<Pick<Link, "role" | "label" | "expires">> & { password?: string | null },
    ) {
      const link = await read<Link>(linkKey(doc, id));
      if (link === undefined) throw new AppError("doc/not-found", "There is no such link any more.");
      const { password, ...rest } = change;
      const kept =
        password === undefined ? link.password : password === null ? undefined : await keep(password);
      await write(linkKey(doc, id), { ...link, ...rest, password: kept });
      changed(doc);
    },

    async endLink(doc: DocId, id: string): Promise<void> {
      const link = await read<Link>(linkKey(doc, id));
      if (link === undefined) return;
      await store.del(linkKey(doc, id));
      await store.del(`secret/${link.hash}`);
      changed(doc);
    },

    /**
     * Opens a link for somebody: its grant is added to theirs. Wrong, ended and unknown look alike. A
     * password that is missing or wrong is said, because whoever has the secret knows of the link.
     */
    async openLink(
      secret: string,
      user: UserId,
      password: string | undefined,
    ): Promise<{ doc: DocId; role: Role }> {
      const ended = () => new AppError("doc/not-found", "This link has ended, or never was.");
      const found = await read<{ doc: DocId; id: string }>(`secret/${hashOf(secret)}`);
      const link = found && (await read<Link>(linkKey(found.doc, found.id)));
      const about = found && (await docOf(found.doc));
      if (!found || !link || !about || isOver(link) || about.trashedAt !== undefined) throw ended();
      if (!timingSafeEqual(Buffer.from(link.hash), Buffer.from(hashOf(secret)))) throw ended();
      if (link.password !== undefined) {
        if (password === undefined || password === "")
          throw new AppError("link/password", "This link asks for a password.");
        if (!(await fits(password, link.password)))
          throw new AppError("link/password", "That is not the password.");
      }
      const key = grantKey(found.doc, user);
      const grant = (await read<Grant>(key)) ?? { links: [] };
      if (!grant.links.includes(link.id)) await write(key, { ...grant, links: [...grant.links, link.id] });
      await write(`mine/${user}/${found.doc}`, {
        openedAt: clock.now(),
        ...(await read<object>(`mine/${user}/${found.doc}`)),
      });
      changed(found.doc);
      return { doc: found.doc, role: link.role };
    },

    /** Everybody with a grant, by user. Links that have ended are left out of it. */
    async people(doc: DocId): Promise<Map<UserId, Grant>> {
      const living = new Set((await links(doc)).filter((link) => !isOver(link)).map(({ id }) => id));
      const people = new Map<UserId, Grant>();
      const prefix = `grant/${doc}/`;
      for await (const { key, value } of store.list(prefix)) {
        const grant = JSON.parse(Buffer.from(value).toString("utf8")) as Grant;
        const own = { ...grant, links: grant.links.filter((id) => living.has(id)) };
        if (own.role !== undefined || own.links.length > 0)
          people.set(key.slice(prefix.length) as UserId, own);
      }
      return people;
    },

    /** Gives a person a role by name, or takes everything away with `none`. */
    async grant(doc: DocId, user: UserId, role: Role): Promise<void> {
      if (role === "none") await store.del(grantKey(doc, user));
      else await write(grantKey(doc, user), { role, links: [] } satisfies Grant);
      changed(doc);
    },

    /** Everything that was ever given on this document. */
    async forget(doc: DocId): Promise<void> {
      for (const { id } of await links(doc)) await this.endLink(doc, id);
      for await (const { key } of store.list(`grant/${doc}/`)) {
        await store.del(key);
        await store.del(`mine/${key.split("/")[2]}/${doc}`);
      }
      changed(doc);
    },

    /** The documents that somebody made or was let into, with what they noted of them. */
    async *of(user: UserId): AsyncIterable<{ doc: DocId; openedAt: number; starred?: boolean }> {
      const prefix = `mine/${user}/`;
      for await (const { key, value } of store.list(prefix)) {
        const doc = parseDocId(key.slice(prefix.length));
        if (doc !== undefined) yield { doc, ...JSON.parse(Buffer.from(value).toString("utf8")) };
      }
    },
  };
}

async function keep(password: string): Promise<string> {
  const salt = randomBytes(16).toString("hex");
  return `${salt}:${(await slowHash(password, salt, 32)).toString("hex")}`;
}

async function fits(password: string, kept: string): Promise<boolean> {
  const [salt = "", hash = ""] = kept.split(":");
  return timingSafeEqual(Buffer.from(hash, "hex"), await slowHash(password, salt, 32));
}
