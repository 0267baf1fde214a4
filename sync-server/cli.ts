// The administrator's commands, run as `node dist/sync-server/cli.js <command> --data DIR` while the
// server is stopped. Every failure is one clear line and an exit code other than 0.

import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { AppError } from "../lib/errors.ts";
import { findFileDamage } from "./files/check.ts";
import { openDiskFiles } from "./files/disk.ts";
import { inspectRoom, listRooms, repair, verify } from "./store/admin.ts";
import { openLevelStore } from "./store/level.ts";

const HELP = `Usage: node dist/sync-server/cli.js <command> [--data DIR]

  list             every room with its sizes
  inspect <room>   one room: who wrote, when, and what is stored
  verify           reads everything; lists what is damaged and exits with 1 if anything is
  repair           saves what can be read after damage (make a copy of the folder first)

  --data DIR       the data folder of the server (default: ./data)
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
  if (rest.length > 0 || (room !== undefined && command !== "inspect")) throw misuse(`Too many words.`);
  switch (command) {
    case "list":
      return listRooms(folder, say);
    case "inspect":
      if (room === undefined) throw misuse("Which room? For example: inspect my-room");
      return inspectRoom(folder, room, say);
    case "verify":
      return Math.max(await verify(folder, say), await verifyFiles(folder, say));
    case "repair":
      return repair(folder, say);
    default:
      throw misuse(`There is no command "${command}".`);
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
      options: { data: { type: "string" }, help: { type: "boolean", short: "h" } },
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
