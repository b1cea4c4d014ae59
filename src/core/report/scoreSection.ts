import { formatDuration, formatMetric } from '../format/format.ts'
import type { Interval } from '../metrics/interval.ts'
import { type MetricName, metricsFor } from '../metrics/metric.ts'
import { besideBase, bestValue } from '../run/leaderboard.ts'
import { whyMissing } from '../run/missingScore.ts'
import { comparedQuantile, rankedScores, scoreLabel } from '../run/quantile.ts'
import type { Evaluation } from '../run/run.ts'
import { html, type Markup } from './html.ts'
import { runHeads, table } from './parts.ts'
import type { ComparisonReport } from './reported.ts'

/** What runs came to on validation rows, and on test rows where those were opened, each score with its interval. */
export function scoreSection({ runs }: ComparisonReport): Markup {
  const { task } = runs[0]!.run.spec.question
  const hasTest = runs.some(({ evaluations }) => evaluations.some(({ part }) => part === 'test'))
  const quantile = comparedQuantile(runs.map(({ run }) => run))
  const rows = (part: Evaluation['part']) => {
    const scored = runs.map((each) => {
      const evaluation = each.evaluations.find((evaluation) => evaluation.part === part)
      return {
        ...each,
        evaluation,
        metrics: rankedScores(evaluation?.metrics ?? {}, each.run, quantile),
        intervals: evaluation?.intervals ?? {},
      }
    })
    const ranked = besideBase(scored, part)
    return metricsFor(task).map((name) => {
      const best = bestValue(ranked, name)
      return html`<tr><th scope="row">${scoreLabel(name, quantile)}${hasTest && `, ${part}`}</th>${scored.map((row) => {
        const { run, evaluation, metrics, intervals } = row
        const isBest = ranked.includes(row) && metrics[name] !== undefined && metrics[name] === best
        return html`<td class="n"><span${isBest && html` class="strong"`}>${formatMetric(name, metrics[name])}</span>${metrics[name] !== undefined ? intervalLine(name, intervals[name]) : evaluation && html`<span class="caption">${whyMissing(name, evaluation, run).short}</span>`}</td>`
      })}</tr>
`
    })
  }
  return html`<section aria-labelledby="scores"><h2 id="scores">Scores</h2>${table(
    'Scores side by side',
    html`${runHeads(runs, 'Metric')}<tbody>${rows('validation')}${hasTest && rows('test')}<tr><th scope="row">Training time</th>${runs.map(
      ({ trainMs }) => html`<td class="n">${trainMs !== undefined && formatDuration(trainMs)}</td>`,
    )}</tr></tbody>`,
  )}</section>`
}

function intervalLine(metric: MetricName, interval: Interval | undefined): Markup | undefined {
  return (
    interval &&
    html`<br><span class="caption">${formatMetric(metric, interval.low)} to ${formatMetric(metric, interval.high)}</span>`
  )
}
