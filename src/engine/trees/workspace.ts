import type { TreeColumn } from '@/core/trees/column.ts'
import { inSlices, type Work } from '@/core/work.ts'
import type { Threads } from '../threads.ts'
import type { Binning } from './binnedTable.ts'
import { writeBins } from './bins.ts'
import type { HistogramPlaces } from './boostingHelper.ts'
import type { Crew } from './crew.ts'
import { type Kernel, openKernel } from './kernel.ts'
import { openPlainKernel } from './plainKernel.ts'
import { OPERATIONS } from './rowWork.ts'

/** The memory in which trees are grown: everything that the kernel touches. Places are bytes. */
export interface Workspace {
  readonly kernel: Kernel
  readonly rows: number
  readonly width: number
  /** Bins column by column. */
  readonly columnBins: Uint8Array
  readonly columnBinsAt: number
  readonly rowBinsAt: number
  /** Rows of the tree that is grown, those of a node side by side. */
  readonly order: Uint32Array
  readonly orderAt: number
  readonly spareAt: number
  /** Gradient and hessian of each row, in whole numbers. */
  readonly gradients: Int32Array
  readonly gradientsAt: number
  /** For each bin whether it goes left. */
  readonly sides: Uint8Array
  readonly sidesAt: number
  /** The whole memory as words: histograms are read from here. */
  readonly words: Int32Array
  readonly histogramsAt: number
  /** What the kernel's `scan` reads and writes. */
  readonly search: Float64Array
  readonly histogramBytes: number
  /** Histograms there is room for. */
  readonly slots: number
  /** Lays these columns' bins side by side for `build`. */
  showColumns(columns: Uint32Array): Work<void>
  /** Empties a histogram. */
  clear(slot: number): void
  slotAt(slot: number): number
  /** Where a helper of the crew finds it all. */
  placesOf(helper: number): HistogramPlaces
  /** Adds rows to a histogram, `from` and `to` being places in the order; some columns only, if so shown. */
  build(slot: number, from: number, to: number): Work<void>
}

/** What trees are grown on. The model has the same bits whatever it is. */
export interface Machine {
  /** Whether WebAssembly is left alone even where there is one. */
  readonly isPlain?: boolean
  /** Memory for histograms, at most; nodes that find no room build theirs again. */
  readonly histogramBytes?: number
  readonly threads?: Threads | undefined
  /** Whether threads share work however small it is. */
  readonly sharesAll?: boolean
}

const HISTOGRAM_BYTES = 2 ** 28
const SEARCH_NUMBERS = 11
/** Cells between two rests: some milliseconds. */
const CELLS_AT_ONCE = 2 ** 22
/** Cells from which on helpers build their share: fewer are built before they have heard of it. */
const CELLS_TO_SHARE = 2 ** 18

/** @throws RangeError where there is not so much memory. */
export function* openWorkspace(
  columns: readonly TreeColumn[],
  rowsOf: Uint32Array | undefined,
  rows: number,
  binning: Binning,
  leaves: number,
  { isPlain = false, histogramBytes: room = HISTOGRAM_BYTES, sharesAll = false }: Machine,
  crew: Crew,
): Work<Workspace> {
  const width = columns.length
  const histogramBytes = 16 * binning.offsets[width]!
  const slots = Math.max(3, Math.min(leaves + 1, Math.floor(room / Math.max(1, histogramBytes))))
  let top = 64
  const take = (bytes: number) => {
    const start = top
    top = Math.ceil((top + bytes) / 64) * 64
    return start
  }
  const places = {
    columnBins: take(rows * width),
    rowBins: take(rows * width + 16),
    order: take(4 * rows),
    spare: take(4 * rows),
    gradients: take(8 * rows),
    sides: take(256),
    search: take(8 * SEARCH_NUMBERS),
    offsets: take(4 * width),
    columns: take(4 * width),
    shown: take(4),
    // Behind the others one for each helper.
    histograms: take(histogramBytes * (slots + crew.helpers)),
  }
  const kernel = (isPlain ? openPlainKernel : openKernel)(top, crew.helpers > 0)
  const { base, buffer } = kernel
  const columnBinsAt = base + places.columnBins
  const rowBinsAt = base + places.rowBins
  const orderAt = base + places.order
  const gradientsAt = base + places.gradients
  const sidesAt = base + places.sides
  const histogramsAt = base + places.histograms
  const columnBins = new Uint8Array(buffer, columnBinsAt, rows * width)
  const words = new Int32Array(buffer, 0, buffer.byteLength >> 2)
  const offsetsOf = new Int32Array(buffer, base + places.offsets, width)
  const columnsOf = new Uint32Array(buffer, base + places.columns, width)
  for (const [place, column] of columns.entries()) {
    const bins = columnBins.subarray(place * rows, (place + 1) * rows)
    yield* writeBins(binning.columns[place]!, column, rowsOf, bins)
  }
  const shownColumns = new Int32Array(buffer, base + places.shown, 1)

  const slotAt = (slot: number) => histogramsAt + slot * histogramBytes
  return {
    kernel,
    rows,
    width,
    columnBins,
    columnBinsAt,
    rowBinsAt,
    order: new Uint32Array(buffer, orderAt, rows),
    orderAt,
    spareAt: base + places.spare,
    gradients: new Int32Array(buffer, gradientsAt, 2 * rows),
    gradientsAt,
    sides: new Uint8Array(buffer, sidesAt, 256),
    sidesAt,
    words,
    histogramsAt,
    search: new Float64Array(buffer, base + places.search, SEARCH_NUMBERS),
    histogramBytes,
    slots,
    *showColumns(chosen) {
      const shown = chosen.length
      shownColumns[0] = shown
      for (const [place, column] of chosen.entries()) {
        offsetsOf[place] = 16 * binning.offsets[column]!
        columnsOf[place] = columnBinsAt + column * rows
      }
      yield* inSlices(
        rows,
        (start, end) => kernel.interleave(columnsOf.byteOffset, shown, start, end, rowBinsAt),
        Math.max(1024, Math.floor(CELLS_AT_ONCE / Math.max(1, shown))),
      )
    },
    clear: (slot) => void words.fill(0, slotAt(slot) >> 2, (slotAt(slot) + histogramBytes) >> 2),
    slotAt,
    placesOf: (helper) => ({
      orderAt,
      rowBinsAt,
      offsetsAt: offsetsOf.byteOffset,
      gradientsAt,
      shownAt: shownColumns.byteOffset,
      histogramAt: slotAt(slots + helper),
      histogramBytes,
    }),
    *build(slot, from, to) {
      const rowsOf = to - from
      const shown = shownColumns[0]!
      if (rowsOf * shown < CELLS_TO_SHARE && !sharesAll) yield* buildHere(slot, from, to)
      else
        yield* crew.share(
          OPERATIONS.build,
          rowsOf,
          from,
          (start, end) => buildHere(slot, from + start, from + end),
          (helper) => kernel.add(slotAt(slot), slotAt(slots + helper), histogramBytes),
        )
    },
  }

  function* buildHere(slot: number, from: number, to: number): Work<void> {
    const shown = shownColumns[0]!
    yield* inSlices(
      to - from,
      (start, end) =>
        kernel.build(
          orderAt + 4 * (from + start),
          end - start,
          rowBinsAt,
          shown,
          offsetsOf.byteOffset,
          gradientsAt,
          slotAt(slot),
        ),
      Math.max(1024, Math.floor(CELLS_AT_ONCE / Math.max(1, shown))),
    )
  }
}
