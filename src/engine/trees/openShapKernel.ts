import { openProgram } from '../wasm.ts'
import { useMemory } from './forestKernel/memory.ts'
import type { Quadrature } from './quadrature.ts'
import * as plain from './shapKernel/index.ts'
import program from './shapKernel/index.ts?wasm'
import { NODE_BYTES, type Walk } from './shapKernel/walk.ts'

/** How much room a walk needs. */
export interface ShapSize {
  readonly width: number
  /** Nodes that are laid out at a time, and splits on categories among them at most. */
  readonly nodes: number
  readonly sets: number
  /** Splits above the deepest leaf. */
  readonly depth: number
  /** Rows that are there at a time. */
  readonly rows: number
}

/** Explains rows by trees that are laid out in its memory (`shapKernel/`, which is AssemblyScript and TypeScript in one). */
export interface ShapKernel {
  /** Nodes, {@link NODE_BYTES} bytes each, and the same place as doubles. */
  readonly words: Int32Array
  readonly doubles: Float64Array
  /** `SET_WORDS` words for each set of bins that go left. */
  readonly sets: Int32Array
  /** Rows × columns: cells, and what each column adds. */
  readonly cells: Float64Array
  readonly added: Float64Array
  /** @param root Which of the nodes. */
  addTree(root: number, row: number): void
}

/** Words of the list that `shapKernel/walk.ts` reads. */
const LIST_WORDS = 11
const SET_BYTES = 32

/**
 * Opens a kernel in WebAssembly, or the same code as JavaScript where the machine has none or it is to be left alone.
 * @throws RangeError where there is not so much memory.
 */
export function openShapKernel(size: ShapSize, quadrature: Quadrature, isPlain = false): ShapKernel {
  const { width, nodes, sets, depth, rows } = size
  // Two points are taken at a time; one that counts nothing makes them even.
  const even = 2 * Math.ceil(quadrature.points.length / 2)
  const bytes = 8 * even
  let top = 0
  const take = (length: number) => {
    const start = top
    top += Math.ceil(length / 16) * 16
    return start
  }
  const places = {
    list: take(4 * LIST_WORDS),
    grid: take(4 * bytes),
    nodes: take(NODE_BYTES * nodes),
    sets: take(SET_BYTES * sets),
    products: take((depth + 1) * bytes),
    sums: take((depth + 1) * bytes),
    kept: take((depth + 1) * bytes),
    zeros: take(8 * width),
    inverses: take(bytes * width),
    isOff: take(width),
    cells: take(8 * width * rows),
    added: take(8 * width * rows),
  }
  const { base, buffer, openWalk, addTree } = openMemory(top, isPlain)
  const at = (name: keyof typeof places) => base + places[name]
  const doublesAt = (name: keyof typeof places, length: number) => new Float64Array(buffer, at(name), length)
  const order = ['nodes', 'sets', 'grid', 'products', 'sums', 'kept', 'zeros', 'inverses', 'isOff'] as const
  const [nodesAt, setsAt, gridAt, ...others] = order.map(at) as [number, number, number, ...number[]]
  new Int32Array(buffer, at('list'), LIST_WORDS).set([width, nodesAt, setsAt, bytes, gridAt, ...others])
  const grid = doublesAt('grid', 4 * even).fill(0)
  for (let k = 0; k < even; k++) {
    const [t, weight] = [quadrature.points[k] ?? 0.5, quadrature.weights[k] ?? 0]
    for (const [list, value] of [t, 1 - t, weight, weight / (1 - t)].entries()) grid[list * even + k] = value
  }
  doublesAt('products', even).fill(1)
  doublesAt('zeros', width).fill(1)
  doublesAt('inverses', even * width).fill(1)
  const walk = openWalk(at('list'))
  return {
    words: new Int32Array(buffer, at('nodes'), (NODE_BYTES / 4) * nodes),
    doubles: doublesAt('nodes', (NODE_BYTES / 8) * nodes),
    sets: new Int32Array(buffer, at('sets'), (SET_BYTES / 4) * sets),
    cells: doublesAt('cells', width * rows),
    added: doublesAt('added', width * rows),
    addTree: (root, row) =>
      addTree(walk, nodesAt + NODE_BYTES * root, at('cells') + 8 * width * row, at('added') + 8 * width * row),
  }
}

/** What `shapKernel/index.ts` exports; of WebAssembly, a walk is the place of one. */
interface Program<Its> {
  openWalk(list: number): Its
  addTree(walk: Its, root: number, cells: number, added: number): void
}

interface Memory extends Program<unknown> {
  readonly base: number
  readonly buffer: ArrayBuffer
}

function openMemory(bytes: number, isPlain: boolean): Memory {
  const it = isPlain ? undefined : openProgram<Program<unknown>>(program, bytes)
  if (it) return it
  const buffer = new ArrayBuffer(Math.ceil(bytes / 8) * 8)
  const code: Program<unknown> = plain as Program<Walk>
  // Plain code has one memory at a time.
  const turn = () => useMemory(buffer)
  return {
    base: plain.base(),
    buffer,
    openWalk(list) {
      turn()
      return code.openWalk(list)
    },
    addTree(walk, root, cells, added) {
      turn()
      code.addTree(walk, root, cells, added)
    },
  }
}
