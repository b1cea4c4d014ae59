import { countValues, meanAndStd } from '../../centre.ts'
import type { Frame } from '../../dataset/column.ts'
import { AssayError } from '../../errors.ts'
import { seededRandom, shuffle } from '../../random.ts'
import type { TargetEncodeFitted } from '../kinds/categories.ts'
import { type AmountTable, applyAmounts, sqlAmounts } from './amounts.ts'
import { type ColumnStepInfo, type FitContext, type FitTarget, listNames, replaceColumns, type StepOf } from './info.ts'
import { takesTexts } from './lookup.ts'
import { requireCodes } from './require.ts'

const MOST_FOLDS = 50

/** What one new column is the mean of: the answers, or whether they are a class. */
interface Answer {
  readonly name: string
  /** NaN where a row has none. */
  readonly values: Float64Array
}

function needTarget({ target }: FitContext): FitTarget {
  if (target) return target
  throw new AssayError(
    'recipe.invalid',
    'Encoding by the target learns from the answers, and these rows come without. Give them, or turn the step off.',
  )
}

/** One answer for numbers and for two classes (the second), one for each of more classes. */
function answersOf({ name, task, values, classes }: FitTarget, column: string): readonly Answer[] {
  if (task === 'regression') return [{ name: `${column}: mean of ${name}`, values }]
  const indices = task === 'binary' ? [1] : classes.map((_, index) => index)
  return indices.map((index) => ({
    name: `${column}: share of ${classes[index]}`,
    values: values.map((own) => (Number.isFinite(own) ? Number(own === index) : Number.NaN)),
  }))
}

/** The place of each row's text among `values`, `values.length` where it is missing. */
function groupRows(frame: Frame, column: string, values: readonly string[]): Int32Array {
  const { codes, dictionary } = requireCodes(frame, column)
  const placeOf = new Map(values.map((value, place) => [value, place]))
  const places = Int32Array.from(dictionary, (text) => placeOf.get(text) ?? -1)
  return codes.map((code) => (code < 0 ? values.length : places[code]!))
}

/**
 * The mean answer of each group, drawn to the mean of all: λ ȳ_group + (1 − λ) ȳ. With a weight m, λ = n / (n + m); with
 * `auto`, λ = n τ² / (n τ² + σ²), τ² the variance of all answers and σ² that within the group, which is scikit-learn's
 * TargetEncoder (an empirical Bayes estimate; Micci-Barreca 2001). A group without rows has the mean of all; 0 where there
 * is no answer at all.
 */
function encode(
  groups: Int32Array,
  count: number,
  answers: Float64Array,
  { smoothing, weight }: Pick<StepOf<'targetEncode'>, 'smoothing' | 'weight'>,
  isUsed: (row: number) => boolean,
): { readonly prior: number; readonly means: Float64Array } {
  const used = Uint32Array.from(groups.keys()).filter((row) => isUsed(row) && Number.isFinite(answers[row]!))
  const { mean: prior, std } = meanAndStd(Float64Array.from(used, (row) => answers[row]!))
  const counts = new Float64Array(count)
  const sums = new Float64Array(count)
  for (const row of used) {
    counts[groups[row]!]!++
    sums[groups[row]!]! += answers[row]!
  }
  const squares = new Float64Array(count)
  for (const row of used) {
    const group = groups[row]!
    squares[group]! += (answers[row]! - sums[group]! / counts[group]!) ** 2
  }
  const means = sums.map((sum, group) => {
    const n = counts[group]!
    if (n === 0) return prior
    if (smoothing === 'fixed') return (sum + weight * prior) / (n + weight) + 0
    const all = std * std * n
    const within = squares[group]! / n
    // Answers that are all equal have no variance, and their mean.
    if (all + within === 0) return prior
    const share = all / (all + within)
    return (share * sum) / n + (1 - share) * prior + 0
  })
  return { prior, means }
}

/** Deals rows into parts by chance, the rows of each class evenly. Copies of one row stay together. */
function dealFolds({ task, values }: FitTarget, rows: Uint32Array, folds: number, seed: number): Uint32Array {
  const order = shuffle(Uint32Array.from(values.keys()), seededRandom('targetEncode', seed))
  if (task !== 'regression') order.sort((a, b) => values[a]! - values[b]! || 0)
  const foldOf = new Map<number, number>()
  for (const row of order) if (!foldOf.has(rows[row]!)) foldOf.set(rows[row]!, foldOf.size % folds)
  return rows.map((row) => foldOf.get(row)!)
}

