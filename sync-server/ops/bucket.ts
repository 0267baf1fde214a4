// Token buckets: so much at once, so much a second. Called per message by the transport and per request
// by the doors. A bucket is two numbers; nothing ticks.

export class Bucket {
  private readonly perSecond: number;
  private readonly burst: number;
  private tokens: number;
  private at: number;

  constructor(perSecond: number, burst: number, now: number) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.at = now;
  }

  /** Takes `cost` if it is there. `now` in milliseconds; a clock that was set back refills nothing. */
  take(cost: number, now: number): boolean {
    if (now > this.at)
      this.tokens = Math.min(this.burst, this.tokens + ((now - this.at) / 1000) * this.perSecond);
    this.at = now;
    if (this.tokens < cost) return false;
    this.tokens -= cost;
    return true;
  }

  /** True when it would be as good as new: nothing is lost by forgetting it. */
  isFull(now: number): boolean {
    return this.tokens + ((now - this.at) / 1000) * this.perSecond >= this.burst;
  }

  /** Seconds until `cost` will be there, for Retry-After. */
  secondsUntil(cost: number): number {
    return Math.max(1, Math.ceil((cost - this.tokens) / this.perSecond));
  }
}

/** Addresses remembered at once. Above this, full buckets are forgotten first, then the oldest. */
const MAX_KEYS = 10_000;

/** One bucket per key (an address, an identity), bounded in number. */
export class Buckets {
  private readonly perSecond: number;
  private readonly burst: number;
  private readonly buckets = new Map<string, Bucket>();

  constructor(perSecond: number, burst: number) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  of(key: string, now: number): Bucket {
    let bucket = this.buckets.get(key);
    if (bucket === undefined) {
      if (this.buckets.size >= MAX_KEYS) this.forget(now);
      bucket = new Bucket(this.perSecond, this.burst, now);
      this.buckets.set(key, bucket);
    }
    return bucket;
  }

  private forget(now: number): void {
    for (const [key, bucket] of this.buckets) if (bucket.isFull(now)) this.buckets.delete(key);
    for (const key of this.buckets.keys()) {
      if (this.buckets.size < MAX_KEYS) break;
      this.buckets.delete(key);
    }
  }
}
