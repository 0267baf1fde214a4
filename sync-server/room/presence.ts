// Who is here. Keeps the latest state of every client id as bytes, and decides which session may speak
// for which id. Called by the room; frames of it go out with the room's tick. Rules P1-P7 of SPEC.md.
// The wire format is y-protocols' awareness update: count, then client, clock, JSON per entry.

import * as encoding from "lib0/encoding";
import { ByteReader } from "../../lib/bytes.ts";
import { MAX_CLIENTS_PER_CONNECTION, MAX_PRESENCE_BYTES } from "../../lib/protocol.ts";

/** What presence needs to know of a session: compared by identity, never by client id. */
export interface Speaker {
  /** The first client id that it spoke for: a claim to it outweighs another session's later claims. */
  firstId: number | undefined;
  readonly ids: Set<number>;
  /** Grows with every session of the process: who came first. */
  readonly id: number;
  /** Rewrites a parsed state with what the server knows of the person; identity where it knows nothing. */
  readonly stamp: ((state: object) => object) | undefined;
  /** Asks the peer for a sign of life; calls `gone` if none comes, or when the session closes meanwhile. */
  challenge(id: number, gone: () => void): void;
}

interface Entry {
  readonly owner: Speaker;
  /** The state as JSON in UTF-8. */
  readonly state: Uint8Array;
  /** The clock under which its owner sent it. */
  readonly clock: number;
  /** The clock under which others see it. */
  readonly issued: number;
}

interface Departed {
  readonly issued: number;
  /** Sessions numbered up to this were here at the time: what they say of the id is hearsay. */
  readonly seenBy: number;
}

