import type { ColumnMeta, Dataset } from '../dataset/dataset.ts'
import { inputsOf, type Roles } from '../dataset/role.ts'
import { AssayError } from '../errors.ts'
import type { Finding } from '../finding/finding.ts'
import { formatCount, formatNumber, formatUnits } from '../format/format.ts'
import type { MetricName, TaskKind } from '../metrics/metric.ts'
import { proposeRecipe } from '../recipe/propose.ts'
import type { Step } from '../recipe/recipe.ts'
import { listNames } from '../recipe/steps/info.ts'
import { proposeSplit } from '../split/propose.ts'
import { examineTarget, soundsLikeAmount } from './candidate.ts'
import { proposeBinaryMetric, proposeClassOrder, proposeMulticlassMetric } from './classes.ts'
import type { Proposal, Proposed } from './experiment.ts'
import { type ClassCount, countClasses } from './target.ts'

const FEW_ROWS = 50
const FEW_OF_CLASS = 10
/** A class with fewer rows may fall wholly into one part when rows are cut by time or dealt by group. */
const RARE_FOR_BLOCKS = 100

/**
 * Everything that has to be settled before training, each with its reason, from the dataset's record and from what its
 * profile found, where there is one.
 * Throws `dataset.unknownColumn`, or `target.unusable` for a column of which nothing can be asked.
 */
export function propose(dataset: Dataset, target: string, findings: readonly Finding[] = []): Proposal {
  return proposalFor(dataset, target, { findings })
}

/** As {@link propose}, for the task that a person chose, if one was, and what is known of the columns. Throws `target.unusable` where the column does not allow it. */
export function proposalFor(
  dataset: Dataset,
  target: string,
  chosen: {
    readonly task?: TaskKind
    readonly roles?: Roles | undefined
    readonly findings?: readonly Finding[]
  } = {},
): Proposal {
  const column = dataset.columns.find(({ name }) => name === target)
  if (!column)
    throw new AssayError('dataset.unknownColumn', `${dataset.name} has no column ${target}. Choose another column.`)
  const candidate = examineTarget(column, dataset.rows)
  const [usual] = candidate.tasks
  if (!usual) throw new AssayError('target.unusable', candidate.why ?? `Nothing can be asked of ${target}.`)
  const task = chosen.task ?? usual
  if (!candidate.tasks.includes(task)) throw wrongTask(column, task, candidate.tasks)

  const counts = task === 'regression' ? [] : (countClasses(column) ?? [])
  const split = proposeSplit(dataset, target, task)
  const known = { ...dataset, columns: inputsOf(dataset.columns, undefined, chosen.roles) }
  const recipe = proposeRecipe(known, target, chosen.findings)
  const because = sayTask(column, usual, counts)
  return {
    task: {
      value: task,
      reason: task === usual ? because : `You chose ${TASK_WORDS[task]}. ${sayTask(column, task, counts)}`,
    },
    classes: proposeClasses(task, counts),
    metric: proposeMetric(task, column, counts),
    split: { value: split.value, reason: split.reason },
    recipe: { value: recipe, reason: sayRecipe(recipe.steps.length) },
    warnings: [
      ...warnOfRows(dataset, column),
      ...warnOfClasses(counts, split.value.kind),
      ...split.warnings,
      ...warnOfFeatures(known, target, recipe.steps),
      ...warnOfFindings(known, target, recipe.steps, chosen.findings ?? []),
    ],
  }
}

const TASK_WORDS: Readonly<Record<TaskKind, string>> = {
  binary: 'two classes',
  multiclass: 'several classes',
  regression: 'a number',
}

function wrongTask({ name, summary }: ColumnMeta, task: TaskKind, tasks: readonly TaskKind[]): AssayError {
  const allowed = tasks.map((each) => TASK_WORDS[each]).join(' or ')
  return new AssayError(
    'target.unusable',
    `${name} has ${formatUnits(summary.distinct, 'different value')} and can't be asked about as ${TASK_WORDS[task]}. Ask for ${allowed}, or choose another column.`,
    { column: name, task },
  )
}

