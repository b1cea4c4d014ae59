/** A stylesheet of tokens whose dark values hang on an attribute of the page, with those for whoever prefers dark instead. */
export function tokensByPreference(css: string): string {
  return css.replace(
    /\[data-mantine-color-scheme="dark"\]\s*\{([^}]*)\}/g,
    '@media (prefers-color-scheme: dark) {\n:root {$1}\n}',
  )
}

/** How a saved page looks: the page's own tables and type, as one column that can be printed. */
export const REPORT_STYLE = `
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1180px; padding: 24px 24px 64px; font: var(--fs-13)/var(--lh-13) system-ui, sans-serif;
  font-variant-numeric: tabular-nums; color: var(--text-1); background: var(--surface-1); }
h1 { font-size: var(--fs-20); line-height: var(--lh-20); font-weight: 600; margin: 0 0 4px; }
h2 { font-size: var(--fs-15); line-height: var(--lh-15); font-weight: 600; margin: 32px 0 8px; }
h3 { font-size: var(--fs-13); line-height: var(--lh-13); margin: 16px 0 4px; }
p, ul { margin: 0 0 8px; max-width: 100ch; }
ul.said { padding: 0; list-style: none; }
ul.said li { font-size: var(--fs-15); line-height: var(--lh-15); padding: 2px 0; }
.note { font-size: var(--fs-13); font-weight: 400; color: var(--text-2); }
.caption, figcaption { color: var(--text-3); font-size: var(--fs-12); }
figcaption b { color: var(--text-1); }
.scroll { overflow-x: auto; }
.scroll:focus-visible, summary:focus-visible, input:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; }
th, td { padding: 6px 24px 6px 0; text-align: left; vertical-align: baseline; border-top: 1px solid var(--line-1); }
thead th { border-top: 0; font-size: var(--fs-11); font-weight: 500; color: var(--text-3); }
tbody th { font-weight: 400; color: var(--text-2); }
.group th { padding-top: 14px; font-size: var(--fs-11); font-weight: 560; color: var(--text-3); }
th.n, td.n { text-align: right; }
.strong { font-weight: 600; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.mark { display: inline-block; min-width: 20px; padding: 0 4px; margin-right: 8px; text-align: center; font-weight: 600;
  border: 1.5px solid; border-radius: 4px; }
.mark b { color: var(--text-1); font-weight: 600; }
code { font-size: var(--fs-12); font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
td code { white-space: nowrap; }
figure { margin: 12px 0 20px; }
svg { display: block; width: 100%; max-width: 900px; height: auto; }
svg.whisker { width: 160px; height: 10px; }
svg text { font: 11px system-ui, sans-serif; fill: var(--text-3); }
svg text.end { font-size: 12px; fill: var(--text-2); }
summary { cursor: pointer; color: var(--accent); font-size: var(--fs-12); padding: 4px 0; width: fit-content; }
label { display: inline-flex; align-items: center; gap: 8px; min-height: 24px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
section:has(#diff:checked) tr[data-differs="no"] { display: none; }
@media print { body { padding: 0; } figure, tr { break-inside: avoid; } }
`
