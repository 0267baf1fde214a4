// Called by app/d/_page/head.tsx and app/_home, apart from the other words of app/_words/porting.ts.

/** What stands in menus and on the home page before anything else of this is loaded. */
export const portingSigns = {
  export: "Export…",
  import: "Import",
  importHint: "Markdown, HTML, text or JSON. Or drop files anywhere on this page.",
  drop: "Drop files to make documents of them",
  signInFirst: "Sign in to make documents of files",
} as const;
