// Called by Turbopack for each file of Next that goes to browsers (next.config.mjs): puts the same module as Next
// ships it for bundlers (next/dist/esm) in its place. Of CommonJS every export stays in the page, used or not, under
// its full name; that was 15 kB of every page. The path stays what it was, so that no module is there twice.

const { existsSync, readFileSync } = require("node:fs");

module.exports = function twinOf(source) {
  const twin = this.resourcePath.replace(/([\\/]next[\\/]dist)([\\/])/, "$1$2esm$2");
  // What Next ships in one form only stays as it is.
  if (twin === this.resourcePath || !existsSync(twin)) return source;
  this.addDependency(twin);
  return readFileSync(twin, "utf8");
};
