// One error for everything that callers may want to tell apart. The code is API: it is what HTTP
// answers carry, what tests match and what logs count. Absence is `undefined`, never an error.

export type ErrorCode =
  | "bad-request"
  | "forbidden"
  | "too-many"
  | "too-large"
  | "unauthenticated"
  | "doc/not-found"
  | "link/password"
  | "config/invalid"
  | "port/taken"
  | "store/closed"
  | "store/locked"
  | "store/damaged"
  | "store/too-new"
  | "store/conflict"
  | "store/failed"
  | "update/malformed"
  | "internal";

export class AppError extends Error {
  readonly code: ErrorCode;

  /** `message` is one sentence that may be shown to a person. */
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
  }
}

/** Ends a switch over a union: a new member becomes a type error here. */
export function assertNever(value: never): never {
  throw new AppError("internal", `Unexpected value: ${JSON.stringify(value)}`);
}
