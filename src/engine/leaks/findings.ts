import { takeVector, type Vector } from '@/core/dataset/column.ts'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { findCombination } from '@/core/leak/combination.ts'
import { linearFit, midranks } from '@/core/leak/disguise.ts'
import type { Guise } from '@/core/leak/judge.ts'
import { type ColumnPower, SAME_VARIANCE } from '@/core/leak/leak.ts'
import { predictivePower } from '@/core/leak/power.ts'
import { toFeature } from '@/core/leak/tree.ts'
import { driftAlong, guiseOf, type Looked } from './answers.ts'
import type { DatedColumn } from './orders.ts'
import { meetRows, type Parts, sharedRows } from './parts.ts'
import type { Shift, Straddling, UnseenValues } from './rowChecks.ts'

/** Rows and columns among which a sum that is the target is looked for. */
const SUM_ROWS = 5_000
const SUM_COLUMNS = 60

/** A column that may be part of a sum, with the share of the target's variance that it gives alone. */
interface Summand {
  readonly column: string
  readonly values: Float64Array
  readonly r2: number
}

/** What was measured of the columns, one after another. */
export interface Findings {
  readonly powers: ColumnPower[]
  readonly guises: Guise[]
  readonly dated: DatedColumn[]
  /** Columns in whose order the rows lie. */
  readonly followers: string[]
  /** At most {@link SUM_COLUMNS}, those that give most. */
  readonly summands: Summand[]
  readonly unseen: UnseenValues[]
  readonly straddling: Straddling[]
  readonly shifts: Shift[]
  group?: { readonly column: string; readonly share: number }
}

export function noFindings(): Findings {
  return { powers: [], guises: [], dated: [], followers: [], summands: [], unseen: [], straddling: [], shifts: [] }
}

/** How one column tells the answers. @param vector The looked rows. */
export async function lookAtAnswers(
  { name, type }: ColumnMeta,
  vector: Vector,
  looked: Looked,
  rowRanks: Float64Array,
  found: Findings,
  breathe: () => Promise<void>,
): Promise<void> {
  const { answers, folds } = looked
  found.powers.push({ column: name, power: await predictivePower(toFeature(vector), answers, folds, breathe) })
  const guise = guiseOf(name, vector, looked)
  if (guise) found.guises.push(guise)
  await breathe()
  if (vector.kind !== 'numeric') return
  const { values } = vector
  if (type !== 'datetime') {
    const ranks = linearFit(rowRanks, midranks(values))
    if (ranks && ranks.r2 > SAME_VARIANCE && ranks.rows === values.length) found.followers.push(name)
    if (answers.classes === 0 && !guise) addSummand(found, name, values, answers.y)
  }
  await breathe()
}

/** Every n-th value, so that at most {@link SUM_ROWS} are left. */
function thinned(values: Float64Array): Float64Array {
  const every = Math.ceil(values.length / SUM_ROWS)
  return values.filter((_, i) => i % every === 0)
}

function addSummand({ summands }: Findings, column: string, all: Float64Array, y: Float64Array): void {
  const values = thinned(all)
  if (!values.every(Number.isFinite)) return
  summands.push({ column, values, r2: linearFit(values, thinned(y))?.r2 ?? 0 })
  // Of a table of ten thousand columns the values of all would fill the memory.
  summands.sort((a, b) => b.r2 - a.r2)
  if (summands.length > SUM_COLUMNS) summands.pop()
}

/** Looks for a sum of columns that is the target. */
export function addSum({ summands, guises }: Findings, { answers }: Looked): void {
  const sum = findCombination(
    summands.map(({ values }) => values),
    thinned(answers.y),
    SAME_VARIANCE,
  )
  if (!sum || sum.columns.length < 2) return
  const { columns, ...line } = sum
  guises.push({ kind: 'sum', columns: columns.map((i) => summands[i]!.column), ...line })
}

/** How the answers change along a date, and how it parts the rows. */
export async function lookAtDates(
  column: string,
  [vector, testVector]: TrainAndTest,
  looked: Looked,
  seed: number,
  { split, breathe }: Parts,
  found: Findings,
): Promise<void> {
  const sampled = takeVector(vector, looked.rows)
  if (vector.kind !== 'numeric' || sampled.kind !== 'numeric') return
  let last = Number.NEGATIVE_INFINITY
  for (const row of split.train) if (vector.values[row]! > last) last = vector.values[row]!
  const test = testVector?.kind === 'numeric' ? testVector.values : undefined
  const within = test && split.test.filter((row) => test[row]! <= last).length / split.test.length
  found.dated.push({
    column,
    drift: await driftAlong(sampled.values, looked, seed, breathe),
    within,
    lastTrained: last,
  })
}

/** How often a thing has several rows, and whether its rows are on both sides. */
export async function lookAtGroup(
  { name, summary }: ColumnMeta,
  [vector, testVector]: TrainAndTest,
  known: Uint32Array,
  isSplitColumn: boolean,
  parts: Parts,
  found: Findings,
): Promise<void> {
  const share = await sharedRows(vector, known, parts.breathe)
  if (!found.group || share > found.group.share) found.group = { column: name, share }
  if (isSplitColumn || !testVector) return
  const { seen } = await meetRows(vector, testVector, parts)
  if (seen > 0) found.straddling.push({ column: name, share: seen / parts.split.test.length, values: summary.distinct })
}

/** A column of the dataset, and as the test rows have it. */
type TrainAndTest = readonly [Vector, Vector | undefined]
