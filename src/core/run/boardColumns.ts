import { formatCount, formatDuration, formatMetric } from '../format/format.ts'
import { fieldText, optionText, valueOfOption } from '../learner/options.ts'
import { fieldsFor, LEARNERS } from '../learner/table.ts'
import { headMetrics, isBetter, METRICS, type MetricName, metricsFor, type TaskKind } from '../metrics/metric.ts'
import { describeStep } from '../recipe/describe.ts'
import { describeSplit } from '../split/describe.ts'
import type { BoardRow } from './board.ts'
import { formatSetting } from './describe.ts'
import { overFolds } from './folds.ts'
import { rankedQuantile, scoreLabel } from './quantile.ts'

/** A column of the leaderboard: one thing that is known of runs. */
export interface BoardColumn {
  /** How the address names it: a metric, or a word, or `option.` and a setting's key. */
  readonly key: string
  readonly label: string
  /** `words` are one or several of a kind, matched whole; `duration` is in milliseconds. */
  readonly kind: 'metric' | 'number' | 'duration' | 'text' | 'words'
  /** The metric whose values it has. */
  readonly metric?: MetricName
  /** Which values come first when it orders. */
  readonly first: 'low' | 'high'
  /** What it orders and compares by; undefined where a run has none. */
  readonly valueOf: (row: BoardRow) => number | string | undefined
  /** Of `words`: each of them. */
  readonly wordsOf?: (row: BoardRow) => readonly string[]
  /** A value as its cell shows it. */
  readonly format: (value: number) => string
}

const plain = (value: number) => formatCount(value)

/** A column of a metric on validation rows. */
function metricColumn(metric: MetricName, quantile: number | undefined): BoardColumn {
  const { better } = METRICS[metric]
  return {
    key: metric,
    label: scoreLabel(metric, quantile),
    kind: 'metric',
    metric,
    first: better === 'higher' ? 'high' : 'low',
    valueOf: ({ metrics }) => metrics[metric],
    format: (value) => formatMetric(metric, value),
  }
}

type Plain = Omit<BoardColumn, 'first' | 'format'> & Partial<Pick<BoardColumn, 'first' | 'format'>>
const column = (about: Plain): BoardColumn => ({ first: 'low', format: plain, ...about })

const KNOWN: readonly BoardColumn[] = [
  column({ key: 'name', label: 'Run', kind: 'text', valueOf: ({ name }) => name }),
  column({
    key: 'status',
    label: 'Status',
    kind: 'words',
    valueOf: ({ run }) => run.status,
    wordsOf: ({ run }) => [run.status],
  }),
  column({
    key: 'learner',
    label: 'Learner',
    kind: 'text',
    valueOf: ({ run: { spec } }) => LEARNERS[spec.learner.kind].label(spec.question.task),
  }),
  column({
    key: 'time',
    label: 'Training',
    kind: 'duration',
    valueOf: ({ trainMs }) => trainMs,
    format: formatDuration,
  }),
  column({
    key: 'started',
    label: 'Started',
    kind: 'number',
    first: 'high',
    valueOf: ({ run }) => run.createdAt,
    format: (value) => new Date(value).toLocaleString('en-GB', { dateStyle: 'short', timeStyle: 'short' }),
  }),
  column({
    key: 'tags',
    label: 'Tags',
    kind: 'words',
    valueOf: ({ tags }) => tags.join(', ') || undefined,
    wordsOf: ({ tags }) => tags,
  }),
  column({ key: 'notes', label: 'Notes', kind: 'text', valueOf: ({ notes }) => notes || undefined }),
  column({ key: 'seed', label: 'Seed', kind: 'number', valueOf: ({ run }) => run.spec.seed, format: String }),
  column({ key: 'device', label: 'Device', kind: 'text', valueOf: ({ device }) => device }),
  column({ key: 'rows', label: 'Training rows', kind: 'number', valueOf: ({ trainRows }) => trainRows }),
  column({ key: 'features', label: 'Features', kind: 'number', valueOf: ({ featureCount }) => featureCount }),
  column({ key: 'parameters', label: 'Parameters', kind: 'number', valueOf: ({ parameterCount }) => parameterCount }),
  column({ key: 'recipe', label: 'Preparation', kind: 'text', valueOf: describeRecipe }),
  column({ key: 'split', label: 'Split', kind: 'text', valueOf: ({ run }) => describeSplit(run.spec.question.split) }),
]

