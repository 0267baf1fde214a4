// Stands in for lib0/hash/sha256 in what goes to browsers (next.config.mjs). Only a mark that may stand beside itself
// is stored under a hash (B12), and this schema has none: test/editor/blocks-schema.test.ts says so when one comes.

export const digest = (): never => {
  throw new Error("no mark of this schema is stored under a hash");
};
