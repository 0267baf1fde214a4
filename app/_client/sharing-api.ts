// Sharing over HTTP: links, people with access, what the address alone allows; and opening a link. Called
// by the share dialog and by the page /s. Every failure is an ApiError with one sentence for people.

import type { Member, ShareLink, Sharing } from "../../lib/api.ts";
import { type DocId, parseDocId } from "../../lib/names.ts";
import { parsePerson } from "../../lib/people.ts";
import type { LinkRole, Role } from "../../lib/policy.ts";
import { request, unreadable } from "./request.ts";

export interface MadeLink extends ShareLink {
  readonly secret: string;
}

export interface NewLink {
  readonly role: LinkRole;
  readonly label?: string | undefined;
  readonly expires?: number | undefined;
  readonly password?: string | undefined;
}

/** What is left out stays; `null` takes an end or a password away. */
export interface LinkChange {
  readonly label?: string;
  readonly expires?: number | null;
  readonly password?: string | null;
}

export async function fetchSharing(id: DocId, signal?: AbortSignal): Promise<Sharing> {
  const body = await request("GET", `/api/docs/${id}/sharing`, undefined, signal);
  const sharing = readSharing((body as { sharing?: unknown } | null | undefined)?.sharing);
  if (sharing === undefined) throw unreadable();
  return sharing;
}

export async function addLink(id: DocId, link: NewLink): Promise<MadeLink> {
  const body = await request("POST", `/api/docs/${id}/sharing/add-link`, link);
  const made = readLink((body as { link?: unknown } | null | undefined)?.link);
  if (made?.secret === undefined) throw unreadable();
  return { ...made, secret: made.secret };
}

const command = async (id: DocId, verb: string, body: object): Promise<void> => {
  await request("POST", `/api/docs/${id}/sharing/${verb}`, body);
};

export const changeLink = (id: DocId, link: string, change: LinkChange) =>
  command(id, "change-link", { link, ...change });
export const endLink = (id: DocId, link: string) => command(id, "end-link", { link });
export const setRole = (id: DocId, person: string, role: LinkRole | "none") =>
  command(id, "set-role", { person, role });
export const handOver = (id: DocId, person: string) => command(id, "hand-over", { person });
export const setRules = (
  id: DocId,
  rules: { readonly general?: LinkRole | "none"; readonly locked?: boolean; readonly findable?: boolean },
) => command(id, "set", rules);

/** What the link gives belongs to this browser from then on. */
export async function openLink(
  secret: string,
  password: string | undefined,
): Promise<{ readonly doc: DocId; readonly title: string }> {
  const body = await request("POST", "/api/links/open", { secret, password });
  const { doc, title } = (body ?? {}) as { doc?: unknown; title?: unknown };
  const id = typeof doc === "string" ? parseDocId(doc) : undefined;
  if (id === undefined) throw unreadable();
  return { doc: id, title: typeof title === "string" ? title : "" };
}

function readSharing(value: unknown): Sharing | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { general, locked, findable, links, people } = value as Record<string, unknown>;
  if (!Array.isArray(links) || !Array.isArray(people)) return undefined;
  return {
    general: roleIn(general),
    locked: locked === true,
    findable: findable === true,
    links: links.map(readLink).filter((link) => link !== undefined),
    people: people.map(readMember).filter((member) => member !== undefined),
  };
}

function readLink(value: unknown): ShareLink | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { id, role, label, createdAt, expires, hasPassword, secret } = value as Record<string, unknown>;
  const known = LINK_ROLES.find((one) => one === role);
  if (typeof id !== "string" || known === undefined) return undefined;
  return {
    id,
    role: known,
    label: typeof label === "string" ? label : "",
    createdAt: typeof createdAt === "number" ? createdAt : 0,
    expires: typeof expires === "number" ? expires : undefined,
    hasPassword: hasPassword === true,
    secret: typeof secret === "string" ? secret : undefined,
  };
}

function readMember(value: unknown): Member | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { id, person, role, via, isYou } = value as Record<string, unknown>;
  const known = parsePerson(person);
  if (typeof id !== "string" || known === undefined) return undefined;
  return {
    id,
    person: known,
    role: roleIn(role),
    via: typeof via === "string" ? via : undefined,
    isYou: isYou === true,
  };
}

const LINK_ROLES: readonly LinkRole[] = ["view", "comment", "edit"];
const ROLES: readonly Role[] = ["none", ...LINK_ROLES, "own"];
const roleIn = (value: unknown): Role => ROLES.find((role) => role === value) ?? "none";
