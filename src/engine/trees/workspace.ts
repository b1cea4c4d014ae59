import type { Work } from '@/core/work.ts'
import type { Threads } from '../threads.ts'
import type { Binning } from './binnedTable.ts'
import type { BinnedTable } from './binTable.ts'
import type { Crew } from './crew.ts'
import { SPLIT_NUMBERS, type Split, type SplitRules } from './foundSplit.ts'
import { type Kernel, openKernel } from './kernel.ts'
import {
  blockCount,
  type NodePlaces,
  NodeWork,
  type Scales,
  SEARCH_BYTES,
  type SearchedNode,
  TOLD_NUMBERS,
} from './nodeWork.ts'
import { openPlainKernel } from './plainKernel.ts'
import { OPERATIONS } from './rowWork.ts'

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
/** Cells from which on helpers build, and bins from which on they search: less is done before they have heard of it. */
const CELLS_TO_SHARE = 2 ** 17
const BINS_TO_SHARE = 2 ** 12

/**
 * Memory with a table in it.
 * @throws RangeError where there is not so much memory.
 */
export function* openWorkspace(
  table: BinnedTable,
  rows: number,
  leaves: number,
  rules: SplitRules,
  machine: Machine,
  crew: Crew,
): Work<Workspace> {
  const space = new Workspace(table.binning, rows, leaves, rules, machine, crew)
  for (let place = 0; place < space.width; place++) {
    space.columnBins.set(table.bins.subarray(place * rows, (place + 1) * rows), place * rows)
    yield
  }
  return space
}

/** The memory in which trees are grown: everything that the kernel touches. Places are bytes. */
export class Workspace {
  readonly kernel: Kernel
  readonly rows: number
  readonly width: number
  /** Bins column by column. */
  readonly columnBins: Uint8Array
  readonly columnBinsAt: number
  /** Rows of the tree that is grown, those of a node side by side. */
  readonly order: Uint32Array
  readonly orderAt: number
  readonly spareAt: number
  /** Gradient and hessian of each row, in whole numbers. */
  readonly gradients: Int32Array
  /** For each bin whether it goes left. */
  readonly sides: Uint8Array
  readonly sidesAt: number
  /** The whole memory as words: histograms are read from here. */
  readonly words: Int32Array
  readonly histogramBytes: number
  /** Histograms there is room for. */
  readonly slots: number
  readonly nodePlaces: NodePlaces
  private readonly crew: Crew
  private readonly sharesAll: boolean
  private readonly binning: Binning
  private readonly nodes: NodeWork
  private readonly histogramsAt: number
  private readonly offsetsOf: Int32Array
  private readonly columnsOf: Uint32Array
  private readonly shownOf: Uint32Array
  private readonly shownCount: Int32Array

