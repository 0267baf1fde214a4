// How long the server takes for the lists of somebody with thousands of documents:
//   npx tsx test/bench/lists.ts [documents]
// A real store in a temporary folder, the server in this process, questions one after another; prints a
// table and the longest time that the server's thread was held. Not a test: times belong to the machine.

import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import * as Y from "yjs";
import { contentOf, titleOf } from "../../lib/doc.ts";
import { bodyOf, type ClientId, DOC_ID_BYTES, type DocId, printDocId, type UserId } from "../../lib/names.ts";
import type { Role } from "../../lib/policy.ts";
import { createAccess } from "../../sync-server/access/access.ts";
import { createRecords } from "../../sync-server/documents/records.ts";
import { systemClock } from "../../sync-server/ops/clock.ts";
import { createFolder } from "../../sync-server/room/folder.ts";
import { openLevelStore } from "../../sync-server/store/level.ts";
import { startServer, until } from "../support/server.ts";
import { Visitor } from "../support/visitor.ts";

const DOCUMENTS = Number(process.argv[2] ?? 5_000);
/** One in so many came by a link of somebody else's. */
const SHARED = 10;
const ROUNDS = 30;
const LINES = 20;
const WORDS =
  "harbour ferry winter timetable crew north berth island letter board engine inventory fares bicycle shift log deck question minutes apology children travel draft count impeller läuft größe naïve façade 港口 渡し船".split(
    " ",
  );

let seed = 2026;
const random = (below: number): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return (seed >>> 12) % below;
};
const line = (): string => Array.from({ length: 12 }, () => WORDS[random(WORDS.length)]).join(" ");

function newId(): DocId {
  for (;;) {
    const id = printDocId(randomBytes(DOC_ID_BYTES));
    if (id !== undefined) return id;
  }
}

const folder = mkdtempSync(join(tmpdir(), "concord-lists-"));

/** Written beside the server, as it would have written them itself. */
async function seedStore(owner: UserId): Promise<void> {
  const store = await openLevelStore(folder);
  const records = createRecords(store);
  const access = createAccess({ store, clock: systemClock, docOf: (doc) => records.get(doc), changed() {} });
  const other = "somebody-else" as UserId;
  const note = (doc: DocId, openedAt: number) =>
    store.put(`mine/${owner}/${doc}`, Buffer.from(JSON.stringify({ openedAt, starred: random(50) === 0 })));
  const one = async (i: number): Promise<void> => {
    const doc = newId();
    const body = new Y.Doc();
    body.clientID = i + 1;
    const title = `${WORDS[random(WORDS.length)]} ${i}`;
    titleOf(body).insert(0, title);
    for (let n = 0; n < LINES; n++) {
      const block = new Y.XmlElement("paragraph");
      block.insert(0, [new Y.XmlText(line())]);
      contentOf(body).push([block]);
    }
    const now = systemClock.now() - i * 60_000;
    const authors = [{ user: owner, clients: [body.clientID as ClientId] }];
    await store.append([{ room: bodyOf(doc), time: now, authors, update: Y.encodeStateAsUpdate(body) }]);
    const shared = i % SHARED === 0;
    await records.create(doc, {
      ...{ title, excerpt: line(), words: LINES * 12, createdAt: now, editedAt: now, locked: false },
      ...{ owner: shared ? other : owner, general: "none" as Role, editedBy: owner },
      ...(i % 40 === 1 ? { trashedAt: now } : {}),
    });
    if (shared) {
      const { secret } = await access.addLink(doc, { role: "edit", label: "" });
      await access.openLink(secret, owner, undefined);
    }
    await note(doc, now);
  };
  for (let i = 0; i < DOCUMENTS; i += 50) {
    await Promise.all(Array.from({ length: Math.min(50, DOCUMENTS - i) }, (_, n) => one(i + n)));
  }
  await store.close();
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const ms = (value: number): string => value.toFixed(1).padStart(8);

async function main(): Promise<void> {
  // The owner's identity is made by a server, so that its cookie is real; then documents are put in beside it.
  const secret = "a secret of this measurement only, long enough";
  const before = await startServer({ access: "links", secret });
  const visitor = new Visitor(before);
  await visitor.me();
  const owner = JSON.parse(Buffer.from(visitor.cookie.split(".")[1] ?? "", "base64url").toString())
    .sub as UserId;
  await before.server.close();
  await seedStore(owner);

  const started = performance.now();
  let indexed = 0;
  const running = await startServer({
    access: "links",
    secret,
    store: await openLevelStore(folder),
    folder: createFolder(),
    log: {
      debug() {},
      warn: console.warn,
      error: console.error,
      info(_fields: object, event: string) {
        if (event === "search.ready") indexed = performance.now();
      },
    },
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await until("everything is in the index", () => indexed > 0, 600_000);
  console.log(`${DOCUMENTS} documents; index ready after ${((indexed - started) / 1000).toFixed(1)} s,`);
  console.log(`thread held for ${ms(delay.max / 1e6).trim()} ms at most meanwhile\n`);

  const again = new Visitor(running, { cookie: visitor.cookie });
  const pages: Record<string, string> = {
    "recent, first page": "?limit=50",
    "recent, page 20": "?limit=100&cursor=2000",
    "mine by title": "?view=mine&order=title&limit=50",
    shared: "?view=shared&limit=50",
    trash: "?view=trash&limit=50",
    "200 rows": "?limit=200",
    "search, one word": "?q=harbour",
    "search, prefix": "?q=h",
    "search, three words": "?q=harbour%20ferry%20winter",
    "search, mistyped": "?q=timetabel",
    "search, nothing": "?q=xyzzyplugh",
  };
  console.log(`${"question".padEnd(24)}   first   median      max    held  rows   kB`);
  for (const [name, query] of Object.entries(pages)) {
    const times: number[] = [];
    let rows = 0;
    let size = 0;
    delay.reset();
    for (let i = 0; i < ROUNDS; i++) {
      const start = performance.now();
      const { json } = await again.get(`/api/docs${query}`);
      times.push(performance.now() - start);
      rows = json.docs.length;
      size = JSON.stringify(json).length / 1000;
    }
    const [first = 0] = times;
    console.log(
      `${name.padEnd(24)}${ms(first)} ${ms(median(times))} ${ms(Math.max(...times))}${ms(delay.max / 1e6)} ${String(rows).padStart(5)} ${size.toFixed(0).padStart(4)}`,
    );
  }
  await running.server.close();
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
