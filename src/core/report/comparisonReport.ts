import { describeComparison, differenceWriter, type Verdict, writeP } from '../compare/comparison.ts'
import { formatDate, formatDuration, formatMetric, formatUnits } from '../format/format.ts'
import { METRICS, type MetricName, metricsFor } from '../metrics/metric.ts'
import type { ComparedRun } from '../pipeline/jobs.ts'
import { explainUncompared, explainVerdicts } from '../pipeline/noComparison.ts'
import { fullText, type SettingRow } from '../run/compare.ts'
import { bestValue, describeLeaders, type Ranked } from '../run/leaderboard.ts'
import type { Evaluation, RunResult } from '../run/run.ts'
import { html, type Markup } from './html.ts'
import { type LineDrawing, lineFigure } from './lineSvg.ts'
import { REPORT_STYLE, tokensByPreference } from './style.ts'

/** A run of a saved comparison. */
interface ReportedRun extends Ranked {
  /** What tells it from the others, shortly. */
  readonly difference: string
  /** A CSS colour of the tokens. */
  readonly colour: string
  readonly result?: RunResult | undefined
  /** What it came to on each part that was opened. */
  readonly evaluations: readonly Evaluation[]
}

export interface ComparisonReport {
  readonly question: string
  /** The first is the base. */
  readonly runs: readonly ReportedRun[]
  /** By which the runs are ranked. */
  readonly metric: MetricName
  /** How they were judged, in the order of the runs but the base. */
  readonly judged: {
    readonly metric: MetricName
    readonly part: Evaluation['part']
    readonly found: readonly ComparedRun[]
  }
  readonly panels: readonly { readonly heading: string | undefined; readonly charts: readonly LineDrawing[] }[]
  readonly settings: readonly SettingRow[]
  readonly isDiffOnly: boolean
  /** The tokens of the page as its stylesheet has them. */
  readonly tokens: string
  /** Where the comparison was looked at, after `#`. */
  readonly address: string
  readonly madeAt: number
}

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
${
  report.panels.length > 0 &&
  html`<section aria-labelledby="curves"><h2 id="curves">How they learned</h2>
${report.panels.map(({ heading, charts }) => html`${heading && html`<h3>${heading}</h3>`}${charts.map(lineFigure)}`)}</section>`
}
${settingSection(report)}
${hashSection(runs)}
<section aria-labelledby="how"><h2 id="how">What was compared, and how</h2>
<p>${describeLeaders(runs, metric)} Scores are those of validation rows${base!.evaluations.some(({ part }) => part === 'test') && ', and of test rows where they were opened'}.</p>
<p>${explainVerdicts({ base: base!.run, ...judged, compared: judged.found.filter((each) => 'verdict' in each).length }).join(' ')}</p>
<p>Verdicts rest on the predictions that were stored when the rows were scored. This file was written once and does not change with the runs; in the browser that has them the comparison is at <code>#${report.address}</code>.</p>
</section>
</main>
</body>
</html>
`
  return document.markup
}

function runHeads(runs: readonly ReportedRun[], corner: string): Markup {
  return html`<thead><tr><th scope="col">${corner}</th>${runs.map(
    (each, place) => html`<th scope="col" class="n">${markOf(each)}${each.name}${place === 0 && ' (base)'}</th>`,
  )}</tr></thead>`
}

function markOf({ run, colour }: ReportedRun): Markup {
  return html`<span class="mark" style="border-color: ${colour}"><b>${run.mark.letter}</b></span>`
}

function table(label: string, content: Markup): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>${content}</table></div>`
}

function verdictSection({ runs, judged: { metric, part, found } }: ComparisonReport): Markup {
  const [base, ...others] = runs
  const rows = base!.evaluations.find((each) => each.part === part)?.rows ?? 0
  const verdicts = found.flatMap((each) => ('verdict' in each ? [each.verdict] : []))
  const furthest = Math.max(Number.MIN_VALUE, ...verdicts.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]))
  const cells = (each: ComparedRun, other: ReportedRun): Markup => {
    if (!('verdict' in each))
      return html`<td colspan="6">${explainUncompared(each, { run: other.run, base: base!.run, part, metric })}</td>`
    const { verdict, difference, low, high, p, test } = each.verdict
    const write = differenceWriter(metric, high - low)
    const tone = verdict === 'better' ? 'strong good' : verdict === 'worse' ? 'strong bad' : ''
    return html`<td class="${tone}">${verdict === 'no evidence' ? 'No evidence either way' : `${verdict === 'better' ? 'Better' : 'Worse'} than ${base!.run.mark.letter}`}</td>
<td class="n">${difference > 0 && '+'}${write(difference)}</td><td>${whisker(each.verdict, furthest, other.colour)}</td>
<td class="n">${write(low)} to ${write(high)}</td><td class="n">${writeP(p)}</td><td>${test}</td>`
  }
  return html`<section aria-labelledby="better"><h2 id="better">Is it better?</h2>
<ul class="said">${found.flatMap((each, i) =>
    'verdict' in each
      ? [
          html`<li>${describeComparison(each.verdict, { a: base!.run.mark.letter, b: others[i]!.run.mark.letter })}</li>`,
        ]
      : [],
  )}</ul>
<p class="caption">By ${METRICS[metric].label} on ${formatUnits(rows, part === 'test' ? 'test row' : 'validation row')}, against ${base!.run.mark.letter}.</p>
${table(
  'Verdicts',
  html`<thead><tr><th scope="col">Run</th><th scope="col">Verdict</th><th scope="col" class="n">Difference</th><th scope="col">${METRICS[metric].better} is better</th><th scope="col" class="n">95% interval</th><th scope="col" class="n">${others.length > 1 ? 'p, adjusted' : 'p'}</th><th scope="col">Test</th></tr></thead>
