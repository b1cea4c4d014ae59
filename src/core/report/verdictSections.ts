import {
  describeComparison,
  furthestOf,
  sayVerdict,
  VERDICT_TONES,
  type Verdict,
  writeDifference,
  writeInterval,
  writeP,
} from '../compare/comparison.ts'
import { formatCount, formatShare, formatUnits } from '../format/format.ts'
import { INTERVAL_95 } from '../metrics/interval.ts'
import { METRICS, type MetricName } from '../metrics/metric.ts'
import { explainUncompared } from '../pipeline/noComparison.ts'
import { OUTCOME_WORDS } from '../prediction/outcome.ts'
import { outcomeRows, sayDiff } from '../prediction/sayDiff.ts'
import { rowsTogether } from '../split/describe.ts'
import { html, type Markup } from './html.ts'
import { markOf, table, whisker } from './parts.ts'
import type { ComparisonReport, ReportedRun } from './reported.ts'

/** A row of a table of verdicts, as the page has them. */
export interface VerdictRow {
  readonly run: ReportedRun
  readonly over?: string | undefined
  readonly verdict: Verdict | undefined
  readonly statistic?: string | undefined
}

/** Verdicts side by side, all differences on one axis. */
export function verdictTable(label: string, rows: readonly VerdictRow[], metric: MetricName, base: string): Markup {
  const verdicts = rows.flatMap(({ verdict }) => verdict ?? [])
  const furthest = furthestOf(verdicts)
  const hasOver = rows.some(({ over }) => over !== undefined)
  const cells = (verdict: Verdict, colour: string, statistic: string | undefined) => {
    return html`<td class="${VERDICT_TONES[verdict.verdict]}">${sayVerdict(verdict.verdict, base)}</td><td class="n">${writeDifference(verdict)}</td><td>${whisker(verdict, furthest, colour)}</td>
<td class="n">${writeInterval(verdict)}</td><td class="n">${writeP(verdict.p)}</td><td>${verdict.test}${statistic && `, ${statistic}`}</td>`
  }
  return table(
    label,
    html`<thead><tr><th scope="col">Run</th>${hasOver && html`<th scope="col">Over</th>`}<th scope="col">Verdict</th><th scope="col" class="n">Difference</th><th scope="col">${METRICS[metric].better} is better</th><th scope="col" class="n">${INTERVAL_95}</th><th scope="col" class="n">${verdicts.some(({ family }) => family > 1) ? 'p, adjusted' : 'p'}</th><th scope="col">Test</th></tr></thead>
<tbody>${rows.map(
      ({ run, over, verdict, statistic }) =>
        html`<tr><th scope="row">${markOf(run)}${run.name}</th>${hasOver && html`<td>${over}</td>`}${
          verdict ? cells(verdict, run.colour, statistic) : html`<td colspan="6">No verdict</td>`
        }</tr>
`,
    )}</tbody>`,
  )
}

/** Whether each run is better than the base: a sentence each, and all in a table. */
export function verdictSection({ runs, judged: { metric, part, found, notes } }: ComparisonReport): Markup {
  const [base, ...others] = runs as [ReportedRun, ...ReportedRun[]]
  const { letter } = base.run.mark
  const rows = base.evaluations.find((each) => each.part === part)?.rows ?? 0
  return html`<section aria-labelledby="better"><h2 id="better">Is it better?</h2>
<ul class="said">${found.map((each, i) => {
    const { run } = others[i]!
    return 'verdict' in each
      ? html`<li${each.verdict.verdict !== 'no evidence' && html` class="strong"`}>${describeComparison(each.verdict, { a: letter, b: run.mark.letter })}${notes[i] && html`<br><span class="note">${notes[i]}</span>`}</li>`
      : html`<li>No verdict on ${run.mark.letter}. ${explainUncompared(each, { run, base: base.run, part, metric })}</li>`
  })}</ul>
<p class="caption">By ${METRICS[metric].label} on ${formatUnits(rows, part === 'test' ? 'test row' : 'validation row')}, against ${letter}.</p>
${verdictTable(
  'Verdicts',
  found.map((each, i) => ({ run: others[i]!, verdict: 'verdict' in each ? each.verdict : undefined })),
  metric,
  letter,
)}</section>`
}

/** What each run does to the rows of the base: which it fixes, which it breaks. */
export function rowSection({ runs, judged: { part, metric }, rowDiffs }: ComparisonReport): Markup | undefined {
  const [base, ...others] = runs as [ReportedRun, ...ReportedRun[]]
  const standsAlone = rowsTogether(base.run.spec.question.split) === undefined
  const counted = rowDiffs.flatMap((diff, i) => ('reason' in diff ? [] : [{ diff, other: others[i]! }]))
  if (rowDiffs.length === 0) return undefined
  return html`<section aria-labelledby="rows"><h2 id="rows">Row by row</h2>
<ul>${rowDiffs.map((diff, i) => {
    const { run } = others[i]!
    return html`<li>${
      'reason' in diff
        ? `${run.mark.letter}: ${explainUncompared(diff, { run, base: base.run, part, metric })}`
        : sayDiff(diff, { a: base.run.mark.letter, b: run.mark.letter }, part, standsAlone)
    }</li>`
  })}</ul>
${
  counted.length > 0 &&
  table(
    'Rows by what became of them',
    html`<thead><tr><th scope="col">Run</th>${outcomeRows(counted[0]!.diff).map(([outcome]) => html`<th scope="col" class="n">${OUTCOME_WORDS[outcome]}</th>`)}</tr></thead>
<tbody>${counted.map(
      ({ diff, other }) =>
        html`<tr><th scope="row">${markOf(other)}${other.name}</th>${outcomeRows(diff).map(([, count]) => html`<td class="n">${formatCount(count)}, ${formatShare(count / diff.rows)}</td>`)}</tr>
`,
    )}</tbody>`,
  )
}</section>`
}
