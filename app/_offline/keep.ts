// Takes in the service worker, says when a newer version is there, and sees that words which wait in this
// browser get to the server. Called by the keeper, once a page.

import { RefreshCw } from "lucide-react";
import { toast } from "../_ui/toast.tsx";
import { offline } from "../_words/offline.ts";
import { keepDelivering } from "./deliver.ts";
import { BUILD_META } from "./plan.ts";
import { followVersions } from "./versions.ts";

export function keep(): () => void {
  const own = document.querySelector<HTMLMetaElement>(`meta[name="${BUILD_META}"]`)?.content ?? "";
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const stops = [keepDelivering()];
  // Not in development, where nothing old may ever be shown; and not where the browser has none (plain http).
  if (own !== "" && container !== undefined) stops.push(followVersions({ own, container, onNewer: say }));
  return () => {
    for (const stop of stops) stop();
  };
}

/** Never by itself: somebody may be writing. Reloading asks, as ever, where something is not saved. */
function say(): void {
  toast({
    text: offline.update,
    detail: offline.updateDetail,
    icon: RefreshCw,
    action: { label: offline.updateNow, run: () => location.reload() },
  });
}
