// Loaded into child processes by `node --import`: when the parent's end of standard input closes,
// because it asked for a stop or because it died in whatever way, the child stops as on SIGTERM.

import { fstatSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

function isPipe() {
  try {
    const status = fstatSync(0);
    return status.isFIFO() || status.isSocket();
  } catch {
    return false;
  }
}

if (isMainThread && process.env.CONCORD_LEASH === "1" && isPipe()) {
  process.stdin.on("error", stop).on("end", stop).resume();
  // The pipe must not keep a process alive that has nothing left to do.
  process.stdin.unref?.();
}

function stop() {
  if (process.listenerCount("SIGTERM") > 0) process.emit("SIGTERM", "SIGTERM");
  else process.exit(143);
}
