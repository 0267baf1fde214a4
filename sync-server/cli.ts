// The administrator's commands, run as `node dist/sync-server/cli.js <command> --data DIR` while the
// server is stopped. Every failure is one clear line and an exit code other than 0.

import { realpathSync } from "node:fs";
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { KINDS } from "../lib/convert/kinds.ts";
import { AppError } from "../lib/errors.ts";
import { exportAll, importAll } from "./documents/porting-all.ts";
import { findFileDamage } from "./files/check.ts";
import { openDiskFiles } from "./files/disk.ts";
import type { FileStore } from "./files/file-store.ts";
import { filesAlong } from "./files/porting.ts";
import { systemClock } from "./ops/clock.ts";
import { inspectRoom, listRooms, repair, verify, withStore } from "./store/admin.ts";
import { openLevelStore } from "./store/level.ts";
import type { Store } from "./store/store.ts";

const HELP = `Usage: node dist/sync-server/cli.js <command> [--data DIR]

  list             every room with its sizes
  inspect <room>   one room: who wrote, when, and what is stored
  verify           reads everything; lists what is damaged and exits with 1 if anything is
  export <folder>  writes every document as a file: --as md (default), html, txt or json; pictures and
                   files beside them, in files/
  import <folder>  makes a document of every .md, .html, .txt and .json file in it, with those files/
  repair           saves what can be read after damage (make a copy of the folder first)

  --data DIR       the data folder of the server (default: ./data)
  --as KIND        for export: json keeps everything, and import brings it back under the same address
  --owner ID       for import: who owns documents whose file does not say it
  --help           this text

Stop the server first: one process at a time has the data folder.`;

/** Resolves with the exit code. */
export async function run(args: readonly string[], say: (line: string) => void): Promise<number> {
  const { values, positionals } = parse(args);
  const [command, room, ...rest] = positionals;
  if (values.help || command === undefined) {
    say(HELP);
    return values.help ? 0 : 2;
  }
  const folder = values.data ?? "./data";
  const takesOne = command === "inspect" || command === "export" || command === "import";
  if (rest.length > 0 || (room !== undefined && !takesOne)) throw misuse(`Too many words.`);
  switch (command) {
    case "list":
      return listRooms(folder, say);
    case "inspect":
      if (room === undefined) throw misuse("Which room? For example: inspect my-room");
      return inspectRoom(folder, room, say);
    case "verify":
      return Math.max(await verify(folder, say), await verifyFiles(folder, say));
    case "export": {
      const as = KINDS.find((kind) => kind === (values.as ?? "md"));
      if (room === undefined) throw misuse("Into which folder? For example: export ./backup");
      if (as === undefined) throw misuse(`--as takes ${KINDS.join(", ")}.`);
      return withStore(folder, (_, store) =>
        withFiles(folder, (bytes) => exportAll(store, filesAlong(store, bytes), room, as, say)),
      );
    }
    case "import":
      if (room === undefined) throw misuse("From which folder? For example: import ./backup");
      return into(folder, room, (store, bytes) =>
        importAll(store, filesAlong(store, bytes), room, values.owner, systemClock.now(), say),
      );
    case "repair":
      return repair(folder, say);
    default:
      throw misuse(`There is no command "${command}".`);
  }
}

/** A new home may be one that no server has seen. A folder that cannot be read makes none. */
async function into(
  folder: string,
  from: string,
  work: (store: Store, bytes: FileStore) => Promise<number>,
): Promise<number> {
  if (!(await stat(from).catch(() => undefined))?.isDirectory()) throw misuse(`There is no folder ${from}.`);
  const store = await openLevelStore(folder);
  try {
    return await withFiles(folder, (bytes) => work(store, bytes));
  } finally {
    await store.close();
  }
}

async function withFiles<T>(folder: string, work: (bytes: FileStore) => Promise<T>): Promise<T> {
  const bytes = await openDiskFiles(folder);
  try {
    return await work(bytes);
  } finally {
    await bytes.close();
  }
}

/** Pictures and attached files: each is read and compared with its name. */
async function verifyFiles(folder: string, say: (line: string) => void): Promise<number> {
  const store = await openLevelStore(folder);
  let damaged = 0;
  try {
    for await (const { file, docs, problem } of findFileDamage(store, () => openDiskFiles(folder))) {
      say(`file ${file} of ${docs.join(", ")}: ${problem}`);
      damaged++;
    }
  } finally {
    await store.close();
  }
  return damaged === 0 ? 0 : 1;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: "string" },
        as: { type: "string" },
        owner: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (cause) {
    throw misuse(cause instanceof Error ? `${cause.message.split(".")[0]}.` : String(cause));
  }
}

const misuse = (message: string): AppError => new AppError("bad-request", `${message} See --help.`);

const isEntry =
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isEntry) {
  run(process.argv.slice(2), (line) => void process.stdout.write(`${line}\n`)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      const text = error instanceof AppError ? error.message : `It failed: ${String(error)}`;
      process.stderr.write(`${text}\n`);
      process.exitCode = error instanceof AppError && error.code === "bad-request" ? 2 : 1;
    },
  );
}
