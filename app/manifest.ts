// What a phone needs to put Concord on its home screen. Served by Next as /manifest.webmanifest.

import type { MetadataRoute } from "next";
import { PAPER } from "./_styles/paper.ts";
import { en } from "./_words/en.ts";

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: en.product,
    short_name: en.product,
    description: en.promise,
    start_url: "/",
    display: "standalone",
    background_color: PAPER.light,
    theme_color: PAPER.light,
    icons: [{ src: "/icon.svg", sizes: "any", type: "image/svg+xml" }],
  };
}
