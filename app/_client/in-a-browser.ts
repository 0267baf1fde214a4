// Stands in for lib0/environment in what goes to browsers (next.config.mjs), where there are no arguments and no
// variables to read, and no process to be.

export const isNode = false;
export const isBrowser = true;

export const getVariable = (): null => null;
