export const BROWSER_FLAGS: readonly string[];
export interface FoundBrowser {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  readonly from: string;
}
export function findBrowser(options?: {
  quiet?: boolean;
  env?: Readonly<Record<string, string | undefined>>;
}): Promise<FoundBrowser>;
