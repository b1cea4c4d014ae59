import type { Points } from '@/core/knn/points.ts'
import { type OpenSearch, openPlainSearch, POINT_STEP, type SearchInput } from '@/core/knn/search.ts'
import type { Tools } from '@/core/recipe/steps/info.ts'
import { compileProgram, MOST_BYTES, PAGE } from '../wasm.ts'
import program from './assembly/index.ts?wasm'
import { codedColumns, writeCoded } from './coded.ts'
import { openWalkSearch } from './walk.ts'

/** What assembly/index.ts exports. Places are bytes from the start of its memory. */
interface Exports {
  readonly memory: WebAssembly.Memory
  base(): number
  setUp(
    points: number,
    queries: number,
    width: number,
    k: number,
    squares: number,
    indices: number,
    worsts: number,
    isSelf: number,
    present: number,
    kinds: number,
  ): void
  compare(start: number, end: number, from: number, to: number): void
  compareShared(start: number, end: number, from: number, to: number): void
  compareCoded(start: number, end: number, from: number, to: number): void
}

/**
 * The search of core/knn by WebAssembly with 128-bit vectors: the same results, bit by bit, some times faster; where queries
 * follow each other closely (`openWalkSearch`) many times. The plain one takes its place where the machine has none, or not the memory (points and queries in single precision).
 */
export const openSearch: OpenSearch = (input) =>
  openWalkSearch(input) ?? openVectorSearch(input) ?? openPlainSearch(input)

/** What recipes do faster with this room's help. */
export const TOOLS: Tools = { openSearch }

/** Undefined where the machine cannot. */
export function openVectorSearch({ points, queries, k, hasGaps, present, blocks = [] }: SearchInput) {
  const module = compileProgram(program)
  if (!module || points.width === 0) return undefined
  const abort = () => {
    throw new Error('the WebAssembly that compares points stopped')
  }
  const it = new WebAssembly.Instance(module, { env: { abort } }).exports as unknown as Exports
  const asked = queries ?? points
  // Nothing is gained without blocks; points behind the last are told by a number.
  const coded = queries && !hasGaps && blocks.length > 0 ? codedColumns(points.width, blocks) : []
  const plan = coded.some(({ isCoded }) => !isCoded) ? coded : undefined
  const width = plan?.length ?? points.width
  const found = asked.rows * k
  const padded = Math.ceil(points.rows / POINT_STEP) * POINT_STEP
  let top = it.base() >>> 0
  const take = (numbers: number) => {
    const start = top
    top = Math.ceil((top + 4 * numbers) / 64) * 64
    return start
  }
  const pointsAt = take(padded * width)
  const queriesAt = take(asked.rows * width)
  const squaresAt = take(found)
  const indicesAt = take(found)
  // Eight at a time are looked at, also behind the last.
  const worstsAt = take(asked.rows + POINT_STEP)
  const presentAt = present ? take(asked.rows) : 0
  const kindsAt = take(plan ? Math.ceil(width / 4) : 0)
  if (top > MOST_BYTES) return undefined
  try {
    it.memory.grow(Math.max(0, Math.ceil((top - it.memory.buffer.byteLength) / PAGE)))
  } catch {
    return undefined
  }
  const { buffer } = it.memory
  if (plan) {
    new Uint8Array(buffer, kindsAt, width).set(plan.map(({ isCoded }) => Number(isCoded)))
    writeCoded(buffer, pointsAt, points, padded, plan, (point, column) => panelPlace(point, column, width))
    writeCoded(buffer, queriesAt, asked, asked.rows, plan, (query, column) => query * width + column)
  } else {
    writePanels(new Float32Array(buffer, pointsAt, padded * width), points, padded)
    new Float32Array(buffer, queriesAt, asked.rows * width).set(asked.values)
  }
  const squares = new Float32Array(buffer, squaresAt, found).fill(Number.POSITIVE_INFINITY)
  new Float32Array(buffer, worstsAt, asked.rows + POINT_STEP).fill(Number.POSITIVE_INFINITY)
  const indices = new Int32Array(buffer, indicesAt, found).fill(-1)
  if (present) new Int32Array(buffer, presentAt, asked.rows).set(present)
  it.setUp(pointsAt, queriesAt, width, k, squaresAt, indicesAt, worstsAt, Number(!queries), presentAt, kindsAt)
  const compare = hasGaps ? it.compareShared : plan ? it.compareCoded : it.compare
  return {
    isHalved: !queries && !hasGaps,
    compare: (start: number, end: number, from: number, to: number) =>
      compare(start, end, from, Math.ceil(to / POINT_STEP) * POINT_STEP),
    found: () => ({ indices: indices.slice(), squares: squares.slice() }),
  }
}

/** Where a point's number of a column lies in panels of four. */
function panelPlace(point: number, column: number, width: number): number {
  return (point >> 2) * 4 * width + 4 * column + (point & 3)
}

/** Four points at a time, column by column; NaN, which is never near, behind the last. */
function writePanels(panels: Float32Array, { values, rows, width }: Points, padded: number): void {
  for (let point = 0; point < padded; point++) {
    const to = (point >> 2) * 4 * width + (point & 3)
    for (let column = 0; column < width; column++)
      panels[to + 4 * column] = point < rows ? values[point * width + column]! : Number.NaN
  }
}
