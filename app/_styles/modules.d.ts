// Lets `tsc` know what importing a stylesheet or a font file gives, before Next wrote next-env.d.ts
// (which is generated, and not in the repository). Used by the compiler only.

/// <reference types="next/types/global" />

declare module "*.woff2" {
  /** The address it is served from. */
  const address: string;
  export default address;
}
