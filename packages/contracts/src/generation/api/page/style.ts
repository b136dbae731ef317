/** The page's only style; the header of the page allows it by its hash and nothing else. */
export const STYLE = `
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--get:#05603a;--post:#0b4a8f;--put:#7a4100;--delete:#a11}
@media(prefers-color-scheme:dark){:root{--get:#5fd39b;--post:#7db8ff;--put:#f0b060;--delete:#ff8a8a}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:64rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
h1{margin:0}h2{margin:2.5rem 0 .5rem;border-bottom:2px solid var(--line)}h3{margin:2rem 0 .25rem}h4{margin:1rem 0 .25rem}
code,pre{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}
pre{background:var(--soft);padding:.75rem;overflow:auto;border-radius:.25rem;white-space:pre-wrap}
nav ul{list-style:none;padding:0;columns:20rem}nav li{break-inside:avoid}
table{border-collapse:collapse;width:100%;margin:.25rem 0}caption{text-align:left;font-weight:600;padding:.5rem 0 .25rem}
th,td{border-top:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}thead th{font-weight:600}
tbody th{font-weight:400;white-space:nowrap}
b.get{color:var(--get)}b.post{color:var(--post)}b.put{color:var(--put)}b.delete{color:var(--delete)}
.scope{border:1px solid var(--line);border-radius:1rem;padding:0 .6rem;font-size:.85rem;white-space:nowrap}
@media(max-width:40rem){tbody th{white-space:normal}}
`;
