// The settings page: /settings. You, light and dark, and tokens for programs. Reached from the menu about
// you; everything on it belongs to this visitor, so it is drawn in the browser.

import type { Metadata } from "next";
import { en } from "../_words/en.ts";
import { SettingsPage } from "./settings-page.tsx";

export const metadata: Metadata = { title: en.settings.title };

export default function Page() {
  return <SettingsPage />;
}
