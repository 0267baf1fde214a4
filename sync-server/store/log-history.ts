// The history of one room: compressed segments of folded steps, then the tail that is not folded yet.
// Called by log-store.ts. Promises ascending order of seq and that a fold under way hides nothing.

import type { RoomName, Seq } from "../../lib/names.ts";
import { segmentKey, segmentRange } from "./keys.ts";
import type { Kv, Operation, Pair } from "./kv.ts";
import { seal, unseal } from "./seal.ts";
import { decodeSegment, encodeSegment } from "./segment.ts";
import type { JoinSteps, LogEntry } from "./store.ts";

/** New steps go behind those of the last segment while it holds fewer: small segments compress badly. */
const STEPS_PER_SEGMENT = 2048;
/** Nor is a compressed segment rewritten above this size, so that one fold costs a bounded time. */
const MAX_EXTENDED_BYTES = 1024 * 1024;

/** The changes that put `steps` behind the history of a room. The caller lets no other fold run. */
export async function extendHistory(
  kv: Kv,
  room: RoomName,
  steps: readonly LogEntry[],
): Promise<Operation[]> {
  if (steps.length === 0) return [];
  const operations: Operation[] = [];
  let all = steps;
  const [last] = await kv.page(segmentRange(room), { limit: 1, reverse: true });
  if (last !== undefined) {
    const old = await decodeSegment(last.key, unseal(last.key, last.value));
    const newest = old.at(-1)?.seq ?? 0;
    // An entry that was left out of an earlier fold belongs between older ones.
    const small = old.length < STEPS_PER_SEGMENT && last.value.length < MAX_EXTENDED_BYTES;
    if (small || steps.some((step) => step.seq <= newest)) {
      all = [...old, ...steps].sort((a, b) => a.seq - b.seq);
      operations.push({ type: "del", key: last.key });
    }
  }
  const key = segmentKey(room, all.at(-1)?.seq ?? (0 as Seq));
  operations.push({ type: "put", key, value: seal(await encodeSegment(all)) });
  return operations;
}

/** Segments taken at once: about 16,000 steps, a few megabytes while they are joined. */
const SEGMENTS_PER_THINNING = 8;

/** The changes that make the history between `after` and `before` coarser, and up to where it now is. */
export async function thinHistory(
  kv: Kv,
  room: RoomName,
  { after, before, join }: { after: Seq; before: number; join: JoinSteps },
): Promise<{ operations: Operation[]; upTo: Seq } | undefined> {
  const operations: Operation[] = [];
  const steps: LogEntry[] = [];
  for (const { key, value } of await kv.page(segmentRange(room, after), { limit: SEGMENTS_PER_THINNING })) {
    const segment = await decodeSegment(key, unseal(key, value));
    if (segment.some(({ time }) => time >= before)) break;
    steps.push(...segment);
    operations.push({ type: "del", key });
  }
  const upTo = steps.at(-1)?.seq;
  if (upTo === undefined) return undefined;
  const joined = await join(steps);
  for (let from = 0; from < joined.length; from += STEPS_PER_SEGMENT) {
    const part = joined.slice(from, from + STEPS_PER_SEGMENT);
    const key = segmentKey(room, part.at(-1)?.seq ?? upTo);
    operations.push({ type: "put", key, value: seal(await encodeSegment(part)) });
  }
  return { operations, upTo };
}

/** `tail` was read before the first page of segments, so it holds whatever is folded meanwhile. */
export async function* mergeHistory(
  segments: AsyncIterable<Pair>,
  tail: readonly LogEntry[],
): AsyncGenerator<LogEntry> {
  const unfolded = new Set(tail.map((entry) => entry.seq));
  let next = 0;
  let told = 0;
  for await (const { key, value } of segments) {
    for (const step of await decodeSegment(key, unseal(key, value))) {
      // A segment that was extended since comes again, and with it entries of the tail.
      if (step.seq <= told || unfolded.has(step.seq)) continue;
      for (let e = tail[next]; e !== undefined && e.seq < step.seq; e = tail[++next]) yield e;
      told = step.seq;
      yield step;
    }
  }
  yield* tail.slice(next);
}
