// Stands in for lib0/environment in what goes to browsers (next.config.mjs), where there are no arguments and no
// variables to read, and no process to be.

export const isNode = false;
export const isBrowser = true;
/** Asked by what only the stock binding brings; said by a variable, of which there are none. */
export const production = false;

export const getVariable = (): null => null;
