import { takeVector, type Vector } from '@/core/dataset/column.ts'
import { predictivePower } from '@/core/leak/power.ts'
import { addColumn, keyOf, startKeys } from '@/core/leak/rowKeys.ts'
import { toFeature } from '@/core/leak/tree.ts'
import { type Random, seededRandom, shuffle } from '@/core/random.ts'
import type { Split } from '@/core/split/split.ts'
import { cellAt, joinVectors, type LeakSource } from './source.ts'

/** Rows gone through between two breaths. */
const SLICE = 16_384

/** The rows of a split, with the second file's where it tests. */
export interface Parts {
  readonly split: Split
  readonly rows: number
  /** Rows of the second file; undefined where test rows are of the same. */
  readonly testRows: number | undefined
  readonly breathe: () => Promise<void>
}

/** Goes through rows, breathing. */
async function each(rows: Uint32Array, breathe: () => Promise<void>, visit: (row: number) => void): Promise<void> {
  for (let start = 0; start < rows.length; start += SLICE) {
    for (const row of rows.subarray(start, start + SLICE)) visit(row)
    await breathe()
  }
}

/** Test rows by whether a training row has their cell; those whose cell is missing are in neither. */
export interface Met {
  readonly seen: number
  readonly unseen: readonly number[]
}

export async function meetRows(train: Vector, test: Vector, { split, breathe }: Parts): Promise<Met> {
  const known = new Set<string | number>()
  await each(split.train, breathe, (row) => {
    const cell = cellAt(train, row)
    if (cell !== undefined) known.add(cell)
  })
  let seen = 0
  const unseen: number[] = []
  await each(split.test, breathe, (row) => {
    const cell = cellAt(test, row)
    if (cell === undefined) return
    if (known.has(cell)) seen++
    else unseen.push(row)
  })
  return { seen, unseen }
}

/** Share of the rows with a cell that share it with another row. */
export async function sharedRows(vector: Vector, rows: Uint32Array, breathe: () => Promise<void>): Promise<number> {
  const counts = new Map<string | number, number>()
  let present = 0
  await each(rows, breathe, (row) => {
    const cell = cellAt(vector, row)
    if (cell === undefined) return
    present++
    counts.set(cell, (counts.get(cell) ?? 0) + 1)
  })
  let alone = 0
  for (const count of counts.values()) if (count === 1) alone++
  return present === 0 ? 0 : 1 - alone / present
}

/**
 * How well one column tells test rows from training rows: 2·AUC − 1 by cross-validated trees, and how much of it may be
 * chance: 3.5 standard errors of an AUC that tells nothing, √((m + n + 1)/(12·m·n)) (Mann and Whitney 1947).
 * @param train Training rows looked at. @param test Test rows looked at.
 */
export async function shiftOf(
  trainVector: Vector,
  testVector: Vector,
  train: Uint32Array,
  test: Uint32Array,
  folds: Uint8Array,
  breathe: () => Promise<void>,
): Promise<{ readonly shift: number; readonly chance: number }> {
  const [m, n] = [train.length, test.length]
  const y = new Float64Array(m + n).fill(1, m)
  const joined = joinVectors(trainVector, train, testVector, test)
  const shift = await predictivePower(toFeature(joined), { y, classes: 2 }, folds, breathe)
  return { shift, chance: 2 * 3.5 * Math.sqrt((m + n + 1) / (12 * m * n)) }
}

/** A row, and one that it equals. */
export interface EqualRow {
  readonly row: number
  readonly beside: number
}

/** Keys of whole rows, as columns are added. */
interface RowMatcher {
  /** Takes a column in, from the dataset and from where the test rows are, if it is there. */
  add(train: Vector, test: Vector | undefined): Promise<void>
  /** Test rows that equal a training row in the columns that are in both, each beside the first that it equals; undefined where there is none. */
  duplicates(): Promise<readonly EqualRow[] | undefined>
  /** Of some rows those that equal another one whose answer differs, each beside the first of its equals; undefined where there is no column. */
  conflicts(rows: Uint32Array, y: Float64Array): Promise<readonly EqualRow[] | undefined>
}

export function openRowMatcher({ split, rows, testRows, breathe }: Parts): RowMatcher {
  const keys = startKeys(rows)
  // A second file may lack columns, without which rows of the first are alike that are not.
  const [trainKeys, testKeys] = testRows === undefined ? [keys, keys] : [startKeys(rows), startKeys(testRows)]
  let columns = 0
  let shared = 0
  return {
    async add(train, test) {
      columns++
      await addColumn(keys, train, breathe)
      if (!test) return
      shared++
      if (testRows === undefined) return
      await addColumn(trainKeys, train, breathe)
      await addColumn(testKeys, test, breathe)
    },
    async duplicates() {
      if (shared === 0) return undefined
      const first = new Map<number, number>()
      await each(split.train, breathe, (row) => {
        const key = keyOf(trainKeys, row)
        if (!first.has(key)) first.set(key, row)
      })
      const found: EqualRow[] = []
      await each(split.test, breathe, (row) => {
        const beside = first.get(keyOf(testKeys, row))
        if (beside !== undefined) found.push({ row, beside })
      })
      return found
    },
    async conflicts(among, y) {
      if (columns === 0) return undefined
      const first = new Map<number, number>()
      const torn = new Set<number>()
      await each(among, breathe, (row) => {
        const key = keyOf(keys, row)
        const before = first.get(key)
        if (before === undefined) first.set(key, row)
        else if (y[before] !== y[row]) torn.add(key)
      })
      const found: EqualRow[] = []
      await each(among, breathe, (row) => {
        const key = keyOf(keys, row)
        if (torn.has(key)) found.push({ row, beside: first.get(key)! })
      })
      return found
    },
  }
}

/** A column's cells in an order of chance. */
function shuffled(vector: Vector, random: Random): Vector {
  const rows = vector.kind === 'coded' ? vector.codes.length : vector.values.length
  return takeVector(
    vector,
    shuffle(
      Uint32Array.from({ length: rows }, (_, i) => i),
      random,
    ),
  )
}

/**
 * Test rows that would equal a training row if columns had nothing to do with each other.
 * @param names Columns that are in both.
 */
export async function duplicatesByChance(
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
  return (await matcher.duplicates())?.length ?? 0
}
