import { openProgram } from '../wasm.ts'
import * as plain from './forestKernel/index.ts'
import program from './forestKernel/index.ts?wasm'
import { useMemory } from './forestKernel/memory.ts'

/**
 * Grows the trees of a forest over one memory: `forestKernel/`, which is AssemblyScript and TypeScript in one. Places are
 * bytes from the memory's start.
 */
export interface ForestKernel {
  /** Where free memory begins; as much as was asked for, and all 0. */
  readonly base: number
  readonly buffer: ArrayBuffer
  /** Called first, when the numbers of a table (`forestKernel/table.ts`) are at that place. */
  openTable(list: number): void
  /** Begins a tree with the state of its generator. Then its rows are drawn, chosen, and it is planted and grown. */
  begin(a: number, b: number, c: number, counter: number): void
  /** Draws as many rows with replacement. */
  draw(draws: number): void
  /** Weighs the rows [from, to), and takes those that weigh something. */
  choose(from: number, to: number): void
  plant(): void
  /** Goes on for about so many cells, or until there is no room for leaves' values. Returns false when the tree is whole. */
  grow(cells: number): boolean
  /** Nodes and sets of the tree so far. */
  nodesOf(): number
  setsOf(): number
  /** How many doubles of leaves' values there are since it was last asked; the next ones are written over them. */
  takeValues(): number
}

export type OpenForestKernel = (bytes: number) => ForestKernel

/**
 * Opens kernels in WebAssembly, or the same code as JavaScript where the machine has none or it is to be left alone. They
 * throw a RangeError where there is not so much memory.
 */
export function forestOpener(isPlain: boolean): OpenForestKernel {
  return isPlain ? openPlainForest : (bytes) => openCompiledForest(bytes) ?? openPlainForest(bytes)
}

/** What `forestKernel/index.ts` exports; of WebAssembly, a grower is the place of one. */
type Program<Grower> = {
  readonly [Name in 'draw' | 'choose' | 'plant' | 'begin']: (grower: Grower, ...numbers: number[]) => void
} & {
  openGrower(list: number): Grower
  grow(grower: Grower, cells: number): boolean | number
  nodesOf(grower: Grower): number
  setsOf(grower: Grower): number
  takeValues(grower: Grower): number
}

/** Undefined where the machine has no WebAssembly. */
function openCompiledForest(bytes: number): ForestKernel | undefined {
  const it = openProgram<Program<number>>(program, bytes)
  return it && kernelOf(it, it.base, it.buffer, () => {})
}

const openPlainForest: OpenForestKernel = (bytes) => {
  const buffer = new ArrayBuffer(Math.ceil(bytes / 8) * 8)
  return kernelOf(plain as Program<ReturnType<typeof plain.openGrower>>, plain.base(), buffer, () => useMemory(buffer))
}

/** @param turn Called before anything else is: plain code has one memory at a time. */
function kernelOf<Grower>(program: Program<Grower>, base: number, buffer: ArrayBuffer, turn: () => void): ForestKernel {
  let grower: Grower
  const doing = <A extends number[], R>(call: (grower: Grower, ...numbers: A) => R) => {
    return (...numbers: A) => {
      turn()
      return call(grower, ...numbers)
    }
  }
  return {
    base,
    buffer,
    openTable(list) {
      turn()
      grower = program.openGrower(list)
    },
    begin: doing(program.begin),
    draw: doing(program.draw),
    choose: doing(program.choose),
    plant: doing(program.plant),
    grow: doing((its, cells: number) => Boolean(program.grow(its, cells))),
    nodesOf: doing(program.nodesOf),
    setsOf: doing(program.setsOf),
    takeValues: doing(program.takeValues),
  }
}
