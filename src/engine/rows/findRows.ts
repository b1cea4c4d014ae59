import { type Frame, type FrameColumn, takeVector } from '@/core/dataset/column.ts'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { nearest } from '@/core/knn/nearest.ts'
import { TOP_VALUES } from '@/core/profile/profile.ts'
import { seededRandom, shuffle } from '@/core/random.ts'
import { comparedColumns, findConstants, findIdentifiers, inputColumns } from '@/core/rows/columns.ts'
import { metricFor, NEIGHBOURS, toPoints, widestOf } from '@/core/rows/compare.ts'
import { findConflicts, findDuplicates } from '@/core/rows/copies.ts'
import { findAlike, findOutliers } from '@/core/rows/distances.ts'
import { firstEqual } from '@/core/rows/equal.ts'
import type { OrderTest, RowFinding, RowFindings } from '@/core/rows/finding.ts'
import type { RowFindingsEvent } from '@/core/rows/jobs.ts'
import { findOrder, testOrder } from '@/core/rows/order.ts'
import { breather, type Task, throwIfAborted } from '@/core/task.ts'
import { openSearch } from '../knn/search.ts'

/** Rows compared each with each: twice as many take four times as long. */
const MOST_COMPARED = 100_000
/** Numbers that the compared rows may come to: 200 MB, three times over while they are compared. */
const MOST_NUMBERS = 50_000_000

export interface FindRowsInput {
  readonly rows: number
  readonly columns: readonly ColumnMeta[]
  readonly open: (name: string) => Promise<FrameColumn>
  /** What rows are labelled by: it is no input, and rows that differ in nothing else conflict. */
  readonly target?: string | undefined
  /** The columns by which rows are compared; those that say something of a row where absent. */
  readonly compared?: readonly string[] | undefined
  /** Rows compared each with each; of more, as many chosen by chance. */
  readonly most?: number
}

/**
 * Everything odd about the rows of a dataset. Copies are looked for among all rows; what is nearly the same, far away, or
 * in an order that is not by chance, among at most 100,000 (fewer of very wide data). Rows are compared in a shuffled order (the same each time):
 * of equally near rows the first would otherwise always be an early one of the file, as if order mattered.
 */
export async function findRows(input: FindRowsInput, task: Task<RowFindingsEvent>): Promise<RowFindings> {
  const { rows, columns, target } = input
  const opened = new Map<string, FrameColumn>()
  for (const [i, { name }] of columns.entries()) {
    throwIfAborted(task)
    opened.set(name, await input.open(name))
    task.report({ phase: 'reading', done: i + 1, total: columns.length })
  }
  const vectorsOf = (chosen: readonly ColumnMeta[]) => chosen.map(({ name }) => opened.get(name)!.vector)

  const first = await firstEqual(vectorsOf(columns), rows, task)
  const found: (RowFinding | undefined)[] = [findDuplicates(first)]
  const inputs = inputColumns(columns, rows, target)
  const label = columns.find(({ name }) => name === target)
  if (inputs.length > 0 && label && isLabel(label)) {
    const firstInput = await firstEqual(vectorsOf(inputs), rows, task)
    found.push(findConflicts(firstInput, opened.get(label.name)!.vector, label.name))
  }

  const near = await compareRows(input, opened, first, task)
  found.push(...near.found, findConstants(columns), findIdentifiers(columns, rows))
  return {
    rows,
    ...near.facts,
    findings: found.filter((each) => each !== undefined),
  }
}

/** Whether a target has classes: rows that agree in all inputs may well differ in an amount. */
function isLabel({ type, summary }: ColumnMeta): boolean {
  return type !== 'number' && type !== 'datetime' && summary.distinct <= TOP_VALUES
}

interface Compared {
  readonly facts: Pick<RowFindings, 'compared' | 'order'>
  readonly found: readonly (RowFinding | undefined)[]
}

async function compareRows(
  { rows, columns, target, compared, most = MOST_COMPARED }: FindRowsInput,
  opened: ReadonlyMap<string, FrameColumn>,
  first: Uint32Array,
  task: Task<RowFindingsEvent>,
): Promise<Compared> {
  const names = compared ?? comparedColumns(columns, rows).map(({ name }) => name)
  const chosen = names.filter((name) => name !== target)
  const rowAt = shuffle(
    Uint32Array.from({ length: rows }, (_, i) => i),
    seededRandom('rows', 'compared'),
  ).subarray(
    0,
    Math.min(most, Math.floor(MOST_NUMBERS / widestOf(columns.filter(({ name }) => chosen.includes(name))))),
  )
  const frame = await takeFrame(opened, chosen, rowAt, task)
  const points = await toPoints(frame, task)
  if (points.width === 0 || rowAt.length < 2) return { facts: {}, found: [] }

  const k = Math.min(NEIGHBOURS, rowAt.length - 1)
  const metric = metricFor(points.width)
  const report = ({ done, total }: { done: number; total: number }) => task.report({ phase: 'comparing', done, total })
  const neighbours = await nearest({ points, k, metric }, { signal: task.signal, report }, openSearch)
  const order: OrderTest = await testOrder(neighbours, ranksOf(rowAt), task)
  const rowsCompared = { neighbours, rowAt, compared: rowAt.length }
  return {
    facts: { compared: { rows: rowAt.length, columns: chosen, metric, neighbours: k }, order },
    found: [findAlike(rowsCompared, first), findOutliers(rowsCompared), findOrder(order)],
  }
}

async function takeFrame(
  opened: ReadonlyMap<string, FrameColumn>,
  names: readonly string[],
  rows: Uint32Array,
  task: Pick<Task, 'signal'>,
): Promise<Frame> {
  const breathe = breather(task)
  const columns: FrameColumn[] = []
  for (const name of names) {
    const column = opened.get(name)
    if (!column)
      throw new AssayError('dataset.unknownColumn', `There is no column “${name}” in this data. Reload the page.`)
    columns.push({ ...column, vector: takeVector(column.vector, rows) })
    await breathe()
  }
  return { rows: rows.length, columns }
}

/** The place of each row among the rows in ascending order. */
function ranksOf(rowAt: Uint32Array): Uint32Array {
  const ranks = new Uint32Array(rowAt.length)
  const ascending = Uint32Array.from({ length: rowAt.length }, (_, i) => i).sort((a, b) => rowAt[a]! - rowAt[b]!)
  for (const [rank, place] of ascending.entries()) ranks[place] = rank
  return ranks
}
