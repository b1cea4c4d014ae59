import { AssayError } from '@/core/errors.ts'
import { abort, compileProgram, MOST_BYTES, openProgram, PAGE } from '../wasm.ts'
import program from './assembly/index.ts?wasm'
import sharedProgram from './assembly/index.ts?wasm-shared'
import { openPlainKernel, plainKernelOn } from './plainKernel.ts'

/** The inner loops of growing trees over one memory. Places are bytes from its start; all sums are whole numbers. */
export interface Kernel {
  /** Where free memory begins. */
  readonly base: number
  readonly buffer: ArrayBufferLike
  /** What another thread opens a kernel on the same memory with; undefined where the memory is this thread's alone. */
  readonly shared: SharedMemory | undefined
  /** Adds (gradient, hessian, 1) of `count` rows to the bins of all columns. */
  build(
    rows: number,
    count: number,
    bins: number,
    width: number,
    offsets: number,
    gradients: number,
    histogram: number,
  ): void
  /** to = to + what, over a multiple of 16 bytes. */
  add(to: number, what: number, bytes: number): void
  /** to = to − what, over a multiple of 16 bytes. */
  subtract(to: number, what: number, bytes: number): void
  /** Brings rows whose bin has a 1 in `sides` before the others, both in their order; returns how many they are. */
  partition(rows: number, count: number, column: number, sides: number, spare: number): number
  /** Lays the rows [from, to) of some columns side by side; `columns` holds the places of their first bins. */
  interleave(columns: number, width: number, from: number, to: number, bins: number): void
  /**
   * Cuts a column's histogram, which begins at `first`, behind each of its bins. `search` holds doubles: units of gradients
   * and hessians, their totals, least hessian, l2, the node's score, the best gain so far, and behind them sums of the left
   * side. Returns the bin behind which to cut, or −1 where no gain is better; the gain and the sums are written.
   */
  scan(first: number, count: number, isMissingLeft: 0 | 1, rows: number, minRows: number, search: number): number
}

/** Of WebAssembly, or of plain code. */
export type SharedMemory = WebAssembly.Memory | SharedArrayBuffer

/** @param isShared Whether other threads can open the memory too. */
export type OpenKernel = (bytes: number, isShared?: boolean) => Kernel

/**
 * A kernel with that much free memory: WebAssembly with 128-bit vectors, or plain code where the machine has none.
 * @throws RangeError where there is not so much memory: see {@link withoutMemory}.
 */
export const openKernel: OpenKernel = (bytes, isShared = false) =>
  openVectorKernel(bytes, isShared) ?? openPlainKernel(bytes, isShared)

/** The kernel of another thread on memory that is shared with it. */
export function kernelOn(memory: SharedMemory): Kernel {
  if (!(memory instanceof WebAssembly.Memory)) return plainKernelOn(memory)
  return vectorKernelOn(compileProgram(sharedProgram)!, memory)
}

/** What went wrong, in words of ours where it was that memory ran out. */
export function withoutMemory(cause: unknown): unknown {
  if (!(cause instanceof RangeError)) return cause
  const message = 'There is not enough memory to grow trees on so many rows and columns. Train on fewer of them.'
  return new AssayError('device.unavailable', message, undefined, { cause })
}

type Loops = Omit<Kernel, 'base' | 'buffer' | 'shared'>

/** Undefined where the machine cannot. */
export function openVectorKernel(bytes: number, isShared = false): Kernel | undefined {
  if (!isShared) {
    const it = openProgram<Loops>(program, bytes)
    return it && kernelOf(it, it.base, it.buffer, undefined)
  }
  const module = compileProgram(sharedProgram)
  if (!module) return undefined
  // What the program itself needs is far below a page.
  const pages = Math.ceil(bytes / PAGE) + 1
  if (pages * PAGE > MOST_BYTES) throw new RangeError('more than a WebAssembly memory has')
  return vectorKernelOn(module, new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }))
}

function vectorKernelOn(module: WebAssembly.Module, shared: WebAssembly.Memory): Kernel {
  const instance = new WebAssembly.Instance(module, { env: { abort, memory: shared } })
  const its = instance.exports as unknown as Loops & { base(): number }
  return kernelOf(its, its.base() >>> 0, shared.buffer, shared)
}

/** Written out, so that each has one shape: see rowWork.ts. */
function kernelOf(
  { build, add, subtract, partition, interleave, scan }: Loops,
  base: number,
  buffer: ArrayBufferLike,
  shared: SharedMemory | undefined,
): Kernel {
  return { base, buffer, shared, build, add, subtract, partition, interleave, scan }
}
