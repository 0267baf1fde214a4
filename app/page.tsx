// The home page, "/": the promise, one button, and the documents that were opened in this browser.

import { Home } from "./_home/home.tsx";

export default function Page() {
  return <Home />;
}
