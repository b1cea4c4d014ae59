import { differenceWriter, furthestOf, writeInterval, writeP } from '../compare/comparison.ts'
import { formatMetric } from '../format/format.ts'
import { INTERVAL_95 } from '../metrics/interval.ts'
import { METRICS, type MetricName } from '../metrics/metric.ts'
import { meanOf } from '../run/replicates.ts'
import {
  countOver,
  explainNoResampling,
  RESAMPLED_EXPLAINED,
  type SeedLine,
  sayLooks,
  sayResampled,
  sayT,
} from '../run/sayReplicates.ts'
import { html, type Markup } from './html.ts'
import { markOf, table, whisker } from './parts.ts'
import type { ComparisonReport, ReportedRun } from './reported.ts'
import { verdictTable } from './verdictSections.ts'

/** Whether each run is better than the base over folds, and over seeds of both specs. */
export function resampledSection({ runs, judged: { metric }, resampled, seedLines }: ComparisonReport): Markup {
  const [base, ...others] = runs as [ReportedRun, ...ReportedRun[]]
  const { letter } = base.run.mark
  const rows = resampled.flatMap(({ over, verdicts }) =>
    verdicts.flatMap((verdict, i) => (typeof verdict === 'string' ? [] : { over, verdict, run: others[i]! })),
  )
  const reasons = resampled.flatMap(({ verdicts }) => verdicts.filter((verdict) => typeof verdict === 'string'))
  return html`<section aria-labelledby="resampled"><h2 id="resampled">And on other rows?</h2>
${
  rows.length === 0
    ? html`<p>${explainNoResampling(reasons)}</p>`
    : html`<ul class="said">${rows.map(
        ({ over, verdict, run }) =>
          html`<li${verdict.verdict !== 'no evidence' && html` class="strong"`}>${sayResampled(over, verdict, { a: letter, b: run.run.mark.letter })}</li>`,
      )}</ul>
${verdictTable(
  'Verdicts over folds and seeds',
  rows.map(({ over, verdict, run }) => ({
    run,
    over: countOver(over, verdict.count),
    verdict,
    statistic: sayT(verdict),
  })),
  metric,
  letter,
)}
<p class="caption">${RESAMPLED_EXPLAINED}</p>`
}
${seedLines.length > 0 && seedLineTable(seedLines, metric, runs)}</section>`
}

/** Each spec that was trained with several seeds: its mean and deviation, and each seed's score. */
function seedLineTable(lines: readonly SeedLine[], metric: MetricName, runs: readonly ReportedRun[]): Markup {
  const write = (value: number) => formatMetric(metric, value)
  return table(
    'Scores over seeds',
    html`<thead><tr><th scope="col">Run</th><th scope="col" class="n">Seeds</th><th scope="col" class="n">${METRICS[metric].label}, mean ± sd</th><th scope="col">Each</th></tr></thead>
<tbody>${lines.map(
      ({ run, name, scores: { seeds, mean, std } }) =>
        html`<tr><th scope="row">${markOf(runs.find((each) => each.run.id === run.id)!)}${name}</th><td class="n">${seeds.length}</td><td class="n">${write(mean)} ± ${write(std)}</td><td>${seeds.map(({ seed, score }) => `seed ${seed} ${write(score)}`).join(', ')}</td></tr>
`,
    )}</tbody>`,
  )
}

/** Whether the base and one other stay apart when both are trained again with further seeds, pair by pair. */
export function seedSection({ runs, judged: { metric }, seeds }: ComparisonReport): Markup {
  const base = runs[0]!.run
  const { other, reason, pairs, looks } = seeds
  const furthest = furthestOf(looks)
  const write = differenceWriter(metric, furthest / 20)
  const byPairs = new Map(looks.map((look) => [look.pairs, look]))
  const { colour } = runs.find(({ run }) => run.id === other.id)!
  const { label } = METRICS[metric]
  return html`<section aria-labelledby="sure"><h2 id="sure">Is it sure?</h2>
<p>${reason ?? sayLooks({ a: base.mark.letter, b: other.mark.letter }, pairs.length, looks.at(-1))}</p>
${
  pairs.length > 0 &&
  table(
    'Pair by pair',
    html`<thead><tr><th scope="col">Seed</th><th scope="col" class="n">${base.mark.letter}, ${label}</th><th scope="col" class="n">${other.mark.letter}, ${label}</th><th scope="col" class="n">Difference</th><th scope="col">Mean so far</th><th scope="col" class="n">${INTERVAL_95} so far</th><th scope="col" class="n">p so far</th></tr></thead>
<tbody>${pairs.map(({ seed, a, b }, i) => {
      const look = byPairs.get(i + 1)
      const difference = meanOf(b) - meanOf(a)
      return html`<tr><th scope="row">${seed}</th><td class="n">${formatMetric(metric, meanOf(a))}</td><td class="n">${formatMetric(metric, meanOf(b))}</td><td class="n">${difference > 0 && '+'}${write(difference)}</td><td>${look && whisker(look, furthest, colour)}</td><td class="n">${look && writeInterval(look)}</td><td class="n">${look && writeP(look.p)}</td></tr>
`
    })}</tbody>`,
  )
}</section>`
}
