import { takeVector, type Vector } from '@/core/dataset/column.ts'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { isRepeatedEntity, isRowLabel } from '@/core/dataset/entity.ts'
import { readTarget } from '@/core/experiment/target.ts'
import { findCombination } from '@/core/leak/combination.ts'
import { linearFit, midranks } from '@/core/leak/disguise.ts'
import type { LeaksEvent, LeaksInput } from '@/core/leak/jobs.ts'
import { type Guise, type Judged, judgeGuises, judgePower, judgeTiming } from '@/core/leak/judge.ts'
import {
  type ColumnPower,
  LEAK_KINDS,
  type LeakReport,
  MOST_DUPLICATES,
  SAME_SHARE,
  SAME_VARIANCE,
} from '@/core/leak/leak.ts'
import { dealFolds, predictivePower } from '@/core/leak/power.ts'
import { toFeature } from '@/core/leak/tree.ts'
import { seededRandom } from '@/core/random.ts'
import { breather, type Task, throwIfAborted } from '@/core/task.ts'
import { assignRows } from '../prepare.ts'
import { driftAlong, guiseOf, type Looked, look } from './answers.ts'
import { type DatedColumn, isDated, judgeDates, judgeOrder, orderEvidence } from './orders.ts'
import { openRowMatcher, type Parts, sharedRows, shiftOf, shuffled, unseenRows } from './parts.ts'
import {
  judgeCategories,
  judgeConflicts,
  judgeDuplicates,
  judgeGroups,
  judgeShift,
  type Shift,
  type Straddling,
  type UnseenValues,
} from './rowChecks.ts'
import { type LeakSource, rowsToLookAt, sampleRows } from './source.ts'

/** Rows of training, and of the test, by which they are told apart. */
const SHIFT_ROWS = 10_000
/** Rows and columns among which a sum that is the target is looked for. */
const SUM_ROWS = 5_000
const SUM_COLUMNS = 60

/** What was measured of the columns, one after another. */
interface Findings {
  readonly powers: ColumnPower[]
  readonly guises: Guise[]
  readonly dated: DatedColumn[]
  /** Columns in whose order the rows lie. */
  readonly followers: string[]
  readonly summands: { readonly column: string; readonly values: Float64Array }[]
  readonly unseen: UnseenValues[]
  readonly straddling: Straddling[]
  readonly shifts: Shift[]
  group?: { readonly column: string; readonly share: number }
}

/**
 * Looks for ways in which the answer slips into the inputs, or the training into the test. Answers of test rows are not
 * looked at. Columns are opened one at a time; of many rows a sample tells (at most 50,000), and the report says so.
 */
export async function checkLeaks(
  { question, seed }: LeaksInput,
  { dataset, openFrames, open, test }: LeakSource,
  task: Task<LeaksEvent>,
): Promise<LeakReport> {
  const breathe = breather(task)
  const { target, split: spec } = question
  const { split } = assignRows(question, seed, await openFrames())
  await breathe()
  const opened = await open(target)
  const y = readTarget(opened.vector, opened.type, question)
  const known = Uint32Array.from([...split.train, ...split.validation]).sort()
  const looked = look(
    sampleRows(known, rowsToLookAt(dataset.columns.length, question.classes.length), seed),
    opened.vector,
    y,
    question.classes.length,
    seed,
  )
  const parts: Parts = { split, rows: dataset.rows, testRows: test?.dataset.rows, breathe }
  const rowNumbers = Float64Array.from(looked.rows)
  const rowRanks = midranks(rowNumbers)
  const matcher = openRowMatcher(parts)
  const trainRows = sampleRows(split.train, SHIFT_ROWS, seed, 'train')
  const testRows = sampleRows(split.test, SHIFT_ROWS, seed, 'test')
  const shiftFolds = dealFolds(trainRows.length + testRows.length, seed, 'shift')

  const found: Findings = {
    powers: [],
    guises: [],
    dated: [],
    followers: [],
    summands: [],
    unseen: [],
    straddling: [],
    shifts: [],
  }
  const columns = dataset.columns.filter(({ name }) => name !== target)
  for (const [index, meta] of columns.entries()) {
    throwIfAborted(task)
    task.report({ done: index, total: columns.length })
    const { vector } = await open(meta.name)
    await breathe()
    await lookAtAnswers(meta, takeVector(vector, looked.rows), looked, rowRanks, found, breathe)
    if (isDated(meta, dataset.rows)) await lookAtDates(meta.name, vector, looked, seed, parts, found)
    const isSplitColumn = 'column' in spec && spec.column === meta.name
    const isEntity = isRepeatedEntity(meta, dataset.rows)
    const testVector = test ? (await test.open(meta.name)).vector : vector
    if (isEntity) await lookAtGroup(meta, [vector, testVector], known, isSplitColumn, parts, found)
    // A number of the row says nothing of it, and differs between copies.
    if (isRowLabel(meta, dataset.rows)) continue
    await matcher.add(vector, testVector)
    if (meta.type === 'category' && !isSplitColumn && !isEntity)
      found.unseen.push({ column: meta.name, rows: await unseenRows(vector, testVector, parts) })
    // Where rows are parted by time, a date tells them apart by design.
    if (!isSplitColumn && !(spec.kind === 'time' && meta.type === 'datetime'))
      found.shifts.push({
        column: meta.name,
        ...(await shiftOf(vector, testVector, trainRows, testRows, shiftFolds, breathe)),
      })
  }
  task.report({ done: columns.length, total: columns.length })
  const order = await driftAlong(rowNumbers, looked, seed, breathe)
  addSum(found, looked)
  found.powers.sort((a, b) => b.power - a.power)
  found.shifts.sort((a, b) => b.shift - a.shift)

  const disguised = new Set(found.guises.flatMap((guise) => (guise.kind === 'sum' ? guise.columns : [guise.column])))
  const others = found.powers.filter(({ column }) => !disguised.has(column))
  const power = judgePower(others, target)
  const tooGood = new Set(power.leaks.flatMap(({ columns }) => columns))
  const duplicates = await matcher.duplicates()
  const copied = columns.filter((meta) => !isRowLabel(meta, dataset.rows))
  const byChance =
    duplicates.length > MOST_DUPLICATES * split.test.length
      ? await duplicatesByChance(
          copied.map(({ name }) => name),
          { open, test },
          parts,
          seed,
        )
      : 0
  const judgements: readonly Judged[] = [
    judgeGuises(found.guises, target, SAME_SHARE),
    power,
    judgeTiming(
      others.filter(({ column }) => !tooGood.has(column)),
      target,
    ),
    judgeOrder(order, found.followers, question),
    judgeDates(found.dated, question),
    judgeGroups(found.straddling, found.group?.column, question),
    judgeDuplicates(duplicates, byChance, split.test.length, test !== undefined),
    judgeConflicts(question.task === 'regression' ? [] : await matcher.conflicts(known, y), known.length, question),
    judgeCategories(found.unseen, split.test.length, test !== undefined),
    judgeShift(found.shifts, question),
  ]
  return {
    leaks: judgements.flatMap(({ leaks }) => leaks),
    checks: judgements
      .map(({ check }) => check)
      .sort((a, b) => LEAK_KINDS.indexOf(a.kind) - LEAK_KINDS.indexOf(b.kind)),
    powers: found.powers,
    evidence: { ...orderEvidence(found.dated, order, found.followers), ...(found.group && { group: found.group }) },
    rows: { looked: looked.rows.length, of: known.length },
  }
}

