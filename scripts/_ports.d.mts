export function checkPort(port: number, host: string): Promise<void>;
export function freePort(host?: string): Promise<number>;
export function waitForAnswer<T = never>(
  url: string,
  options: { isGood?: (status: number) => boolean; until?: Promise<T>; timeoutMs: number },
): Promise<T | undefined>;
export function hostForUrl(host: string): string;
