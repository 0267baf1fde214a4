// Stands in for Node's `process` in what goes to browsers (next.config.mjs). It is asked for settings only, and the
// build has answered those already.

export const env: Readonly<Record<string, string | undefined>> = {};

export default { env };