/** Test rows that would equal a training row if columns had nothing to do with each other. */
async function duplicatesByChance(
  names: readonly string[],
  { open, test }: Pick<LeakSource, 'open' | 'test'>,
  parts: Parts,
  seed: number,
): Promise<number> {
  const matcher = openRowMatcher(parts)
  const random = seededRandom('leak rows by chance', seed)
  for (const name of names) {
    const train = shuffled((await open(name)).vector, random)
    await matcher.add(train, test ? shuffled((await test.open(name)).vector, random) : train)
  }
  return (await matcher.duplicates()).length
}

/** How one column tells the answers. @param vector The looked rows. */
async function lookAtAnswers(
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
    if (answers.classes === 0 && !guise) found.summands.push({ column: name, values: thinned(values) })
  }
  await breathe()
}

/** Every n-th value, so that at most {@link SUM_ROWS} are left. */
function thinned(values: Float64Array): Float64Array {
  const every = Math.ceil(values.length / SUM_ROWS)
  return values.filter((_, i) => i % every === 0)
}

/** Looks for a sum of columns that is the target. */
function addSum({ summands, guises }: Findings, { answers }: Looked): void {
  const y = thinned(answers.y)
  const able = summands
    .filter(({ values }) => values.every(Number.isFinite))
    .map(({ column, values }) => ({ column, values, r2: linearFit(values, y)?.r2 ?? 0 }))
    .sort((a, b) => b.r2 - a.r2)
    .slice(0, SUM_COLUMNS)
  const sum = findCombination(
    able.map(({ values }) => values),
    y,
    SAME_VARIANCE,
  )
  if (!sum || sum.columns.length < 2) return
  const { columns, ...line } = sum
  guises.push({ kind: 'sum', columns: columns.map((i) => able[i]!.column), ...line })
}

async function lookAtDates(
  column: string,
  vector: Vector,
  looked: Looked,
  seed: number,
  { split, testRows, breathe }: Parts,
  found: Findings,
): Promise<void> {
  const sampled = takeVector(vector, looked.rows)
  if (vector.kind !== 'numeric' || sampled.kind !== 'numeric') return
  const { values } = vector
  let last = Number.NEGATIVE_INFINITY
  for (const row of split.train) if (values[row]! > last) last = values[row]!
  // Test rows of a second file have dates of their own, which are not at hand here.
  const within = testRows === undefined ? split.test.filter((row) => values[row]! <= last).length : 0
  found.dated.push({
    column,
    drift: await driftAlong(sampled.values, looked, seed, breathe),
    within: within / split.test.length,
    lastTrained: last,
  })
}

async function lookAtGroup(
  { name, summary }: ColumnMeta,
  [vector, testVector]: readonly [Vector, Vector],
  known: Uint32Array,
  isSplitColumn: boolean,
  parts: Parts,
  found: Findings,
): Promise<void> {
  const share = await sharedRows(vector, known, parts.breathe)
  if (!found.group || share > found.group.share) found.group = { column: name, share }
  if (isSplitColumn) return
  const unseen = await unseenRows(vector, testVector, parts)
  const straddling = 1 - unseen.length / parts.split.test.length
  if (straddling > 0) found.straddling.push({ column: name, share: straddling, values: summary.distinct })
}
