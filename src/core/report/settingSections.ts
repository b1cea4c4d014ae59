import { formatUnits } from '../format/format.ts'
import { fullText } from '../run/compare.ts'
import { html, type Markup } from './html.ts'
import { markOf, runHeads, table } from './parts.ts'
import type { ComparisonReport, ReportedRun } from './reported.ts'

/** The settings side by side; those that do not differ can be hidden. */
export function settingSection({ runs, settings, isDiffOnly }: ComparisonReport): Markup {
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
export function hashSection(runs: readonly ReportedRun[]): Markup {
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
