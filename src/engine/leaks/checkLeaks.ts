import { takeVector } from '@/core/dataset/column.ts'
import { isRepeatedEntity, isRowLabel } from '@/core/dataset/entity.ts'
import { readTarget } from '@/core/experiment/target.ts'
import { midranks } from '@/core/leak/disguise.ts'
import type { LeaksEvent, LeaksInput } from '@/core/leak/jobs.ts'
import { type Judged, judgeGuises, judgePower, judgeTiming } from '@/core/leak/judge.ts'
import { LEAK_KINDS, type LeakReport, MOST_DUPLICATES, SAME_SHARE } from '@/core/leak/leak.ts'
import { dealFolds } from '@/core/leak/power.ts'
import { breather, type Task, throwIfAborted } from '@/core/task.ts'
import { assignRows } from '../prepare.ts'
import { driftAlong, look } from './answers.ts'
import { addSum, lookAtAnswers, lookAtDates, lookAtGroup, noFindings } from './findings.ts'
import { isDated, judgeDates, judgeOrder, orderEvidence } from './orders.ts'
import { duplicatesByChance, meetRows, openRowMatcher, type Parts, shiftOf } from './parts.ts'
import { judgeCategories, judgeConflicts, judgeDuplicates, judgeGroups, judgeShift } from './rowChecks.ts'
import { type LeakSource, openTest, rowsToLookAt, sampleRows } from './source.ts'

/** Rows of training, and of the test, by which they are told apart. */
const SHIFT_ROWS = 10_000

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
  const known = new Uint32Array(split.train.length + split.validation.length)
  known.set(split.train)
  known.set(split.validation, split.train.length)
  known.sort()
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

  const found = noFindings()
  const compared: string[] = []
  const columns = dataset.columns.filter(({ name }) => name !== target)
  for (const [index, meta] of columns.entries()) {
    throwIfAborted(task)
    task.report({ done: index, total: columns.length })
    const { vector } = await open(meta.name)
    await breathe()
    await lookAtAnswers(meta, takeVector(vector, looked.rows), looked, rowRanks, found, breathe)
    const testVector = await openTest({ test }, meta, vector)
    if (isDated(meta, dataset.rows)) await lookAtDates(meta.name, [vector, testVector], looked, seed, parts, found)
    const isSplitColumn = 'column' in spec && spec.column === meta.name
    const isEntity = isRepeatedEntity(meta, dataset.rows)
    if (isEntity) await lookAtGroup(meta, [vector, testVector], known, isSplitColumn, parts, found)
    // A number of the row says nothing of it, and differs between copies.
    if (isRowLabel(meta, dataset.rows)) continue
    await matcher.add(vector, testVector)
    if (!testVector) continue
    compared.push(meta.name)
    if (meta.type === 'category' && !isSplitColumn && !isEntity)
      found.unseen.push({ column: meta.name, rows: (await meetRows(vector, testVector, parts)).unseen })
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
  const isMany = duplicates && duplicates.length > MOST_DUPLICATES * split.test.length
  const byChance = isMany ? await duplicatesByChance(compared, { open, test }, parts, seed) : 0
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
