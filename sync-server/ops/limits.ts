// Every bound of the server in one place, with its unit and its reason. Tests hand in smaller ones.

import { MAX_MESSAGE_BYTES } from "../../lib/protocol.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

export const LIMITS = {
  /** A 3 MiB paste passes; ws refuses more while reading, before anything is allocated. */
  maxMessageBytes: MAX_MESSAGE_BYTES,

  /** ms between two flushes of one room: one screen frame. */
  tickMs: 16,
  /** ms between two flushes where more than `crowd` people write: browsers have enough to do. */
  crowdTickMs: 33,
  /** People who wrote within the last second. */
  crowd: 50,

  /** ms between two commits of the process: with many rooms awake, one fsync carries several of them. */
  commitGapMs: 16,
  /** ms between two commits while the last one carried more than `crowdRooms`: one fsync then serves more. */
  crowdCommitGapMs: 33,
  /** Rooms in one commit: more are 250 writes a second, as of some 50 people who type at once. */
  crowdRooms: 4,

  /** Bytes of updates of one room that wait for a failing store before its people are sent away. */
  maxUnstoredBytes: 8 * MIB,
  /** ms until a failed commit is tried again: first and longest. */
  retryFirstMs: 100,
  retryLongestMs: 5_000,

  /** Entries after which a room is folded: opening 2,000 small updates takes a browser about 50 ms. */
  foldEntries: 2_000,
  /** Bytes of tail that are never too many; above, half the snapshot decides. */
  foldFreeBytes: MIB,
  /** Days for which the history keeps steps of a second; 0 keeps them for ever (HISTORY_FINE_DAYS). */
  historyFineDays: 90,
  /** ms within which older writing of one person is one step. */
  historyCoarseMs: 600_000,
  /** ms that a room without anybody stays in memory: a page reload finds it warm. */
  idleMs: 10_000,
  /** Answers to state vectors kept per room until it changes: a reconnect storm repeats the same few. */
  cachedDiffs: 16,

  /** ms between pings. A peer without a pong by the next one is cut off: gone after 40 s at most. */
  heartbeatMs: 20_000,
  /** ms of quiet after which a heartbeat also sends a message: stock clients give up after 30 s. */
  quietMs: 5_000,
  /** Bytes waiting in a socket above which it gets no live frames, but one diff when it has drained. */
  lagBytes: MIB,
  /** Bytes waiting in a socket, above the size of its last answer, at which it is cut off. */
  stuckBytes: 8 * MIB,
  /** ms without any progress of a lagging socket until it is cut off. */
  stuckMs: 30_000,

  /** Messages a second, and in one burst, from one connection. A fast typist with a cursor sends 40. */
  messagesPerSecond: 2_000,
  messageBurst: 20_000,
  /** Bytes a second, and in one burst, from one connection. */
  bytesPerSecond: 8 * MIB,
  byteBurst: 64 * MIB,
  /** New sockets a second, and in one burst, from one address: a school behind one router is a burst. */
  socketsPerSecond: 100,
  socketBurst: 2_000,

  /** Documents of one identity, a second and in one burst; and from one address: a class begins at once. */
  docsPerSecond: 0.5,
  docBurst: 60,
  docsPerAddressSecond: 2,
  docAddressBurst: 120,
  /** Commands (rename, share, star …) of one identity and from one address: a list is tidied in one go. */
  commandsPerSecond: 10,
  commandBurst: 300,
  commandsPerAddressSecond: 100,
  commandAddressBurst: 2_000,
  /** Texts drawn for one identity and for one address: a class opens its document, somebody scrolls a book. */
  readingsPerSecond: 5,
  readingBurst: 150,
  readingsPerAddressSecond: 30,
  readingAddressBurst: 1_500,
  /** Sockets of one identity: at once, new ones a second, and in one burst: a browser brings its tabs back. */
  identitySockets: 300,
  identitySocketsPerSecond: 5,
  identitySocketBurst: 400,
  /** Writes and bytes of one identity over all its connections: two connections at full speed. */
  identityWritesPerSecond: 4_000,
  identityWriteBurst: 40_000,
  identityBytesPerSecond: 16 * MIB,
  identityByteBurst: 128 * MIB,
  /** Questions from one address for documents that are not there for whoever asks. */
  guessesPerSecond: 2,
  guessBurst: 200,

  /** ms that a contested presence id's holder has to answer a ping before the newcomer takes it. */
  challengeMs: 3_000,
  /** Presence clocks remembered of people who left a room that others are still in. */
  rememberedPeople: 10_000,

  /** ms that a stop may take before what is left is given up. */
  shutdownMs: 8_000,
} as const;

export type Limits = { readonly [K in keyof typeof LIMITS]: number };