  constructor(
    binning: Binning,
    rows: number,
    leaves: number,
    rules: SplitRules,
    { isPlain = false, histogramBytes: room = HISTOGRAM_BYTES, sharesAll = false }: Machine,
    crew: Crew,
  ) {
    const width = binning.columns.length
    const threads = crew.helpers + 1
    const histogramBytes = 16 * binning.offsets[width]!
    const slots = Math.max(3, Math.min(leaves + 1, Math.floor(room / Math.max(1, histogramBytes))))
    const blocks = blockCount(width, threads)
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
      search: take(SEARCH_BYTES * threads),
      offsets: take(4 * width),
      columns: take(4 * width),
      shown: take(4 * width),
      shownCount: take(4),
      told: take(8 * TOLD_NUMBERS),
      built: take(4 * threads),
      found: take(2 * 8 * SPLIT_NUMBERS * blocks),
      histograms: take(histogramBytes * slots),
      copies: take(histogramBytes * crew.helpers),
    }
    const kernel = (isPlain ? openPlainKernel : openKernel)(top, crew.helpers > 0)
    const { base, buffer } = kernel
    const nodePlaces: NodePlaces = {
      rows,
      width,
      threads,
      columnBinsAt: base + places.columnBins,
      columnsAt: base + places.columns,
      shownAt: base + places.shown,
      offsetsAt: base + places.offsets,
      shownCountAt: base + places.shownCount,
      rowBinsAt: base + places.rowBins,
      orderAt: base + places.order,
      gradientsAt: base + places.gradients,
      toldAt: base + places.told,
      builtAt: base + places.built,
      foundAt: base + places.found,
      searchAt: base + places.search,
      copiesAt: base + places.copies,
      histogramBytes,
    }
    this.kernel = kernel
    this.rows = rows
    this.width = width
    this.columnBinsAt = nodePlaces.columnBinsAt
    this.columnBins = new Uint8Array(buffer, this.columnBinsAt, rows * width)
    this.order = new Uint32Array(buffer, nodePlaces.orderAt, rows)
    this.orderAt = nodePlaces.orderAt
    this.spareAt = base + places.spare
    this.gradients = new Int32Array(buffer, nodePlaces.gradientsAt, 2 * rows)
    this.sidesAt = base + places.sides
    this.sides = new Uint8Array(buffer, this.sidesAt, 256)
    this.words = new Int32Array(buffer, 0, buffer.byteLength >> 2)
    this.histogramBytes = histogramBytes
    this.slots = slots
    this.nodePlaces = nodePlaces
    this.crew = crew
    this.sharesAll = sharesAll
    this.binning = binning
    this.nodes = new NodeWork(kernel, nodePlaces, binning, rules, 0)
    this.histogramsAt = base + places.histograms
    this.offsetsOf = new Int32Array(buffer, nodePlaces.offsetsAt, width)
    this.columnsOf = new Uint32Array(buffer, nodePlaces.columnsAt, width)
    this.shownOf = new Uint32Array(buffer, nodePlaces.shownAt, width)
    this.shownCount = new Int32Array(buffer, nodePlaces.shownCountAt, 1)
  }

  slotAt(slot: number): number {
    return this.histogramsAt + slot * this.histogramBytes
  }

  /** Lays these columns' bins side by side, to build histograms of. They are in their order. */
  *showColumns(chosen: Uint32Array): Work<void> {
    const { nodes, binning, columnBinsAt, rows } = this
    this.shownCount[0] = chosen.length
    this.shownOf.set(chosen)
    for (const [place, column] of chosen.entries()) {
      this.offsetsOf[place] = 16 * binning.offsets[column]!
      this.columnsOf[place] = columnBinsAt + column * rows
    }
    yield* this.crew.share(OPERATIONS.show, nodes.slices, 0, nodes.show)
  }

  /**
   * Builds the histogram of a node from its rows, takes it from its parent's, where the second node is given, and searches
   * them. Of columns that are not shown histograms hold nothing.
   * @returns the best splits of the two, where they are searched and have one.
   */
  *split(
    built: SearchedNode,
    rest: SearchedNode | undefined,
    scales: Scales,
  ): Work<readonly [Split | undefined, Split | undefined]> {
    yield* this.perform(built, rest, false, scales)
    return [this.nodes.splitOf(0, built, scales), rest && this.nodes.splitOf(1, rest, scales)]
  }

  /** Searches a node whose histogram is there. */
  *search(node: SearchedNode, scales: Scales): Work<Split | undefined> {
    yield* this.perform(node, undefined, true, scales)
    return this.nodes.splitOf(0, node, scales)
  }

  private *perform(built: SearchedNode, rest: SearchedNode | undefined, isMade: boolean, scales: Scales): Work<void> {
    const { crew, nodes, sharesAll, binning } = this
    const { helpers } = crew
    const cells = isMade ? 0 : (built.end - built.start) * this.shownCount[0]!
    const isBuiltTogether = helpers > 0 && (sharesAll || cells >= CELLS_TO_SHARE)
    nodes.tell(built, rest, isMade, scales, isBuiltTogether ? helpers + 1 : 1)
    if (isBuiltTogether)
      yield* crew.share(OPERATIONS.build, nodes.chunks, 0, nodes.build, () => {
        nodes.tell(built, rest, isMade, scales, 1)
        return this.build()
      })
    else yield* this.build()
    if (helpers > 0 && (sharesAll || binning.offsets[this.width]! >= BINS_TO_SHARE))
      yield* crew.share(OPERATIONS.finish, nodes.blocks, 0, nodes.finish, () => this.again(built, rest, scales))
    else this.finish()
  }

  private *build(): Work<void> {
    const { nodes } = this
    for (let chunk = 0; chunk < nodes.chunks; chunk++) yield* nodes.build(chunk)
  }

  private finish(): void {
    const { nodes } = this
    for (let block = 0; block < nodes.blocks; block++) nodes.finish(block)
  }

  /** Where a helper died, what it left of the histograms is not known: they are built from their rows. */
  private *again(built: SearchedNode, rest: SearchedNode | undefined, scales: Scales): Work<void> {
    const { nodes } = this
    for (const node of rest ? [rest, built] : [built]) {
      nodes.tell(node, undefined, false, scales, 1)
      yield* this.build()
      this.finish()
    }
    if (!rest) return
    nodes.tell(built, rest, true, scales, 1)
    this.finish()
  }
}
