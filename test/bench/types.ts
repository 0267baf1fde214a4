// Words that the conductor (run.ts) and the load generator (load/main.ts, a process of its own) share.

/** How a server frames what it says. A relay speaks y-websocket's frames but answers nothing itself. */
export type Dialect = "yjs" | "hocus" | "relay";

/** A server under load, as the load generator sees it. */
export interface Target {
  readonly pid: number;
  readonly port: number;
  /** The request path of a room, up to its name. */
  readonly path: string;
  readonly dialect: Dialect;
  /** A profiled process is never quite idle. */
  readonly profiled: boolean;
  /** Who comes; on an open server nobody is asked. */
  readonly cookie?: string;
}

/** What a run measured. NaN: could not be measured on this system. */
export type Metrics = Record<string, number>;

export type Params = Readonly<Record<string, number | string | readonly number[]>>;

export interface JobRequest {
  readonly id: number;
  readonly job: string;
  readonly target: Target;
  readonly params: Params;
}

export type JobAnswer =
  | { readonly id: number; readonly metrics: Metrics }
  | { readonly id: number; readonly error: string };
