import {
  formatCount,
  formatDuration,
  formatMetric,
  formatShare,
  formatThreshold,
  formatUnits,
} from '@/core/format/format.ts'
import { describeOption } from '@/core/learner/options.ts'
import { fieldsFor, LEARNERS } from '@/core/learner/table.ts'
import { METRICS, type MetricName, metricsFor } from '@/core/metrics/metric.ts'
import { TRAINED_THRESHOLD } from '@/core/pipeline/pipeline.ts'
import { describeStep } from '@/core/recipe/describe.ts'
import { overFolds } from '@/core/run/folds.ts'
import { describePostprocessing } from '@/core/run/postprocessing.ts'
import type { Backend } from '@/core/run/run.ts'
import { type TriedStory, tellTried } from '@/core/run/tried.ts'
import { describeStart, WARM_START } from '@/core/run/warmStart.ts'
import { describeFolds, describeSplit } from '@/core/split/describe.ts'
import type { RunBundle } from '@/engine/bundle/runBundle.ts'
import { readFlags } from './flags.ts'
import { openRunFile } from './runFile.ts'
import type { Terminal } from './terminal.ts'

/** `assay inspect RUN.assay`: data, question, learner, figures and hashes of a saved run. */
export async function inspect(args: readonly string[], terminal: Terminal): Promise<void> {
  const { files, flags } = readFlags('inspect', args, ['RUN.assay'])
  const { bundle } = await openRunFile(files[0]!)
  terminal.answer(flags.json ? JSON.stringify(factsOf(bundle), null, 2) : describeRun(bundle))
}

/** What a program wants to know of a run. */
export function factsOf({ run, result, evaluations, pipeline, dataset }: RunBundle) {
  const { question, learner, seed, postprocessing, warmStart } = run.spec
  return {
    run: run.id,
    spec: run.specHash,
    dataset: { id: question.datasetId, ...(dataset && { name: dataset.name, rows: dataset.rows }) },
    target: question.target,
    task: question.task,
    classes: question.classes,
    ...(question.task === 'binary' && { threshold: pipeline.threshold }),
    metric: question.metric,
    learner,
    seed,
    ...(postprocessing && { postprocessing }),
    ...(warmStart && { warmStart, start: result.start }),
    ended: result.ended,
    rows: result.rows,
    trainMs: Math.round(result.timings.trainMs),
    device: result.device.backend,
    weights: result.weightsDigest,
    inputs: pipeline.contract.inputs.map(({ name, type }) => ({ name, type })),
    ...(result.folds && { folds: result.folds }),
    ...(result.auto && { tries: result.auto.tried.length, auto: result.auto }),
    metrics: Object.fromEntries(evaluations.map(({ part, metrics }) => [part, metrics])),
  }
}

/** The same for a person. */
export function describeRun({ run, result, evaluations, pipeline, dataset, experiment }: RunBundle): string {
  const { question, learner, seed } = run.spec
  const { task, target } = question
  const settings = fieldsFor(learner.kind, task).map(
    (field) => `${field.label.toLowerCase()} ${describeOption(field, learner.options)}`,
  )
  const steps = question.recipe.steps.filter(({ on }) => on).map(describeStep)
  const facts: readonly (readonly [string, string])[] = [
    ['Question', `${experiment.name}: ${target}, ${task}`],
    ['Data', `${dataset ? `${dataset.name} v${dataset.version}, ` : ''}${question.datasetId}`],
    ['Split', describeSplit(question.split)],
    [
      'Rows',
      `${formatCount(result.rows.train)} train, ${formatCount(result.rows.validation)} validate, ${formatCount(result.rows.test)} test`,
    ],
    ...(question.folds ? ([['Folds', describeFolds(question.split, question.folds)]] as const) : []),
    ['Preparation', steps.join('; ') || 'none'],
    ['Learner', LEARNERS[learner.kind].label(task)],
    ['Settings', settings.join('; ') || 'none'],
    ...(task === 'binary' && pipeline.threshold !== TRAINED_THRESHOLD
      ? ([['Threshold', `${question.classes[1]} from ${formatThreshold(pipeline.threshold)} up`]] as const)
      : []),
    ...describePostprocessing(run.spec).map(({ label, value }) => [label, value] as const),
    ...(run.spec.warmStart ? ([[WARM_START, describeStart(run.spec.warmStart, result.start)]] as const) : []),
    ['Seed', String(seed)],
    ['Device', [result.device.adapter, result.device.fallbackReason].filter(Boolean).join('; ')],
    ['Inputs', pipeline.contract.inputs.map(({ name }) => name).join(', ')],
    ['Weights', `${result.weightsDigest}, ${formatUnits(result.parameterCount, 'parameter')}`],
    ['Spec', run.specHash],
  ]
  const over = result.folds && overFolds(result.folds, question.metric)
  const { label } = METRICS[question.metric]
  const folded = over
    ? [
        '',
        `${label} over ${result.folds?.length} folds: ${formatMetric(question.metric, over.mean)} ± ${formatMetric(question.metric, over.std)}`,
      ]
    : []
  const validation = evaluations.find(({ part }) => part === 'validation')?.metrics
  const tried = tellTried(result, question, validation)
  const wide = Math.max(12, ...facts.map(([head]) => head.length))
  return [
    ...facts.map(([head, value]) => `${head.padEnd(wide)} ${value}`),
    ...(tried ? ['', ...triedTable(tried, question.metric, result.auto?.device?.backend)] : []),
    '',
    ...scoreTable(task, evaluations),
    ...folded,
  ].join('\n')
}

/** What auto tried, best first, and how to have the same again. */
function triedTable(
  { verdict, judging, made, ranked }: TriedStory,
  metric: MetricName,
  backend: Backend | undefined,
): string[] {
  const row = (cells: readonly string[], about: string) =>
    `${cells.map((cell) => cell.padStart(12)).join('')}  ${about}`
  return [
    `Tried: ${verdict}`,
    judging,
    `${made}: --set tries=${ranked.length}${backend ? ` --device ${backend}` : ''} repeats this run exactly.`,
    row(['Try', METRICS[metric].label, 'Training', 'Vote'], 'Learner'),
    ...ranked.map(({ number, trainMs, weight, name, about, ...tried }) =>
      row(
        [
          formatCount(number),
          formatMetric(metric, tried.metric),
          formatDuration(trainMs),
          weight > 0 ? formatShare(weight) : '',
        ],
        [name, about].filter(Boolean).join(': '),
      ),
    ),
  ]
}

/** Metrics of each part, one below the other. */
function scoreTable(task: RunBundle['pipeline']['contract']['task'], evaluations: RunBundle['evaluations']): string[] {
  const parts = evaluations.toSorted((a, b) => (a.part < b.part ? 1 : -1))
  const names = metricsFor(task).filter((name) => parts.some(({ metrics }) => name in metrics))
  const wide = Math.max(12, ...names.map((name) => METRICS[name].label.length))
  const row = (head: string, cells: readonly string[]) =>
    `${head.padEnd(wide)} ${cells.map((cell) => cell.padStart(12)).join('')}`
  return [
    row(
      '',
      parts.map(({ part }) => part),
    ),
    ...names.map((name) =>
      row(
        METRICS[name].label,
        parts.map(({ metrics }) => formatMetric(name, metrics[name])),
      ),
    ),
  ]
}
