// The page that stands in for all others while nobody answers: /offline. The service worker keeps it and shows
// it under the address that was asked for (app/_offline/plan.ts). It is drawn in the browser, from what that
// has; in the HTML there is nothing of anybody.

import { Shell } from "./shell.tsx";

export default function Page() {
  return <Shell />;
}
