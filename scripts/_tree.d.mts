export const STOP_GRACE_MS: number;
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}
export interface Child {
  readonly name: string;
  readonly pid: number | undefined;
  readonly exited: Promise<Ended>;
  output(): string;
  isRunning(): boolean;
  ask(): void;
  kill(): void;
}
export function startNode(
  name: string,
  args: readonly string[],
  options: {
    env?: Readonly<Record<string, string | undefined>>;
    onLine?: (line: string) => void;
    onErrorLine?: (line: string) => void;
    cwd?: string;
  },
): Child;
export function stopAll(children: readonly Child[], graceMs?: number): Promise<string[]>;