function tablesOf({ tables }: TargetEncodeFitted): readonly AmountTable[] {
  return tables.map(({ column, values, outputs }) => ({
    column,
    values,
    outputs: outputs.map(({ name, prior, missing, means }) => ({ name, amounts: means, unknown: prior, missing })),
  }))
}

/**
 * Replaces each value by the mean answer of the training rows that hold it, drawn to the mean of all the more the rarer it
 * is (scikit-learn's TargetEncoder). Columns are `city: mean of price` for numbers, `city: share of yes` for the second of
 * two classes, and one for each of more. Missing is a value of its own; a value never seen gets the mean of all.
 *
 * Training rows get values that were learned without them: dealt into parts, each part from the others, so that no row's
 * own answer comes back to it, also where an earlier step repeats rows.
 */
export const targetEncode: ColumnStepInfo<'targetEncode'> = {
  scope: 'columns',
  group: 'Categories',
  label: 'Encode by the target',
  blurb: 'Replaces a value by the mean answer of its rows, for columns with many values; no row sees its own answer.',
  rowLocal: true,
  ...takesTexts,
  fields: [
    {
      key: 'smoothing',
      field: 'choice',
      label: 'Rare values',
      options: [
        { value: 'auto', label: 'drawn to the mean as answers vary' },
        { value: 'fixed', label: 'drawn to the mean by a weight' },
      ],
    },
    {
      key: 'weight',
      field: 'number',
      label: 'The mean counts as',
      unit: 'rows',
      min: 0,
      isShown: ({ smoothing }) => smoothing === 'fixed',
    },
    {
      key: 'folds',
      field: 'number',
      label: 'Parts',
      min: 2,
      max: MOST_FOLDS,
      isWhole: true,
      help: 'Training rows are dealt into so many, and each part is encoded from the others.',
    },
  ],
  settings: (columns) => ({ columns: columns.map(({ name }) => name), smoothing: 'auto', weight: 10, folds: 5 }),
  describe: ({ columns, smoothing, weight }) =>
    `Replace values of ${listNames(columns)} by their mean answer${smoothing === 'fixed' ? `, the mean of all counting ${weight} rows` : ''}`,
  problems: ({ folds, smoothing, weight }) => [
    ...(Number.isInteger(folds) && folds >= 2 && folds <= MOST_FOLDS
      ? []
      : [`the number of parts must lie between 2 and ${MOST_FOLDS}`]),
    ...(smoothing === 'fixed' && !(weight >= 0) ? ['the weight must be 0 or more'] : []),
  ],
  outcome: ({ columns }, heads) =>
    heads.map((head) =>
      columns.includes(head.name) ? { name: `${head.name}: `, type: 'number' as const, open: true as const } : head,
    ),
  fit(step, frame, context) {
    const target = needTarget(context)
    return {
      kind: 'targetEncode',
      tables: step.columns.map((column) => {
        const { codes, dictionary } = requireCodes(frame, column)
        const values = countValues(codes, dictionary).map(({ value }) => value)
        const groups = groupRows(frame, column, values)
        const outputs = answersOf(target, column).map((answer) => {
          const { prior, means } = encode(groups, values.length + 1, answer.values, step, () => true)
          return { name: answer.name, prior, missing: means[values.length]!, means: [...means.subarray(0, -1)] }
        })
        return { column, values, outputs }
      }),
    }
  },
  apply: (fitted, frame) => applyAmounts(tablesOf(fitted), frame, 'number'),
  applyToTraining({ tables }, step, frame, context) {
    const target = needTarget(context)
    const folds = Math.min(step.folds, new Set(context.rows).size)
    const fold = dealFolds(target, context.rows, folds, context.seed)
    return replaceColumns(frame, (column) => {
      const table = tables.find((own) => own.column === column.name)
      if (!table) return [column]
      const groups = groupRows(frame, column.name, table.values)
      return answersOf(target, column.name).map((answer) => {
        // A single row has no other to learn from.
        const values = new Float64Array(frame.rows).fill(Number.NaN)
        if (folds > 1)
          for (let own = 0; own < folds; own++) {
            const { means } = encode(groups, table.values.length + 1, answer.values, step, (row) => fold[row] !== own)
            for (let row = 0; row < frame.rows; row++) if (fold[row] === own) values[row] = means[groups[row]!]!
          }
        return { name: answer.name, type: 'number', vector: { kind: 'numeric', values } }
      })
    })
  },
  sql: (fitted, heads, stage) => sqlAmounts(tablesOf(fitted), heads, stage, 'number'),
}
