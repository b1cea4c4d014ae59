import { finiteValues, meanAndStd } from '../../centre.ts'
import type { FrameColumn } from '../../dataset/column.ts'
import { formatCount } from '../../format/format.ts'
import { fillGaps } from '../../knn/fillGaps.ts'
import { seededRandom, shuffling } from '../../random.ts'
import { eachRow, fill, mapEach, rowsWhere, type Work } from '../../work.ts'
import { indicatorName, markMissing } from './impute.ts'
import { type ColumnHead, type ColumnStepInfo, listNames, replaceColumns } from './info.ts'
import { takesNumbers } from './numbers.ts'
import { requireNumbers } from './require.ts'

const MOST_NEIGHBOURS = 100
const MOST_DONORS = 50_000

/** What is missing, NaN; an infinite number is as good as missing. */
const present = (x: number) => (Number.isFinite(x) ? x : Number.NaN)

/** Row after row, columns side by side. */
function* joinColumns(columns: readonly ArrayLike<number | null>[], rows: number): Work<Float64Array> {
  const width = columns.length
  const cells = new Float64Array(rows * width)
  for (const [j, column] of columns.entries())
    yield* eachRow(rows, (row) => {
      cells[row * width + j] = present(column[row] ?? Number.NaN)
    })
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
  *fit({ columns, neighbours, indicator, donors }, frame, { seed }) {
    const all = yield* rowsWhere(frame.rows, () => true)
    const drawn =
      all.length > donors ? (yield* shuffling(all, seededRandom('imputeKnn', seed))).slice(0, donors).sort() : all
    const values = columns.map((name) => requireNumbers(frame, name))
    return {
      kind: 'imputeKnn',
      columns,
      neighbours,
      indicator,
      means: yield* mapEach(values, (own) => meanAndStd(finiteValues(own)).mean),
      donors: values.map((own) => Array.from(drawn, (row) => (Number.isFinite(own[row]!) ? own[row]! + 0 : null))),
    }
  },
  *apply({ columns, indicator, donors, means, neighbours }, frame, { openSearch }) {
    const filled = yield* joinColumns(
      columns.map((name) => requireNumbers(frame, name)),
      frame.rows,
    )
    const given = yield* joinColumns(donors, donors[0]?.length ?? 0)
    yield* fillGaps(filled, { cells: given, means }, neighbours, openSearch)
    return yield* replaceColumns(frame, function* (column): Work<FrameColumn[]> {
      const at = columns.indexOf(column.name)
      if (at < 0) return [column]
      const values = yield* fill(new Float64Array(frame.rows), (row) => filled[row * columns.length + at]!)
      const own: FrameColumn = { name: column.name, type: 'number', vector: { kind: 'numeric', values } }
      return indicator ? [own, markMissing(column)] : [own]
    })
  },
  sql: () => ({ why: 'Filling from similar rows compares each row with thousands, which a query does too slowly.' }),
}
