import { finiteValues, meanAndStd } from '../../centre.ts'
import type { Frame, FrameColumn } from '../../dataset/column.ts'
import { formatCount } from '../../format/format.ts'
import { type Points, takePoints } from '../../knn/points.ts'
import { openPlainSearch } from '../../knn/search.ts'
import { seededRandom, shuffle } from '../../random.ts'
import type { ImputeKnnFitted } from '../kinds/missing.ts'
import { indicatorName, markMissing } from './impute.ts'
import { type ColumnHead, type ColumnStepInfo, listNames, replaceColumns } from './info.ts'
import { takesNumbers } from './numbers.ts'
import { requireNumbers } from './require.ts'

const MOST_NEIGHBOURS = 100
const MOST_DONORS = 50_000
/** Some 10 ms of comparing with a few thousand donors of ten columns. */
const ROWS_AT_ONCE = 128

/** What is missing, NaN; an infinite number is as good as missing. */
const present = (x: number) => (Number.isFinite(x) ? x : Number.NaN)

/** Row after row, columns side by side. */
function joinColumns(columns: readonly ArrayLike<number | null>[], rows: number): Float64Array {
  const width = columns.length
  const cells = new Float64Array(rows * width)
  for (const [j, column] of columns.entries())
    for (let row = 0; row < rows; row++) cells[row * width + j] = present(column[row] ?? Number.NaN)
  return cells
}

/**
 * Cells in single precision, in which distances are worked out: counted from the mean of their column and in one common
 * unit, which changes no order of distances and keeps the digits that matter.
 */
function toPoints(cells: Float64Array, rows: number, means: readonly number[], unit: number): Points {
  const width = means.length
  return { values: Float32Array.from(cells, (x, at) => x / unit - means[at % width]! / unit), rows, width }
}

/** The named columns of the rows with their gaps filled, row after row. */
function fillRows({ columns, donors, means, neighbours }: ImputeKnnFitted, frame: Frame): Float64Array {
  const width = columns.length
  const cells = joinColumns(
    columns.map((name) => requireNumbers(frame, name)),
    frame.rows,
  )
  const gaps: number[] = []
  for (const [at, x] of cells.entries()) if (Number.isNaN(x)) gaps.push(at)
  if (gaps.length === 0) return cells
  const count = donors[0]?.length ?? 0
  const given = joinColumns(donors, count)
  let unit = 0
  for (const [at, x] of given.entries()) unit = Math.max(unit, Math.abs(x / 2 - means[at % width]! / 2) || 0)
  const search = openPlainSearch({
    points: toPoints(given, count, means, unit || 1),
    queries: takePoints(
      toPoints(cells, frame.rows, means, unit || 1),
      Uint32Array.from(gaps, (at) => Math.floor(at / width)),
    ),
    k: neighbours,
    hasGaps: true,
    present: Int32Array.from(gaps, (at) => at % width),
  })
  search.compare(0, gaps.length, 0, count)
  const { indices } = search.found()
  for (const [i, at] of gaps.entries()) {
    const column = at % width
    const near = indices.subarray(i * neighbours, (i + 1) * neighbours).filter((donor) => donor >= 0)
    cells[at] =
      near.length > 0
        ? meanAndStd(Float64Array.from(near, (donor) => given[donor * width + column]!)).mean
        : means[column]!
  }
  return cells
}

/**
 * Fills a missing number with the mean of its column over the training rows nearest to the row that have one
 * (scikit-learn's KNNImputer): near by the numbers that both rows have, of the chosen columns only (`nanEuclidean`; scale
 * columns of different sizes first). Where no training row shares a number, it is the mean of all; 0 where there is none.
 * At most `donors` training rows are kept for it, drawn by chance, and they go wherever the model goes.
 */
export const imputeKnn: ColumnStepInfo<'imputeKnn'> = {
  scope: 'columns',
  group: 'Missing cells',
  label: 'Fill from similar rows',
  blurb: 'Puts the mean of the most similar training rows where a number is missing.',
  rowLocal: true,
  slow: ROWS_AT_ONCE,
  ...takesNumbers,
  fields: [
    { key: 'neighbours', field: 'number', label: 'Similar rows', min: 1, max: MOST_NEIGHBOURS, isWhole: true },
    {
      key: 'donors',
      field: 'number',
      label: 'Training rows kept',
      min: 1,
      max: MOST_DONORS,
      isWhole: true,
      help: 'Drawn by chance where there are more. They are part of the model: whoever has it has them.',
    },
    { key: 'indicator', field: 'toggle', label: 'Remember where, in a 0/1 column beside it' },
  ],
  startsWith: (type, { missing }) => missing > 0 && takesNumbers.accepts(type),
  settings: (columns) => ({
    columns: columns.map(({ name }) => name),
    neighbours: 5,
    indicator: false,
    donors: 5_000,
  }),
  describe: ({ columns, neighbours, donors, indicator }) =>
    `Fill missing ${columns.length === 0 ? 'cells of no column' : listNames(columns)} from the ${neighbours} most similar of at most ${formatCount(donors)} training rows${indicator ? ', and mark where' : ''}`,
  problems: ({ neighbours, donors }) => [
    ...(Number.isInteger(neighbours) && neighbours >= 1 && neighbours <= MOST_NEIGHBOURS
      ? []
      : [`the number of similar rows must lie between 1 and ${MOST_NEIGHBOURS}`]),
    ...(Number.isInteger(donors) && donors >= 1 && donors <= MOST_DONORS
      ? []
      : [`the number of rows kept must lie between 1 and ${formatCount(MOST_DONORS)}`]),
  ],
  outcome: ({ columns, indicator }, heads) =>
    heads.flatMap((head): ColumnHead[] =>
      columns.includes(head.name)
        ? [
            { ...head, type: 'number' },
            ...(indicator ? [{ name: indicatorName(head.name), type: 'boolean' as const }] : []),
          ]
        : [head],
    ),
  fit({ columns, neighbours, indicator, donors }, frame, { seed }) {
    const all = Uint32Array.from({ length: frame.rows }, (_, row) => row)
    const kept = all.length > donors ? shuffle(all, seededRandom('imputeKnn', seed)).slice(0, donors).sort() : all
    const values = columns.map((name) => requireNumbers(frame, name))
    return {
      kind: 'imputeKnn',
      columns,
      neighbours,
      indicator,
      means: values.map((own) => meanAndStd(finiteValues(own)).mean),
      donors: values.map((own) => Array.from(kept, (row) => (Number.isFinite(own[row]!) ? own[row]! + 0 : null))),
    }
  },
  apply(fitted, frame) {
    const { columns, indicator } = fitted
    const filled = fillRows(fitted, frame)
    return replaceColumns(frame, (column): readonly FrameColumn[] => {
      const at = columns.indexOf(column.name)
      if (at < 0) return [column]
      const values = Float64Array.from({ length: frame.rows }, (_, row) => filled[row * columns.length + at]!)
      const own: FrameColumn = { name: column.name, type: 'number', vector: { kind: 'numeric', values } }
      return indicator ? [own, markMissing(column)] : [own]
    })
  },
  sql: () => ({ why: 'Filling from similar rows compares each row with thousands, which a query does too slowly.' }),
}
