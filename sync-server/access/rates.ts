// How much one identity, or one address, may do in a while: make documents, open sockets, write, give
// commands, ask for what is not there. Called by features and by the door. An identity costs nothing to
// get, so whatever needs no grant is bounded by address as well; many people may share one address.

import { AppError } from "../../lib/errors.ts";
import type { UserId } from "../../lib/names.ts";
import { Buckets } from "../ops/bucket.ts";
import type { Clock } from "../ops/clock.ts";
import type { Limits } from "../ops/limits.ts";

/** What asking for a document that one may read by its address costs of the guesses: next to nothing. */
const HIT_COST = 0.01;

export interface Rates {
  /** Rejects with `too-many` where somebody makes too many documents. */
  creates(user: UserId, address: string): void;
  /** Rejects with `too-many` where somebody changes too much by commands. */
  commands(user: UserId | undefined, address: string): void;
  /** Rejects with `too-many` where somebody has too many texts drawn: each may wake a room and a worker. */
  reads(user: UserId, address: string): void;
  /** One more connection of this person, who has `open` of them. */
  mayConnect(user: UserId, open: number): boolean;
  /** What all connections of one person may write together: taken per write. */
  writing(user: UserId): (bytes: number) => boolean;
  /**
   * Somebody asked for what is not there for them, or came by nothing but the address. `false`: too often
   * from here, so that whoever guesses learns nothing any more. Those with a grant are not asked.
   */
  mayGuess(address: string, kind: "miss" | "by-address", times?: number): boolean;
}

export function createRates(limits: Limits, clock: Clock): Rates {
  const makers = new Buckets(limits.docsPerSecond, limits.docBurst);
  const makerAddresses = new Buckets(limits.docsPerAddressSecond, limits.docAddressBurst);
  const callers = new Buckets(limits.commandsPerSecond, limits.commandBurst);
  const callerAddresses = new Buckets(limits.commandsPerAddressSecond, limits.commandAddressBurst);
  const readers = new Buckets(limits.readingsPerSecond, limits.readingBurst);
  const readerAddresses = new Buckets(limits.readingsPerAddressSecond, limits.readingAddressBurst);
  const openers = new Buckets(limits.identitySocketsPerSecond, limits.identitySocketBurst);
  const writes = new Buckets(limits.identityWritesPerSecond, limits.identityWriteBurst);
  const bytes = new Buckets(limits.identityBytesPerSecond, limits.identityByteBurst);
  const guesses = new Buckets(limits.guessesPerSecond, limits.guessBurst);

  const both = (one: Buckets, key: string, other: Buckets, otherKey: string): boolean => {
    const now = clock.now();
    return one.of(key, now).take(1, now) && other.of(otherKey, now).take(1, now);
  };

  return {
    creates(user, address) {
      if (both(makers, user, makerAddresses, address)) return;
      throw new AppError("too-many", "Many documents were made from here just now. Try again in a moment.");
    },
    commands(user, address) {
      if (both(callers, user ?? address, callerAddresses, address)) return;
      throw new AppError("too-many", "Too much was changed at once. Try again in a moment.");
    },
    reads(user, address) {
      if (both(readers, user, readerAddresses, address)) return;
      throw new AppError("too-many", "Many documents were read from here just now. Try again in a moment.");
    },
    mayConnect(user, open) {
      const now = clock.now();
      return open < limits.identitySockets && openers.of(user, now).take(1, now);
    },
    writing(user) {
      const count = writes.of(user, clock.now());
      const size = bytes.of(user, clock.now());
      return (length) => {
        const now = clock.now();
        return count.take(1, now) && size.take(length, now);
      };
    },
    mayGuess(address, kind, times = 1) {
      const now = clock.now();
      return guesses.of(address, now).take(kind === "miss" ? times : HIT_COST, now);
    },
  };
}
