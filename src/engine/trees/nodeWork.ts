import { inSlices, type Work } from '@/core/work.ts'
import { type SearchedBinning, SplitSearch } from './findSplit.ts'
import { type NodeSums, readSplit, SPLIT_NUMBERS, type Split, type SplitRules } from './foundSplit.ts'
import type { Kernel } from './kernel.ts'

/** Cells between two rests: some milliseconds. */
const CELLS_AT_ONCE = 2 ** 22
const CELLS_SHOWN_AT_ONCE = 2 ** 20
/** Tasks for each thread: threads are not all equally fast. */
const TASKS_EACH = 4
/** Rows of a chunk and columns of a block, at least: less is done before another has heard of it. */
const LEAST_ROWS = 1_024
const LEAST_COLUMNS = 2

/** Two nodes at a time: one whose histogram is built from its rows, and one that has what is left of their parent's. */
const BUILT = 0
const REST = 1
/** What a node is told by: where its histogram is, whether it is searched, its sums, and their bounds. */
const NODE_NUMBERS = 7
/** Places of the rows to build of, in the order; rows of a chunk; the number of what is told; what units stand for. */
const FROM = 2 * NODE_NUMBERS
const TO = FROM + 1
const CHUNK = FROM + 2
const SERIAL = FROM + 3
const UNITS = FROM + 4
export const TOLD_NUMBERS = FROM + 6

/** Where everything that a node's histograms are made of lies in the kernel's memory, in bytes. */
export interface NodePlaces {
  readonly rows: number
  readonly width: number
  readonly threads: number
  /** Bins of all columns, column by column. */
  readonly columnBinsAt: number
  /** For each shown column, where the bins of its rows lie column by column. */
  readonly columnsAt: number
  /** For each shown column, its number, and where its histogram begins in bytes. */
  readonly shownAt: number
  readonly offsetsAt: number
  /** A word: how many columns are shown. */
  readonly shownCountAt: number
  /** Bins of the shown columns, row by row. */
  readonly rowBinsAt: number
  readonly orderAt: number
  readonly gradientsAt: number
  /** What is to be done; for each thread a word, the number of what it built last; for each block the best splits. */
  readonly toldAt: number
  readonly builtAt: number
  readonly foundAt: number
  /** Room for the search of each thread. */
  readonly searchAt: number
  /** A histogram for each helper. */
  readonly copiesAt: number
  readonly histogramBytes: number
}

export const SEARCH_BYTES = 128
const SEARCH_NUMBERS = 11

/** What a unit of the whole numbers of gradients and of hessians stands for. */
export type Scales = readonly [number, number]

/** A node's histogram, and what is to be known of it. */
export interface SearchedNode {
  /** The place of its histogram, in bytes. */
  readonly at: number
  readonly isSearched: boolean
  readonly sums: NodeSums
  /** Places of its rows in the order. */
  readonly start: number
  readonly end: number
}

/** How many blocks so many columns are searched in. */
export function blockCount(columns: number, threads: number): number {
  if (threads === 1) return 1
  return Math.max(1, Math.min(TASKS_EACH * threads, Math.floor(columns / LEAST_COLUMNS)))
}

/** What one thread builds histograms with and searches them by. */
export class NodeWork {
  private readonly kernel: Kernel
  private readonly places: NodePlaces
  private readonly binning: SearchedBinning
  private readonly rules: SplitRules
  private readonly words: Int32Array
  private readonly columns: Uint32Array
  private readonly shownCount: Int32Array
  private readonly told: Float64Array
  private readonly built: Int32Array
  private readonly found: readonly Float64Array[]
  private readonly search: SplitSearch
  private readonly thread: number

  constructor(kernel: Kernel, places: NodePlaces, binning: SearchedBinning, rules: SplitRules, thread: number) {
    const { buffer } = kernel
    this.kernel = kernel
    this.places = places
    this.binning = binning
    this.rules = rules
    this.words = new Int32Array(buffer, 0, buffer.byteLength >> 2)
    this.columns = new Uint32Array(buffer, places.shownAt, places.width)
    this.shownCount = new Int32Array(buffer, places.shownCountAt, 1)
    this.told = new Float64Array(buffer, places.toldAt, TOLD_NUMBERS)
    const blocks = blockCount(places.width, places.threads)
    this.thread = thread
    this.built = new Int32Array(buffer, places.builtAt, places.threads)
    this.found = Array.from(
      { length: 2 * blocks },
      (_, place) => new Float64Array(buffer, places.foundAt + 8 * SPLIT_NUMBERS * place, SPLIT_NUMBERS),
    )
    const numbers = new Float64Array(buffer, places.searchAt + SEARCH_BYTES * thread, SEARCH_NUMBERS)
    this.search = new SplitSearch({ words: this.words, kernel, search: numbers, binning, rules })
  }

  private get shown(): number {
    return this.shownCount[0]!
  }

  /** Blocks of the columns that are shown: tasks of `finish`. */
  get blocks(): number {
    return blockCount(this.shown, this.places.threads)
  }

  /** Chunks of the rows that a histogram is built of: tasks of `build`. */
  get chunks(): number {
    const { told } = this
    return Math.ceil((told[TO]! - told[FROM]!) / told[CHUNK]!)
  }

