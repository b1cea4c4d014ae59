import { countValues, meanAndStd } from '../../centre.ts'
import type { FrameColumn } from '../../dataset/column.ts'
import { AssayError } from '../../errors.ts'
import { seededRandom, shuffling } from '../../random.ts'
import { WideMap } from '../../wideMap.ts'
import { fill, inSlices, mapEach, sort, type Work } from '../../work.ts'
import type { TargetEncodeFitted } from '../kinds/categories.ts'
import { type AmountTable, applyAmounts, sqlAmounts } from './amounts.ts'
import { type ColumnStepInfo, type FitContext, type FitTarget, listNames, replaceColumns, type StepOf } from './info.ts'
import { placesIn, takesTexts } from './lookup.ts'
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

/**
 * The mean answer of each group, drawn to the mean of all: λ ȳ_group + (1 − λ) ȳ. With a weight m, λ = n / (n + m); with
 * `auto`, λ = n τ² / (n τ² + σ²), τ² the variance of all answers and σ² that within the group, which is scikit-learn's
 * TargetEncoder (an empirical Bayes estimate; Micci-Barreca 2001). A group without rows has the mean of all; 0 where there
 * is no answer at all.
 */
function* encode(
  groups: Int32Array,
  count: number,
  answers: Float64Array,
  { smoothing, weight }: Pick<StepOf<'targetEncode'>, 'smoothing' | 'weight'>,
  isUsed: (row: number) => boolean,
): Work<{ readonly prior: number; readonly means: Float64Array }> {
  const counts = new Float64Array(count)
  const sums = new Float64Array(count)
  const all = new Float64Array(groups.length)
  let used = 0
  yield* inSlices(groups.length, (start, end) => {
    for (let row = start; row < end; row++) {
      const answer = answers[row]!
      if (!isUsed(row) || !Number.isFinite(answer)) continue
      counts[groups[row]!]!++
      sums[groups[row]!]! += answer
      all[used++] = answer
    }
  })
  const { mean: prior, std } = meanAndStd(all.subarray(0, used))
  const squares = new Float64Array(count)
  yield* inSlices(groups.length, (start, end) => {
    for (let row = start; row < end; row++) {
      const answer = answers[row]!
      if (!isUsed(row) || !Number.isFinite(answer)) continue
      const group = groups[row]!
      squares[group]! += (answer - sums[group]! / counts[group]!) ** 2
    }
  })
  const means = yield* fill(new Float64Array(count), (group) => {
    const sum = sums[group]!
    const n = counts[group]!
    if (n === 0) return prior
    if (smoothing === 'fixed') return (sum + weight * prior) / (n + weight) + 0
    const between = std * std * n
    const within = squares[group]! / n
    // Answers that are all equal have no variance, and their mean.
    if (between + within === 0) return prior
    const share = between / (between + within)
    return (share * sum) / n + (1 - share) * prior + 0
  })
  return { prior, means }
}

/** Deals rows into parts by chance, the rows of each class evenly. Copies of one row stay together. */
function* dealFolds({ task, values }: FitTarget, rows: Uint32Array, folds: number, seed: number): Work<Uint32Array> {
  const places = yield* fill(new Uint32Array(values.length), (row) => row)
  const order = yield* shuffling(places, seededRandom('targetEncode', seed))
  if (task !== 'regression') yield* sort(order, (a, b) => values[a]! - values[b]! || 0)
  const foldOf = new WideMap<number, number>()
  let dealt = 0
  yield* inSlices(order.length, (start, end) => {
    for (let i = start; i < end; i++) {
      const row = rows[order[i]!]!
      if (!foldOf.has(row)) foldOf.set(row, dealt++ % folds)
    }
  })
  return yield* fill(new Uint32Array(rows.length), (row) => foldOf.get(rows[row]!)!)
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
  *fit(step, frame, context) {
    const target = needTarget(context)
    const tables = yield* mapEach(step.columns, function* (column) {
      const vector = requireCodes(frame, column)
      const counts = yield* countValues(vector.codes, vector.dictionary)
      const values = counts.map(({ value }) => value)
      const groups = yield* placesIn(vector, values, -1, values.length)
      const outputs = yield* mapEach(answersOf(target, column), function* (answer) {
        const { prior, means } = yield* encode(groups, values.length + 1, answer.values, step, () => true)
        return { name: answer.name, prior, missing: means[values.length]!, means: [...means.subarray(0, -1)] }
      })
      return { column, values, outputs }
    })
    return { kind: 'targetEncode', tables }
  },
  apply: (fitted, frame) => applyAmounts(tablesOf(fitted), frame, 'number'),
  *applyToTraining({ tables }, step, frame, context) {
    const target = needTarget(context)
    const different = new Set<number>()
    // More rows than parts are as good as all of them.
    for (let row = 0; row < frame.rows && different.size < step.folds; row++) different.add(context.rows[row]!)
    const folds = Math.min(step.folds, different.size)
    const fold = yield* dealFolds(target, context.rows, folds, context.seed)
    return yield* replaceColumns(frame, function* (column) {
      const table = tables.find((own) => own.column === column.name)
      if (!table) return [column]
      const groups = yield* placesIn(requireCodes(frame, column.name), table.values, -1, table.values.length)
      return yield* mapEach(answersOf(target, column.name), function* (answer): Work<FrameColumn> {
        // A single row has no other to learn from.
        const values = new Float64Array(frame.rows).fill(Number.NaN)
        for (let own = 0; own < folds && folds > 1; own++) {
          const isUsed = (row: number) => fold[row] !== own
          const { means } = yield* encode(groups, table.values.length + 1, answer.values, step, isUsed)
          yield* fill(values, (row) => (fold[row] === own ? means[groups[row]!]! : values[row]!))
        }
        return { name: answer.name, type: 'number', vector: { kind: 'numeric', values } }
      })
    })
  },
  sql: (fitted, heads, stage) => sqlAmounts(tablesOf(fitted), heads, stage, 'number'),
}
