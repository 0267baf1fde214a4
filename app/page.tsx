// The home page, "/": the promise, one button, and the documents of whoever looks.

import { asksToSignIn } from "./_home/ask.ts";
import { Home } from "./_home/home.tsx";

export default async function Page() {
  return <Home mustSignIn={await asksToSignIn()} />;
}