  /**
   * Writes what is to be done with one node, or with two that share their parent's histogram, which is where the second's will be.
   * @param isMade Whether the first one's histogram is there already, to be searched only.
   * @param threads How many take part.
   */
  tell(built: SearchedNode, rest: SearchedNode | undefined, isMade: boolean, scales: Scales, threads: number): void {
    const { told } = this
    const rows = isMade ? 0 : built.end - built.start
    this.describe(BUILT, built)
    if (rest) this.describe(REST, rest)
    else told[NODE_NUMBERS * REST] = -1
    told[FROM] = built.start
    told[TO] = built.start + rows
    told[CHUNK] = threads === 1 ? Math.max(1, rows) : Math.max(LEAST_ROWS, Math.ceil(rows / (TASKS_EACH * threads)))
    told[SERIAL] = (told[SERIAL]! + 1) % 2 ** 31
    told.set(scales, UNITS)
  }

  private describe(node: number, { at, isSearched, sums }: SearchedNode): void {
    const { gradient, hessian, rows, low, high } = sums
    this.told.set([at, Number(isSearched), gradient, hessian, rows, low, high], NODE_NUMBERS * node)
  }

  /** The best split of the first or the second node, as all blocks together have it. */
  splitOf(node: 0 | 1, { isSearched, sums }: SearchedNode, scales: Scales): Split | undefined {
    if (!isSearched) return undefined
    const found = Array.from({ length: this.blocks }, (_, block) => this.found[2 * block + node]!)
    return readSplit(found, sums, this.rules, scales)
  }

  /** Adds a chunk of rows to the thread's own histogram, which for this thread is the node's. */
  readonly build = (chunk: number): Work<void> => {
    const { told, thread, built, words } = this
    const { copiesAt, histogramBytes, orderAt, rowBinsAt, offsetsAt, gradientsAt } = this.places
    const at = thread === 0 ? told[NODE_NUMBERS * BUILT]! : copiesAt + (thread - 1) * histogramBytes
    if (built[thread] !== told[SERIAL]) {
      words.fill(0, at >>> 2, (at + histogramBytes) >>> 2)
      built[thread] = told[SERIAL]!
    }
    const from = told[FROM]! + chunk * told[CHUNK]!
    const to = Math.min(told[TO]!, from + told[CHUNK]!)
    const { shown } = this
    return inSlices(
      to - from,
      (start, end) =>
        this.kernel.build(orderAt + 4 * (from + start), end - start, rowBinsAt, shown, offsetsAt, gradientsAt, at),
      Math.max(1024, Math.floor(CELLS_AT_ONCE / Math.max(1, shown))),
    )
  }

  /** Puts together what threads have built of a block of columns, takes it from the parent's, and searches both. */
  readonly finish = (block: number): void => {
    const { told, kernel, blocks, shown, words, binning, columns, built } = this
    const { copiesAt, histogramBytes, threads } = this.places
    const first = edge(block, blocks, shown)
    const end = edge(block + 1, blocks, shown)
    const own = told[NODE_NUMBERS * BUILT]!
    const rest = told[NODE_NUMBERS * REST]!
    if (told[TO]! > told[FROM]!) {
      // Columns are shown in their order, so that blocks are apart from one another; others between them do no harm.
      const at = 16 * binning.offsets[columns[first]!]!
      const bytes = 16 * binning.offsets[columns[end - 1]! + 1]! - at
      if (built[0] !== told[SERIAL]) words.fill(0, (own + at) >>> 2, (own + at + bytes) >>> 2)
      for (let thread = 1; thread < threads; thread++)
        if (built[thread] === told[SERIAL]) kernel.add(own + at, copiesAt + (thread - 1) * histogramBytes + at, bytes)
      if (rest >= 0) kernel.subtract(rest + at, own + at, bytes)
    }
    for (let node = BUILT; node <= (rest >= 0 ? REST : BUILT); node++) this.find(node, block, first, end)
  }

  private find(node: number, block: number, first: number, end: number): void {
    const { told } = this
    const [at, isSearched, gradient, hessian, rows, low, high] = told.subarray(NODE_NUMBERS * node)
    if (isSearched === 0) return
    const sums = { gradient: gradient!, hessian: hessian!, rows: rows!, low: low!, high: high! }
    const scales = [told[UNITS]!, told[UNITS + 1]!] as const
    this.search.find(at! >>> 2, this.columns.subarray(first, end), sums, scales, this.found[2 * block + node]!)
  }

  /** Slices that rows are laid side by side in. */
  get slices(): number {
    return Math.ceil(this.places.rows / this.rowsAtOnce)
  }

  private get rowsAtOnce(): number {
    return Math.max(1024, Math.floor(CELLS_SHOWN_AT_ONCE / Math.max(1, this.shown)))
  }

  /** Lays the bins of a slice's rows side by side, of the columns that are shown. */
  readonly show = (slice: number): void => {
    const { columnsAt, rowBinsAt, rows } = this.places
    const from = slice * this.rowsAtOnce
    const to = Math.min(rows, from + this.rowsAtOnce)
    this.kernel.interleave(columnsAt, this.shown, from, to, rowBinsAt)
  }
}

/** Where each of some shares of a count begins. */
function edge(share: number, shares: number, count: number): number {
  return Math.floor((count * share) / shares)
}