<tbody>${others.map(
    (other, i) => html`<tr><th scope="row">${markOf(other)}${other.name}</th>${found[i] && cells(found[i], other)}</tr>
`,
  )}</tbody>`,
)}</section>`
}

/** From the zero line in the middle, all on one axis. */
function whisker({ difference, low, high }: Verdict, furthest: number, colour: string): Markup {
  const place = (value: number) => Math.round(10 * (50 + (49 * value) / furthest)) / 10
  const from = Math.min(50, place(difference))
  return html`<svg class="whisker" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><path d="M50 0V8" stroke="var(--line-3)" vector-effect="non-scaling-stroke"/><rect x="${from}" y="1.5" height="5" width="${Math.abs(place(difference) - 50)}" fill="${colour}" fill-opacity=".45"/>${
    low < high &&
    html`<path d="M${place(low)} 4H${place(high)}" stroke="${colour}" stroke-width="1.5" vector-effect="non-scaling-stroke"/>`
  }</svg>`
}

function scoreSection({ runs }: ComparisonReport): Markup {
  const { task } = runs[0]!.run.spec.question
  const hasTest = runs.some(({ evaluations }) => evaluations.some(({ part }) => part === 'test'))
  const rows = (part: Evaluation['part']) => {
    const scored = runs.map((each) => ({
      ...each,
      metrics: each.evaluations.find((evaluation) => evaluation.part === part)?.metrics ?? {},
    }))
    return metricsFor(task).map((name) => {
      const best = bestValue(scored, name)
      return html`<tr><th scope="row">${METRICS[name].label}${hasTest && `, ${part}`}</th>${scored.map(
        ({ metrics }) =>
          html`<td class="n${metrics[name] !== undefined && metrics[name] === best && ' strong'}">${formatMetric(name, metrics[name])}</td>`,
      )}</tr>
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

function settingSection({ runs, settings, isDiffOnly }: ComparisonReport): Markup {
  const differing = settings.filter(({ differs }) => differs).length
  return html`<section aria-labelledby="settings"><h2 id="settings">Settings</h2>
<p><label><input type="checkbox" id="diff"${isDiffOnly && html` checked`}> Diff only</label> <span class="caption">${differing} of ${formatUnits(settings.length, 'setting')} differ</span></p>
${table(
  'Settings side by side',
  html`${runHeads(runs, 'Setting')}<tbody>${settings.map(
    ({ group, label, values, differs }, i) => html`${
      group !== settings[i - 1]?.group &&
      html`<tr class="group" data-differs="${settings.some((each) => each.group === group && each.differs) ? 'yes' : 'no'}"><th scope="rowgroup" colspan="${runs.length + 1}">${group}</th></tr>
`
    }<tr data-differs="${differs ? 'yes' : 'no'}"><th scope="row">${label}</th>${values.map(
      (value) =>
        html`<td class="n${differs && (value && fullText(value)) !== (values[0] && fullText(values[0])) && ' strong'}">${
          value ? (value.full === undefined ? value.text : html`<code>${value.text}</code>`) : 'none'
        }</td>`,
    )}</tr>
`,
  )}</tbody>`,
)}</section>`
}

/** By which whoever has the files can tell that they are the same. */
function hashSection(runs: readonly ReportedRun[]): Markup {
  const rowsOf = ({ run, result, evaluations }: ReportedRun) => [
    ['Data', run.spec.question.datasetId],
    ['Spec', run.specHash],
    ['Model', result?.weightsDigest],
    ...evaluations.map(({ part, digest }) => [`Predictions, ${part}`, digest] as const),
  ]
  return html`<section aria-labelledby="hashes"><h2 id="hashes">Hashes</h2>
<p class="caption">SHA-256. The same data, spec or model has the same hash wherever it is.</p>
${table(
  'Hashes of the runs',
  html`<thead><tr><th scope="col">Run</th><th scope="col">Of</th><th scope="col">SHA-256</th></tr></thead><tbody>${runs.map(
    (each) =>
      rowsOf(each).map(
        (
          [what, hash],
          i,
        ) => html`<tr><th scope="row">${i === 0 && html`${markOf(each)}${each.name}${each.difference && `, ${each.difference}`}`}<span class="hidden">${i > 0 && `Run ${each.run.mark.letter}`}</span></th><td>${what}</td><td>${hash ? html`<code>${hash}</code>` : 'none'}</td></tr>
`,
      ),
  )}</tbody>`,
)}</section>`
}
