import { formatDate } from '../format/format.ts'
import { explainVerdicts } from '../pipeline/noComparison.ts'
import { describeLeaders } from '../run/leaderboard.ts'
import { html } from './html.ts'
import { lineFigure } from './lineSvg.ts'
import type { ComparisonReport } from './reported.ts'
import { resampledSection, seedSection } from './resampledSections.ts'
import { scoreSection } from './scoreSection.ts'
import { hashSection, settingSection } from './settingSections.ts'
import { REPORT_STYLE, tokensByPreference } from './style.ts'
import { rowSection, verdictSection } from './verdictSections.ts'

/**
 * A comparison as one HTML file that needs nothing else: no script, no network, charts as inline SVG, in the colours that the
 * reader prefers. Whatever came out of data or a person's hands is text in it, never markup.
 */
export function comparisonReport(report: ComparisonReport): string {
  const { runs, metric, judged } = report
  const letters = runs.map(({ run }) => run.mark.letter)
  const title = `Runs ${letters.join(', ')} compared`
  const [base] = runs
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${title}: ${report.question}</title>
<style>${{ markup: tokensByPreference(report.tokens) + REPORT_STYLE }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="caption">${report.question}. Frozen on ${formatDate(Math.floor(report.madeAt / 60_000) * 60_000)} UTC by Assay.</p>
${verdictSection(report)}
${scoreSection(report)}
${rowSection(report)}
${resampledSection(report)}
${seedSection(report)}
${
  report.panels.length > 0 &&
  html`<section aria-labelledby="curves"><h2 id="curves">How they learned</h2>
${report.panels.map(({ heading, charts }) => html`${heading && html`<h3>${heading}</h3>`}${charts.map(lineFigure)}`)}</section>`
}
${settingSection(report)}
${hashSection(runs)}
<section aria-labelledby="how"><h2 id="how">What was compared, and how</h2>
<p>${describeLeaders(runs, metric, 'validation')} Scores are those of validation rows${base!.evaluations.some(({ part }) => part === 'test') && ', and of test rows where they were opened'}.</p>
<p>${explainVerdicts({ base: base!.run, ...judged, compared: judged.found.filter((each) => 'verdict' in each).length }).join(' ')}</p>
<p>Verdicts rest on the predictions that were stored when the rows were scored. This file was written once and does not change with the runs; in the browser that has them the comparison is at <code>#${report.address}</code>.</p>
</section>
</main>
</body>
</html>
`
  return document.markup
}