const recipes = new WeakMap<object, string>()

/** The preparation of a run in words; worked out once a recipe. */
function describeRecipe({ run }: BoardRow): string {
  const { recipe } = run.spec.question
  let text = recipes.get(recipe)
  if (text === undefined) {
    text =
      recipe.steps
        .filter(({ on }) => on)
        .map(describeStep)
        .join('; ') || 'none'
    recipes.set(recipe, text)
  }
  return text
}

/** The mean over a cross-validation's folds, of the metric that ranks. */
function foldColumn(by: BoardColumns['by']): BoardColumn {
  return {
    ...by,
    key: 'folds',
    label: 'Over folds',
    valueOf: ({ folds }) => folds && overFolds(folds, by.metric)?.mean,
  }
}

/** A column for each setting of learners in which runs that have it differ, in the order in which learners list them. */
function optionColumns(rows: readonly BoardRow[], task: TaskKind): readonly BoardColumn[] {
  const found = new Map<string, { readonly label: string; readonly texts: Set<string>; isNumber: boolean }>()
  for (const { run } of rows) {
    const { learner } = run.spec
    for (const field of fieldsFor(learner.kind, task)) {
      const known = found.get(field.key) ?? { label: field.label, texts: new Set<string>(), isNumber: true }
      known.texts.add(fieldText(field, learner.options))
      known.isNumber &&= field.kind === 'number' || field.kind === 'integer'
      found.set(field.key, known)
    }
  }
  return [...found]
    .filter(([, { texts }]) => texts.size > 1)
    .map(([key, { label, isNumber }]) => {
      const settingOf = ({ run: { spec } }: BoardRow) => {
        const field = fieldsFor(spec.learner.kind, task).find((each) => each.key === key)
        if (!field) return undefined
        const value = valueOfOption(field, spec.learner.options)
        return isNumber ? value : optionText(value)
      }
      return column({
        key: `option.${key}`,
        label,
        kind: isNumber ? 'number' : 'text',
        valueOf: settingOf,
        format: formatSetting,
      })
    })
}

export interface BoardColumns {
  /** Name first, then metrics, then what else is known, then settings that differ. */
  readonly columns: readonly BoardColumn[]
  /** The one of them that ranks; its metric is there. */
  readonly by: BoardColumn & { readonly metric: MetricName }
}

/** Every column that runs of a task can have, where `metric` ranks, pinball losses by those of `asked` ({@link rankedQuantile}). */
export function boardColumns(
  rows: readonly BoardRow[],
  task: TaskKind,
  metric: MetricName,
  asked?: number,
): BoardColumns {
  const [name, ...others] = KNOWN
  const quantile = rankedQuantile(
    rows.map(({ run }) => run),
    asked,
  )
  const by = { ...metricColumn(metric, quantile), metric }
  const columns = [
    name!,
    ...metricsFor(task).map((each) => (each === metric ? by : metricColumn(each, quantile))),
    ...(rows.some(({ folds }) => folds) ? [foldColumn(by)] : []),
    ...others,
    ...optionColumns(rows, task),
  ]
  return { columns, by }
}

/** The keys of the columns that are shown where nobody chose: status, metrics but the one that ranks, time, and remarks. */
export function usualColumns(rows: readonly BoardRow[], task: TaskKind, by: MetricName): readonly string[] {
  return [
    'status',
    ...(rows.some(({ folds }) => folds) ? ['folds'] : []),
    ...headMetrics(task, by).filter((metric) => metric !== by),
    'time',
    'tags',
    ...(rows.some(({ notes }) => notes) ? ['notes'] : []),
  ]
}

/** What a cell of a column says of a run; nothing where there is nothing. */
export function cellText(column: BoardColumn, row: BoardRow): string {
  const value = column.valueOf(row)
  return value === undefined ? '' : typeof value === 'number' ? column.format(value) : value
}

/** The best value of each metric among rows, to be set in strong type. */
export function bestValues(rows: readonly BoardRow[]): Readonly<Partial<Record<MetricName, number>>> {
  const best: Partial<Record<MetricName, number>> = {}
  for (const { metrics } of rows)
    for (const [metric, value] of Object.entries(metrics) as [MetricName, number][])
      if (isBetter(metric, value, best[metric])) best[metric] = value
  return best
}
