import type { TreeData } from '@/core/trees/column.ts'
import { inSlices, runAtOnce, type Work } from '@/core/work.ts'
import { type Binning, checkData, rowCount } from './binnedTable.ts'
import { type ColumnBins, learnBins, MOST_BINS, samplePlaces, writeBins } from './bins.ts'
import { type Crew, type CrewPlace, obey } from './crew.ts'

/** A table in bins: how its columns are cut, and the bins column by column. */
export interface BinnedTable {
  readonly binning: Binning
  /** Of shared memory where there are helpers. */
  readonly bins: Uint8Array
}

/** What a helper of binning works on. All arrays but the sample are of shared memory. */
export interface BinningJob extends CrewPlace {
  readonly kind: 'binning'
  readonly rows: number
  /** Places of the rows that cuts are learned from. */
  readonly sample: Uint32Array
  /** The columns of numbers. */
  readonly numbers: readonly number[]
  /** Numbers of some of them at once: the table's own memory is the leader's. */
  readonly values: Float64Array
  /** For each of these `FOUND` doubles: how many bins it has, its cuts, and its bins' least numbers. */
  readonly found: Float64Array
  /** Bins of the whole table. */
  readonly bins: Uint8Array
}

const FOUND = 2 * MOST_BINS
/** What numbers that are binned at once may take: a thread that is new and slow keeps the others waiting once for each such batch. */
const BATCH_BYTES = 2 ** 26

/**
 * Learns bins from the rows that take part, and writes them. Helpers take columns of numbers, some at once, and at least as
 * many as there are threads; those of categories take less, and are done here.
 * @throws AssayError `split.empty` without rows; `spec.invalid` where lengths, weights or targets do not fit.
 */
export function* binTable(data: TreeData, crew: Crew): Work<BinnedTable> {
  checkData(data, 'training')
  const rows = rowCount(data)
  const width = data.columns.length
  const columns: ColumnBins[] = []
  const sample = yield* samplePlaces(rows)
  const bins = crew.helpers > 0 ? new Uint8Array(new SharedArrayBuffer(rows * width)) : new Uint8Array(rows * width)
  const binHere = function* (place: number): Work<void> {
    const column = data.columns[place]!
    columns[place] = yield* learnBins(column, data.rows, sample)
    yield* writeBins(columns[place]!, column, data.rows, bins.subarray(place * rows, (place + 1) * rows))
  }
  const numbers: number[] = []
  for (const [place, { kind }] of data.columns.entries()) if (kind === 'number' && crew.helpers > 0) numbers.push(place)
  if (numbers.length > 0) {
    const atOnce = Math.min(numbers.length, Math.max(crew.helpers + 1, Math.floor(BATCH_BYTES / (8 * rows))))
    const values = new Float64Array(new SharedArrayBuffer(8 * rows * atOnce))
    const found = new Float64Array(new SharedArrayBuffer(8 * FOUND * atOnce))
    crew.begin((place): BinningJob => ({ kind: 'binning', ...place, rows, sample, numbers, values, found, bins }))
    for (const [place, { kind }] of data.columns.entries()) if (kind === 'category') yield* binHere(place)
    for (let first = 0; first < numbers.length; first += atOnce) {
      const batch = numbers.slice(first, first + atOnce)
      for (const [task, place] of batch.entries())
        yield* gather(data, place, values.subarray(task * rows, (task + 1) * rows))
      yield* crew.share(0, batch.length, first, (task) => binHere(batch[task]!))
      for (const [task, place] of batch.entries()) columns[place] ??= readFound(found, task)
    }
  }
  for (let place = 0; place < width; place++) if (!columns[place]) yield* binHere(place)
  const offsets = new Int32Array(width + 1)
  for (const [place, { count }] of columns.entries()) offsets[place + 1] = offsets[place]! + count + 1
  return { binning: { columns, offsets }, bins }
}

/** Copies a column's numbers of the rows that take part. */
function* gather({ columns, rows }: TreeData, place: number, to: Float64Array): Work<void> {
  const column = columns[place]!
  if (column.kind !== 'number') return
  const { values } = column
  if (!rows) to.set(values)
  else
    yield* inSlices(rows.length, (start, end) => {
      for (let i = start; i < end; i++) to[i] = values[rows[i]!]!
    })
}

function readFound(found: Float64Array, task: number): ColumnBins {
  const its = found.subarray(task * FOUND, (task + 1) * FOUND)
  const count = its[0]!
  return { kind: 'number', count, cuts: its.slice(1, count), starts: its.slice(count, 2 * count) }
}

/** Helps with columns until the crew does something else. */
export function helpBinning({ control, own, rows, sample, numbers, values, found, bins }: BinningJob): void {
  obey({ control, own }, (_, task, first) => {
    const column = { kind: 'number', values: values.subarray(task * rows, (task + 1) * rows) } as const
    const learned = runAtOnce(learnBins(column, undefined, sample))
    const place = numbers[first + task]!
    runAtOnce(writeBins(learned, column, undefined, bins.subarray(place * rows, (place + 1) * rows)))
    if (learned.kind !== 'number') return
    found.set([learned.count, ...learned.cuts, ...learned.starts], task * FOUND)
  })
}
