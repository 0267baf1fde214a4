// The seam between servers. The Bus only hints that truth moved: losing a message costs time, never
// words. One server alone uses bus/memory.ts. test/contract/bus.ts is its exam.

export interface Bus {
  /** Delivers to every subscriber of exactly this topic except those of the publishing bus itself. */
  publish(topic: string, bytes: Uint8Array): void;
  /** Resolves when messages published from now on will arrive. The result ends the subscription. */
  subscribe(topic: string, listener: (bytes: Uint8Array) => void): Promise<() => void>;
  /** Called when messages may have been lost (a broken connection): read the Store again. */
  onGap(listener: () => void): () => void;
  /** Idempotent. */
  close(): Promise<void>;
}
