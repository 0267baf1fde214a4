// Stands in for Node's Buffer in what goes to browsers (next.config.mjs). lib0 names it in a branch that only
// Node takes, and for that a bundler would put a copy of all of it into every page.

export const Buffer = undefined;
