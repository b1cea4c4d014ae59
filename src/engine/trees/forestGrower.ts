import { seedWords } from '@/core/random.ts'
import { MOST_DEPTH } from '@/core/trees/model.ts'
import type { ForestKind, ForestOptions } from '@/core/trees/options.ts'
import { inSlices, type Work } from '@/core/work.ts'
import type { Binning } from './binnedTable.ts'
import type { BinnedTree } from './binnedTree.ts'
import { meanOf } from './losses.ts'
import type { ForestKernel, OpenForestKernel } from './openForestKernel.ts'

/** What a forest's trees are grown from. */
export interface ForestData {
  /** Bins, column by column. */
  readonly bins: Uint8Array
  readonly binning: Binning
  readonly rows: number
  readonly targets: { readonly y: Float64Array; readonly weights: Float64Array }
  /** 0 for a target of numbers. */
  readonly classes: number
  readonly kind: ForestKind
  readonly options: ForestOptions
  readonly seed: number | string
}

/**
 * A tree and the values of its leaves, `outputs` each. Leaves name their values by their places behind those that all
 * trees share: see {@link sharedValues}.
 */
export interface ForestTree {
  readonly tree: BinnedTree
  readonly values: Float64Array
}

export interface ForestGrower {
  /** Grows a forest's tree, by its number: the same whoever grows it, and whatever was grown before. */
  grow(number: number): Work<ForestTree>
}

/** Numbers that a forest's leaves have: a mean, the share of the second of two classes, or the share of each. */
export function outputsOf(classes: number): number {
  return classes > 2 ? classes : 1
}

/** Columns that each split chooses among, of so many. */
export function columnsAsked({ columnShare }: Pick<ForestOptions, 'columnShare'>, width: number): number {
  const share = columnShare > 0 ? columnShare * width : Math.sqrt(width)
  return Math.max(1, Math.min(width, Math.floor(share + 1e-9)))
}

/** Values of leaves of one class, which all trees share: `outputs` for each class. None where targets are numbers. */
export function sharedValues(classes: number): Float64Array {
  if (classes === 0) return new Float64Array(0)
  if (classes <= 2) return Float64Array.of(0, 1)
  return Float64Array.from({ length: classes * classes }, (_, place) => Number(place % (classes + 1) === 0))
}

/** Cells between two rests: some milliseconds. */
const CELLS_AT_ONCE = 2 ** 20
/** Bytes of a node, of a node that waits, and of a set. */
const NODE = 32
const WAITING = 16
const SET = 32
/** Doubles of leaves' values between two rests, at least. */
const VALUES_ROOM = 65_536

/**
 * Makes what grows one tree after another over the same bins.
 * @throws RangeError where there is not so much memory.
 */