/** Clocks beyond this are nobody's: a real one grows by one per cursor move. */
const MAX_CLOCK = 2 ** 31;
const NULL = new TextEncoder().encode("null");
const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class Presence {
  private readonly entries = new Map<number, Entry>();
  private readonly departed = new Map<number, Departed>();
  private readonly dirty = new Set<number>();
  private readonly maxRemembered: number;
  private newest = 0;

  constructor(maxRemembered: number) {
    this.maxRemembered = maxRemembered;
  }

  get isDirty(): boolean {
    return this.dirty.size > 0;
  }

  get size(): number {
    return this.entries.size;
  }

  /** A session has joined: it may have been told of everybody who is here now. */
  joined(speaker: Speaker): void {
    this.newest = Math.max(this.newest, speaker.id);
  }

  /**
   * Takes what a session says. Entries about ids of others are dropped (stock clients repeat everything
   * they hear). Returns true when something is to be shown. Throws `update/malformed` on bad bytes.
   */
  receive(from: Speaker, payload: Uint8Array, changed: () => void): boolean {
    const reader = new ByteReader(payload);
    const count = reader.uint();
    let news = false;
    for (let i = 0; i < count; i++) {
      const id = reader.uint();
      const clock = reader.uint();
      const state = reader.take(reader.uint());
      if (this.say(from, id, clock, state, changed)) news = true;
    }
    reader.end();
    return news;
  }

  private say(
    from: Speaker,
    id: number,
    clock: number,
    state: Uint8Array,
    changed: () => void,
    granted = false,
  ): boolean {
    const entry = this.entries.get(id);
    if (entry?.owner !== from) {
      if (isNull(state) || clock > MAX_CLOCK || !this.mayClaim(from, id, clock, granted)) return false;
      if (entry !== undefined) {
        // P4: the connection that opened with this id outweighs one that merely repeats it.
        if (from.firstId !== id) return false;
        if (entry.owner.firstId === id) {
          const claimed = state.slice();
          entry.owner.challenge(id, () => {
            if (this.entries.get(id)?.owner === entry.owner) this.drop(id);
            if (this.say(from, id, clock, claimed, changed, true)) changed();
          });
          return false;
        }
        entry.owner.ids.delete(id);
      }
    } else if (clock < entry.clock || (clock === entry.clock && !isNull(state))) {
      return false; // P5: an old or a repeated state
    } else if (isNull(state)) {
      this.drop(id);
      return true;
    } else if (clock > MAX_CLOCK) {
      return false;
    }
    const checked = check(state, from.stamp);
    if (checked === undefined) return false;
    const before = Math.max(entry?.issued ?? -1, this.departed.get(id)?.issued ?? -1);
    this.departed.delete(id);
    from.ids.add(id);
    this.entries.set(id, { owner: from, state: checked, clock, issued: Math.max(clock, before + 1) });
    this.dirty.add(id);
    return true;
  }

  /** P3: an id that nobody holds goes to who asks first, unless they only repeat what they once heard. */
  private mayClaim(from: Speaker, id: number, clock: number, granted: boolean): boolean {
    from.firstId ??= id;
    if (from.ids.size >= MAX_CLIENTS_PER_CONNECTION) return false;
    const departed = this.departed.get(id);
    return granted || departed === undefined || from.id > departed.seenBy || clock > departed.issued;
  }

  /** What the server knows of the person has changed. Clocks move on by one, so that everybody takes it. */
  restamp(speaker: Speaker): void {
    for (const id of speaker.ids) {
      const entry = this.entries.get(id);
      const state = entry && check(entry.state, speaker.stamp);
      if (entry === undefined || state === undefined) continue;
      this.entries.set(id, { ...entry, state, issued: entry.issued + 1 });
      this.dirty.add(id);
    }
  }

  /** The session is gone: so are the people it spoke for. Returns true when that is to be shown. */
  leave(speaker: Speaker): boolean {
    const news = speaker.ids.size > 0;
    for (const id of speaker.ids) this.drop(id);
    return news;
  }

  private drop(id: number): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    entry.owner.ids.delete(id);
    this.entries.delete(id);
    this.departed.set(id, { issued: entry.issued, seenBy: this.newest });
    if (this.departed.size > this.maxRemembered) {
      for (const oldest of this.departed.keys()) {
        this.departed.delete(oldest);
        break;
      }
    }
    this.dirty.add(id);
  }

  /** Nobody is left who could remember a clock. */
  forget(): void {
    this.departed.clear();
    this.dirty.clear();
  }

  /** Everything that changed since the last call, and forgets that it changed. */
  takeDirty(): number[] {
    const ids = [...this.dirty];
    this.dirty.clear();
    return ids;
  }

  all(): number[] {
    return [...this.entries.keys()];
  }

  /**
   * Ids that must not be echoed to their owner: others see them under a later clock than the owner's own,
   * and the echo of an old state would overwrite the owner's newer one. Empty but after reconnects.
   */
  ahead(ids: readonly number[]): Map<Speaker, Set<number>> | undefined {
    let ahead: Map<Speaker, Set<number>> | undefined;
    for (const id of ids) {
      const entry = this.entries.get(id);
      if (entry === undefined || entry.issued === entry.clock) continue;
      ahead ??= new Map();
      const own = ahead.get(entry.owner) ?? new Set();
      ahead.set(entry.owner, own.add(id));
    }
    return ahead;
  }

  /** True where `speaker` alone has something to say in `ids`. */
  isOnlyOf(speaker: Speaker, ids: readonly number[]): boolean {
    return ids.every((id) => this.entries.get(id)?.owner === speaker);
  }

  /** An awareness update; an id that is gone is written as null under its last clock. */
  encode(ids: readonly number[], without?: ReadonlySet<number>): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(
      encoder,
      without === undefined ? ids.length : ids.filter((id) => !without.has(id)).length,
    );
    for (const id of ids) {
      if (without?.has(id)) continue;
      const entry = this.entries.get(id);
      encoding.writeVarUint(encoder, id);
      encoding.writeVarUint(encoder, entry?.issued ?? this.departed.get(id)?.issued ?? 0);
      encoding.writeVarUint8Array(encoder, entry?.state ?? NULL);
    }
    return encoding.toUint8Array(encoder);
  }

  /** Every state, parsed. For lists of people; not on the hot path. */
  *states(): Iterable<unknown> {
    for (const { state } of this.entries.values()) yield JSON.parse(text.decode(state));
  }
}

const isNull = (state: Uint8Array): boolean =>
  state.length === 4 && state[0] === 0x6e && state[1] === 0x75 && state[2] === 0x6c && state[3] === 0x6c;

/** A private copy of a state that every client can parse, stamped; `undefined` where it is not one. */
function check(state: Uint8Array, stamp: Speaker["stamp"]): Uint8Array | undefined {
  if (state.length > MAX_PRESENCE_BYTES) return undefined;
  try {
    const value: unknown = JSON.parse(text.decode(state));
    if (typeof value !== "object" || value === null) return undefined;
    return stamp === undefined ? state.slice() : Buffer.from(JSON.stringify(stamp(value)));
  } catch {
    return undefined;
  }
}
