/** The whole appearance of a report, in light and in dark, from the width of a phone up. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f4f5f7; --text: #1c2024; --faint: #5b636d; --line: #d4d8dd;
  --series: #0b63ce; --soft: #a9ccf5; --mark: #b3420a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --raised: #1f242a; --text: #e6e9ec; --faint: #a0a8b2; --line: #3a424b;
    --series: #6cb1ff; --soft: #29507d; --mark: #ffa26b;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1rem; max-width: 60rem;
  background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0.5rem 0; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 0; unicode-bidi: isolate; }
p { margin: 0.5rem 0; }
.faint { color: var(--faint); font-size: 0.9rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.8rem 0.3rem 0; border-bottom: 1px solid var(--line); text-align: left; }
th { color: var(--faint); font-weight: 600; white-space: nowrap; }
tbody th { color: var(--text); }
td { unicode-bidi: isolate; }
.number { text-align: right; white-space: nowrap; }
figure { margin: 1rem 0; }
svg { display: block; width: 100%; max-width: 30rem; height: auto; }
svg text { fill: var(--faint); font: 13px system-ui, sans-serif; }
svg .strong { fill: var(--text); }
svg .axis { stroke: var(--line); fill: none; }
svg .ideal { stroke: var(--faint); stroke-dasharray: 5 4; fill: none; }
svg .bar { fill: var(--soft); }
svg .stated { stroke: var(--mark); stroke-width: 3; }
svg .curve { stroke: var(--series); stroke-width: 2; fill: none; }
svg .dot { fill: var(--mark); }
.case { background: var(--raised); border-radius: 8px; margin: 0.75rem 0; padding: 0.75rem 1rem; }
.case p, .case blockquote { unicode-bidi: isolate; }
blockquote {
  margin: 0.5rem 0; padding-left: 0.75rem; border-left: 3px solid var(--line);
  white-space: pre-wrap;
}
`;
