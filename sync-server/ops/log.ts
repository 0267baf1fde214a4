// Logs are events with fields, written as JSON lines to stderr. Never content, never tokens.

import pino from "pino";

export interface Log {
  debug(fields: object, event: string): void;
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

/** `level`: pino's (`silent`, `error`, `warn`, `info`, `debug`). */
export const createLog = (level: string): Log => pino({ level, base: null }, pino.destination({ fd: 2 }));

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
