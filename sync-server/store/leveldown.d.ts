// The parts of leveldown 6 that level.ts uses.

declare module "leveldown" {
  type Callback<T extends unknown[] = []> = (error: Error | null | undefined, ...results: T) => void;
  type Operation =
    | { readonly type: "put"; readonly key: string; readonly value: Buffer }
    | { readonly type: "del"; readonly key: string };

  interface Iterator {
    next(callback: Callback<[key?: string, value?: Buffer]>): void;
    end(callback: Callback): void;
  }

  export interface LevelDown {
    open(options: { createIfMissing?: boolean; maxOpenFiles?: number }, callback: Callback): void;
    close(callback: Callback): void;
    get(key: string, options: { fillCache?: boolean }, callback: Callback<[value: Buffer]>): void;
    batch(operations: readonly Operation[], options: { sync: boolean }, callback: Callback): void;
    iterator(options: {
      gte: string;
      lte: string;
      limit: number;
      reverse: boolean;
      values: boolean;
      keyAsBuffer: false;
      highWaterMark: number;
    }): Iterator;
    compactRange(from: string, to: string, callback: Callback): void;
  }

  const leveldown: {
    (location: string): LevelDown;
    repair(location: string, callback: Callback): void;
  };
  export default leveldown;
}
