import type { TreeColumn } from '@/core/trees/column.ts'
import { inSlices, type Work } from '@/core/work.ts'
import type { Binning } from './binnedTable.ts'
import { writeBins } from './bins.ts'
import { type Kernel, type OpenKernel, openKernel } from './kernel.ts'

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
  /** Adds rows to a histogram, `from` and `to` being places in the order; some columns only, if so shown. */
  build(slot: number, from: number, to: number): Work<void>
}

/** What trees are grown on. */
export interface Machine {
  readonly openKernel: OpenKernel
  /** Memory for histograms, at most; nodes that find no room build theirs again. */
  readonly histogramBytes: number
}

export const MACHINE: Machine = { openKernel, histogramBytes: 2 ** 28 }

const SEARCH_NUMBERS = 11
/** Cells between two rests: some milliseconds. */
const CELLS_AT_ONCE = 2 ** 22

/** @throws RangeError where there is not so much memory. */
export function* openWorkspace(
  columns: readonly TreeColumn[],
  rowsOf: Uint32Array | undefined,
  rows: number,
  binning: Binning,
  leaves: number,
  machine: Machine,
): Work<Workspace> {
  const width = columns.length
  const histogramBytes = 16 * binning.offsets[width]!
  const slots = Math.max(3, Math.min(leaves + 1, Math.floor(machine.histogramBytes / Math.max(1, histogramBytes))))
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
    histograms: take(histogramBytes * slots),
  }
  const kernel = machine.openKernel(top)
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
  let shown = 0

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
      shown = chosen.length
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
    *build(slot, from, to) {
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
    },
  }
}
