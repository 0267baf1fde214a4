// One after another for each key, so that what was looked up still holds when it is written. Called by
// files.ts; keys of documents and of files are apart in form. Nothing stays behind for a key at rest.

export interface Turns {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    run(key, work) {
      const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
      last.set(key, turn);
      const done = () => last.get(key) === turn && last.delete(key);
      turn.then(done, done);
      return turn;
    },
  };
}
