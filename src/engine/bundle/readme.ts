import { BUNDLE_PATHS } from '@/core/bundle/bundle.ts'
import { CALIBRATION_WORDS } from '@/core/calibration/calibration.ts'
import { inputWidths } from '@/core/encoding/embedding.ts'
import { formatCell, formatCount, formatMetric, formatShare, formatUnits } from '@/core/format/format.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { METRICS, metricsFor } from '@/core/metrics/metric.ts'
import { type Contract, holdsRows, type Pipeline, type PipelineMember } from '@/core/pipeline/pipeline.ts'
import { pipelineSql } from '@/core/pipeline/sql.ts'
import { COLD_WORDS, WARM_START } from '@/core/run/warmStart.ts'
import type { RunBundle } from './runBundle.ts'

/** Values of a category that the table of inputs lists. */
const VALUES_SHOWN = 8

/** What the model is, how good, from what, and how to use it: for a person who has only this folder. */
export function writeReadme(bundle: RunBundle): string {
  const { run, result, experiment, pipeline, annotation, dataset } = bundle
  const { contract } = pipeline
  const learner = LEARNERS[run.spec.learner.kind].label(contract.task)
  const data = dataset ? `${line(dataset.name)} v${dataset.version}` : 'a dataset that is not here'
  return `# ${line(annotation?.name || `${learner} for ${contract.target}`)}

${answer(contract)} ${learner}, trained on ${formatUnits(result.rows.train, 'row')} of ${data} for the question
“${line(experiment.name)}”. Made with Assay; this folder opens there again, in a browser or a terminal: zip it, or keep the .assay file.
${annotation?.notes ? `\n${quote(annotation.notes)}\n` : ''}
## How good it is

${metricTable(bundle)}

${heldOut(bundle)}

## Use it

\`${BUNDLE_PATHS.script}\` does all that Assay does to a row, and needs nothing but Node:

\`\`\`sh
node predict.mjs ${shellQuoted(JSON.stringify(exampleRow(contract)))}
\`\`\`

or from a program beside it:

\`\`\`js
import { predict } from './predict.mjs'

console.log(predict([${JSON.stringify(exampleRow(contract))}]))
\`\`\`

${modelAlone(bundle)}${forDatabase(bundle)}## What goes in

${inputTable(contract)}

${whatComesOut(pipeline)}

## Where it comes from

| | |
|---|---|
| Dataset | ${data}, ${dataset ? `${formatUnits(dataset.rows, 'row')}, ` : ''}SHA-256 \`${run.spec.question.datasetId}\` |
| Spec | SHA-256 \`${run.specHash}\`: question, recipe, split, learner and seed, all in \`run.json\` |
${startLine(bundle)}| Weights | SHA-256 \`${result.weightsDigest}\`, ${formatUnits(result.parameterCount, 'parameter')} |
| Trained | ${run.finishedAt ? `${new Date(run.finishedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC, ` : ''}on ${line(result.device.adapter)} (${result.device.backend}) |

## What is not in here

${holdsRows(pipeline) ? 'Its training rows ARE in here, as the numbers that they were prepared and encoded to, with their answers: neighbours are a model made of them. Else no' : 'No'} row of the data, and not the predictions for its validation and test rows, since they hold those rows' answers: they
stayed where the run was made. What a model learned is in here all the same: the categories that it knows, and for each
input its range and a typical value.
`
}

/** The model that training was to start from, where one was named. */
function startLine({ run: { spec }, result: { start } }: RunBundle): string {
  if (!spec.warmStart) return ''
  const what =
    start?.kind === 'cold'
      ? COLD_WORDS[start.reason]
      : 'the weights that training started from; whoever repeats the spec needs them'
  return `| ${WARM_START} | SHA-256 \`${spec.warmStart.weightsDigest}\`, ${what} |\n`
}

/** What the model is without its preparation, for those who have a use for it. */
function modelAlone({ pipeline: { contract, members } }: RunBundle): string {
  const [{ model, encoding }] = members as readonly [PipelineMember]
  if (model.kind === 'trees')
    return `The trees lie in \`${BUNDLE_PATHS.weights}\`: the length of a header (32 bits), the header as JSON, which says what follows, then
arrays of nodes, thresholds and values, little-endian.\n\n`
  if (model.kind === 'neighbours')
    return `The model is its training rows as prepared and encoded, with their answers, in \`${BUNDLE_PATHS.weights}\`.\n\n`
  const widths = encoding.kind === 'dense' ? inputWidths(encoding) : []
  return `The network alone is a tfjs LayersModel; \`tf.loadLayersModel('model.json')\` opens it in a page. It takes rows that are
already prepared and encoded, which \`encode\` does.${inputsOfNetwork(widths)} In Node, after \`npm install @tensorflow/tfjs\`:

\`\`\`js
import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs'
import { encode } from './predict.mjs'

const { modelTopology, weightsManifest } = JSON.parse(readFileSync('model.json', 'utf8'))
const weightData = new Uint8Array(readFileSync('weights.bin')).buffer
const model = await tf.loadLayersModel({
  load: async () => ({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }),
})
const rows = [${JSON.stringify(exampleRow(contract))}]
${predictCall(widths)}
\`\`\`
${model.inverseLink ? `\nThe answer is the exponential of what the model says (\`Math.exp\`), which \`predict\` does.\n` : ''}
`
}

/** What a network with tables takes, where that is more than one matrix. */
function inputsOfNetwork(widths: readonly number[]): string {
  if (widths.length === 1) return ''
  return ` Its inputs are slices of such
a row: first the plain columns, then for each embedded category the number of its entry in a table, one column each.`
}

function predictCall(widths: readonly number[]): string {
  const matrix = 'tf.tensor2d(rows.map((row) => encode(row)))'
  return `model.predict(${widths.length > 1 ? `tf.split(${matrix}, [${widths.join(', ')}], 1)` : matrix}).print()`
}

function answer({ target, task, classes }: Contract): string {
  if (task === 'regression') return `Predicts the number “${line(target)}”.`
  return `Predicts “${line(target)}”: ${classes.map((name) => `“${line(name)}”`).join(task === 'binary' ? ' or ' : ', ')}.`
}

function metricTable({ evaluations, pipeline, result }: RunBundle): string {
  const ordered = [...evaluations].sort((a, b) => (a.part < b.part ? 1 : -1))
  const names = metricsFor(pipeline.contract.task).filter((name) => ordered.some(({ metrics }) => name in metrics))
  const head = ordered.map(({ part, rows }) => `${part} (${formatUnits(rows, 'row')})`)
  if (head.length === 0) return `Not evaluated. ${formatUnits(result.rows.validation, 'row')} were kept for validation.`
  return [
    `| | ${head.join(' | ')} |`,
    `|---|${head.map(() => '---:|').join('')}`,
    ...names.map((name) => {
      const cells = ordered.map(({ metrics }) => formatMetric(name, metrics[name]))
      return `| ${METRICS[name].label} (${METRICS[name].better} is better) | ${cells.join(' | ')} |`
    }),
  ].join('\n')
}

function forDatabase({ pipeline }: RunBundle): string {
  if (!('sql' in pipelineSql(pipeline))) return ''
  return `\`${BUNDLE_PATHS.sql}\` is the preparation alone, as a query for DuckDB: its heading says what table it reads.\n\n`
}

function heldOut({ evaluations, result }: RunBundle): string {
  if (evaluations.some(({ part }) => part === 'test'))
    return 'The test rows took no part in training, nor in choosing this model unless someone chose by them.'
  if (result.rows.test === 0) return 'No rows were kept apart for a test: these figures flatter a model chosen by them.'
  return `${formatUnits(result.rows.test, 'row')} were kept apart for a test that nobody has made yet: the figures above flatter a model chosen by them.`
}

function inputTable({ inputs }: Contract): string {
  const rows = inputs.map(({ name, type, values, distinct, min, max }) => {
    const shown = values?.slice(0, VALUES_SHOWN).map((value) => `“${line(value)}”`)
    const rest = (distinct ?? 0) - (shown?.length ?? 0)
    const range = min !== undefined && max !== undefined ? `${formatCell(min, type)} to ${formatCell(max, type)}` : ''
    const seen =
      type === 'text' || type === 'identifier' ? `${formatCount(distinct ?? 0)} different` : shown?.join(', ')
    return `| ${line(name)} | ${type} | ${seen ? `${seen}${type === 'category' && rest > 0 ? ` and ${formatCount(rest)} more` : ''}` : range} |`
  })
  return ['| column | type | in training |', '|---|---|---|', ...rows].join('\n')
}

function whatComesOut({ contract: { task, classes }, threshold, calibration, conformal }: Pipeline): string {
  const missing = 'Missing cells and values never seen in training are fine: the preparation says what becomes of them.'
  const share = conformal && formatShare(conformal.level)
  const fitted = conformal && `fitted on ${formatUnits(conformal.rows, 'validation row')} (split conformal)`
  if (task === 'regression') {
    const interval = conformal
      ? `, and with it \`low\` and \`high\`, between which ${share} of rows lie, ${fitted}`
      : ''
    return `Out comes a number in the target’s own units${interval}. ${missing}`
  }
  const rule =
    task === 'binary'
      ? `“${line(classes[1]!)}” from a probability of ${threshold} up, else “${line(classes[0]!)}”`
      : 'the class with the highest probability'
  const set = conformal ? ` \`set\` holds the classes among which ${share} of rows are, ${fitted}.` : ''
  const calibrated = calibration
    ? ` Probabilities are calibrated (${CALIBRATION_WORDS[calibration.kind]}); the scores on validation rows are cross-fitted, by calibrations that did not see their rows.`
    : ''
  return `Out come a probability for each class, and as the prediction ${rule}.${calibrated}${set} ${missing}`
}

/** A row such as the training rows had, as a program would give it. */
export function exampleRow({ inputs }: Contract): Record<string, string | number | null> {
  return Object.fromEntries(
    inputs.map(({ name, type, typical }) => {
      const number = typeof typical === 'number' && (type === 'number' || type === 'integer')
      return [name, typical === null || number ? typical : formatCell(typical, type)]
    }),
  )
}

/** Text of a person's data on one line, in which nothing is Markdown, HTML or the end of a table's cell. */
function line(value: string): string {
  return value.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>|#]/g, '\\$&')
}

function quote(notes: string): string {
  return notes
    .split(/\r?\n/)
    .map((row) => `> ${line(row)}`)
    .join('\n')
}

/** One argument of a POSIX shell. */
function shellQuoted(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`
}