function sayTask({ name, type, summary }: ColumnMeta, task: TaskKind, counts: readonly ClassCount[]): string {
  const values = `${formatCount(summary.distinct)} different ${type === 'integer' ? 'whole numbers' : type === 'number' ? 'numbers' : 'values'}`
  if (task === 'binary') return `${name} has two values, ${listNames(counts.map(({ label }) => label))}.`
  if (task === 'multiclass') {
    if (type !== 'integer' && type !== 'number') return `${name} has ${values}.`
    return `${name} has ${values}, few enough to be classes. Ask for a number if they are amounts.`
  }
  if (type === 'integer' && summary.distinct <= 50 && soundsLikeAmount(name))
    return `${name} has ${values}, which by its name are amounts. Ask for classes if they are not.`
  return `${name} has ${values}, so what is asked is how much.`
}

function proposeClasses(task: TaskKind, counts: readonly ClassCount[]): Proposed<readonly string[]> {
  const [first, second] = counts
  if (task === 'binary' && first && second) return proposeClassOrder([first, second])
  return {
    value: counts.map(({ label }) => label),
    reason: task === 'regression' ? 'A number has no classes.' : 'In order; none of them comes first in meaning.',
  }
}

function proposeMetric(
  task: TaskKind,
  { name, summary }: ColumnMeta,
  counts: readonly ClassCount[],
): Proposed<MetricName> {
  const [first, second] = counts
  if (task === 'binary' && first && second) return proposeBinaryMetric([first, second])
  if (task === 'multiclass') return proposeMulticlassMetric(counts)
  const spread = summary.kind === 'numeric' && summary.std !== null ? summary.std : undefined
  return {
    value: 'rmse',
    reason: `It is the usual size of an error in the units of ${name}, large ones weighing most.${spread === undefined ? '' : ` Always saying the mean would be off by ${formatNumber(spread)}.`}`,
  }
}

function sayRecipe(steps: number): string {
  return steps === 0
    ? 'Nothing has to be prepared: no column is empty, constant or only a label.'
    : `${formatUnits(steps, 'step')}, each with its own reason. Turn off what you don't want.`
}

function warnOfRows(dataset: Dataset, { name, summary }: ColumnMeta): string[] {
  const labelled = dataset.rows - summary.missing
  return [
    ...(summary.missing > 0
      ? [`${formatUnits(summary.missing, 'row')} without ${name} ${summary.missing === 1 ? 'is' : 'are'} left out.`]
      : []),
    ...(labelled < FEW_ROWS
      ? [`Only ${formatUnits(labelled, 'row')} can be used: scores will be rough, and models hard to tell apart.`]
      : []),
  ]
}

function warnOfClasses(counts: readonly ClassCount[], split: string): string[] {
  const rare = counts.filter(({ rows }) => rows < FEW_OF_CLASS)
  const list = listNames(rare.map(({ label, rows }) => `${label} (${formatUnits(rows, 'row')})`))
  const isBlocked = split === 'time' || split === 'group'
  return [
    ...(rare.length > 0
      ? [`${list}: too few to learn ${rare.length === 1 ? 'the class' : 'these classes'} or to test it.`]
      : []),
    ...(isBlocked && counts.some(({ rows }) => rows < RARE_FOR_BLOCKS)
      ? [`Rows are parted by ${split}, so a rare class may be missing from the validation or test rows.`]
      : []),
  ]
}

function warnOfFeatures(dataset: Dataset, target: string, steps: readonly Step[]): string[] {
  const dropped = new Set(steps.flatMap((step) => (step.kind === 'drop' ? step.columns : [])))
  const left = dataset.columns.some(({ name }) => name !== target && !dropped.has(name))
  return left ? [] : ['No column is left to learn from. Keep one that is dropped below, or add columns to the file.']
}

/** What a profile found that only another version of the data mends, and a model would otherwise learn. */
function warnOfFindings(
  { columns }: Pick<Dataset, 'columns'>,
  target: string,
  steps: readonly Step[],
  findings: readonly Finding[],
): string[] {
  const dropped = new Set(steps.flatMap((step) => (step.kind === 'drop' ? step.columns : [])))
  const inputs = new Set(columns.map(({ name }) => name).filter((name) => name !== target && !dropped.has(name)))
  return findings
    .filter(({ severity, fix, columns: about }) => {
      const isOfData = fix !== undefined && fix.kind !== 'step'
      return isOfData && severity !== 'note' && about.every((name) => inputs.has(name))
    })
    .map(({ sentence }) => `${sentence} The profile of the data mends it.`)
}
