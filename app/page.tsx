// The home page, "/": the promise, one button, and the documents of whoever looks.

import { Home } from "./_home/home.tsx";

export default function Page() {
  return <Home />;
}
