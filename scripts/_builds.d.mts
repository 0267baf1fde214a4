export const NEXT: string;
export const TSC: string;
export const SERVER_MAIN: string;
export function ensureBuilt(options?: { force?: boolean }): Promise<void>;
export function fingerprint(sources: readonly string[], root?: string): string;
