// What surrounds the text of a page that leaves: how it is known again, and its look. Called by html-out.ts.

/** By this a page of ours is known again: every space in it is meant. */
export const GENERATOR = '<meta name="generator" content="Concord">';

export const STYLE = `
:root{color-scheme:light dark}
body{max-width:42rem;margin:3rem auto;padding:0 1.25rem;font:1.0625rem/1.6 Georgia,"Times New Roman",serif;overflow-wrap:break-word}
h1,h2,h3,h4,h5{line-height:1.25;margin:1.6em 0 .5em;break-after:avoid}
h1{font-size:1.9em}h2{font-size:1.45em}h3{font-size:1.2em}h4,h5{font-size:1em}
p,ul,ol,pre,blockquote,.table,figure,details,div[data-type]{margin:.75em 0}
p,h1,h2,h3,h4,h5,li,td,th{unicode-bidi:plaintext}
[dir]{unicode-bidi:isolate}pre{direction:ltr}
p,h1,h2,h3,h4,h5{white-space:break-spaces}
li>p,td>p,th>p,li>div>p{margin:.2em 0}
pre,code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.9em}
pre{overflow:auto;padding:.8em 1em;border:1px solid #8884;border-radius:6px;white-space:pre-wrap}
blockquote{margin-inline:0;padding-inline-start:1em;border-inline-start:3px solid #8888}
div[data-type=callout]{padding:.2em 1em;border-inline-start:3px solid #2b6cb0;background:#8881}
div[data-kind=tip]{border-color:#2f855a}div[data-kind=warning]{border-color:#b7791f}div[data-kind=danger]{border-color:#c53030}
summary>*{display:inline}details>:not(summary){margin-inline-start:1.1em}
.table{overflow-x:auto}.table:dir(rtl) td,.table:dir(rtl) th{text-align:right}
table{border-collapse:collapse}td,th{border:1px solid #8886;padding:.35em .7em;text-align:start;vertical-align:top}th{background:#8881}tr{break-inside:avoid}
ul[data-type=taskList]{list-style:none;padding-inline-start:.2em}ul[data-type=taskList]>li{display:flex;gap:.6em}ul[data-type=taskList]>li>div{flex:1}
mark{background:#ffe58a;color:#111}
[data-tone=red]{background:#ffc9c9}[data-tone=green]{background:#b7ebc6}[data-tone=blue]{background:#bfdbfe}[data-tone=violet]{background:#ddd6fe}[data-tone=grey]{background:#d4d4d8}
[data-color=red]{color:#c53030}[data-color=amber]{color:#b7791f}[data-color=green]{color:#2f855a}[data-color=blue]{color:#2b6cb0}[data-color=violet]{color:#6b46c1}[data-color=grey]{color:#6b7280}
img{max-width:100%;height:auto}figcaption{font-size:.9em;opacity:.8}
div[data-type=pageBreak]{break-after:page;border-top:1px dashed #8886}
@media screen{.wide td>*,.wide th>*{max-width:16rem}}
@media print{body{margin:0;max-width:none}:root{color-scheme:light}div[data-type=pageBreak]{border:0}
.table{overflow:visible}.wide{font-size:.75em}.wide td,.wide th{overflow-wrap:anywhere}.wide table{width:100%}.wide col{width:calc(var(--keep)*1.1 + 2em)}
details::details-content{content-visibility:visible;block-size:auto}summary{list-style:none}summary::-webkit-details-marker{display:none}}
`;