export function openForestGrower(data: ForestData, openKernel: OpenForestKernel): ForestGrower {
  const { rows, classes, options, seed } = data
  const outputs = outputsOf(classes)
  const origin = classes > 0 ? 0 : meanOf(data.targets)
  const { kernel, places } = layOut(data, outputs, origin, openKernel)
  const { base, buffer } = kernel
  const drawn = new Float64Array(buffer, base + places.drawn, rows)
  const at = (place: number) => base + place

  return {
    *grow(number) {
      const [a = 0, b = 0, c = 0, counter = 1] = seedWords(seed, 'forest', number)
      kernel.begin(a | 0, b | 0, c | 0, counter | 0)
      if (options.bootstrap) {
        drawn.fill(0)
        yield* inSlices(rows, (start, end) => kernel.draw(end - start))
      }
      yield* inSlices(rows, kernel.choose)
      kernel.plant()
      const values: Float64Array[] = []
      for (let isWhole = false; !isWhole; ) {
        isWhole = !kernel.grow(CELLS_AT_ONCE)
        values.push(new Float64Array(buffer, at(places.values), kernel.takeValues()).map((value) => value + origin))
        yield
      }
      return { tree: yield* takeTree(), values: joined(values) }
    },
  }

  function* takeTree(): Work<BinnedTree> {
    const count = kernel.nodesOf()
    const words = new Int32Array(buffer, at(places.nodes), (count * NODE) / 4)
    const doubles = new Float64Array(buffer, at(places.nodes), (count * NODE) / 8)
    const tree = {
      output: outputs === 1 ? 0 : -1,
      feature: new Int32Array(count),
      cut: new Int32Array(count),
      sets: new Uint32Array(buffer, at(places.sets), (kernel.setsOf() * SET) / 4).slice(),
      missingLeft: new Uint8Array(count),
      left: new Uint32Array(count),
      gain: new Float64Array(count),
      cover: new Float64Array(count),
    }
    yield* inSlices(count, (start, end) => {
      for (let node = start; node < end; node++) {
        tree.feature[node] = words[8 * node]!
        tree.left[node] = words[8 * node + 1]!
        tree.cover[node] = doubles[4 * node + 1]!
        tree.gain[node] = doubles[4 * node + 2]!
        tree.cut[node] = words[8 * node + 6]!
        tree.missingLeft[node] = words[8 * node + 7]!
      }
    })
    return tree
  }
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Opens a kernel whose memory holds the table: see forestKernel/table.ts for what lies where. */
function layOut(
  { bins, binning, rows, targets, classes, kind, options }: ForestData,
  outputs: number,
  origin: number,
  openKernel: OpenForestKernel,
): { readonly kernel: ForestKernel; readonly places: { readonly [name in PlaceName]: number } } {
  const { columns } = binning
  const width = columns.length
  const limit = options.depth > 0 ? Math.min(options.depth, MOST_DEPTH) : MOST_DEPTH
  const deepest = Math.min(limit, rows)
  const leaves = Math.min(Math.ceil(rows / options.minRows), 2 ** Math.min(31, deepest))
  const hasSets = columns.some((column) => column.kind === 'category')
  const startsOf = columns.map((column) => (column.kind === 'number' ? column.starts : new Float64Array(0)))
  const valuesRoom = Math.max(VALUES_ROOM, outputs)

  let top = 0
  const take = (bytes: number) => {
    const place = top
    top = Math.ceil((top + bytes) / 64) * 64
    return place
  }
  const list = take(4 * 64)
  const startPlaces = startsOf.map(({ length }) => take(8 * length))
  const places = {
    bins: take(rows * width),
    counts: take(4 * width),
    kinds: take(width),
    starts: take(4 * width),
    targets: take(8 * rows),
    weights: take(8 * rows),
    drawn: take(8 * rows),
    order: take(4 * rows),
    spare: take(4 * rows),
    pairs: take(16 * rows),
    nodeBins: take(rows),
    totals: take(8 * outputs),
    side: take(8 * outputs),
    binRows: take(4 * 256),
    binPairs: take(16 * 256),
    binSums: take(8 * 256 * outputs),
    present: take(4 * 8),
    groupBin: take(4 * 256),
    groupRows: take(4 * 256),
    groupPairs: take(16 * 256),
    groupSums: take(8 * 256 * outputs),
    ranks: take(4 * 256),
    keys: take(8 * 256),
    tried: take(SET),
    set: take(SET),
    columns: take(4 * width),
    constant: take(width * (deepest + 1)),
    stack: take(WAITING * (deepest + 2)),
    nodes: take(NODE * (2 * leaves - 1)),
    sets: take(hasSets ? SET * (leaves - 1) : 0),
    values: take(8 * valuesRoom),
  }
  const kernel = openKernel(top)
  const { base, buffer } = kernel
  const numbers = [
    rows,
    width,
    outputs,
    classes,
    options.minRows,
    deepest,
    columnsAsked(options, width),
    Number(kind === 'extraTrees'),
    Number(options.bootstrap),
    valuesRoom,
  ]
  const addresses = Object.values(places).map((place) => base + place)
  new Uint32Array(buffer, base + list, numbers.length + addresses.length).set([...numbers, ...addresses])
  new Uint8Array(buffer, base + places.bins, rows * width).set(bins)
  new Int32Array(buffer, base + places.counts, width).set(columns.map(({ count }) => count))
  new Uint8Array(buffer, base + places.kinds, width).set(columns.map((column) => Number(column.kind === 'category')))
  new Uint32Array(buffer, base + places.starts, width).set(startPlaces.map((place) => base + place))
  for (const [column, starts] of startsOf.entries())
    new Float64Array(buffer, base + startPlaces[column]!, starts.length).set(starts)
  const centred = new Float64Array(buffer, base + places.targets, rows)
  for (let row = 0; row < rows; row++) centred[row] = targets.y[row]! - origin
  new Float64Array(buffer, base + places.weights, rows).set(targets.weights)
  kernel.openTable(base + list)
  return { kernel, places }
}

type PlaceName = 'drawn' | 'nodes' | 'sets' | 'values'
