import { describe, expect, it } from 'vitest'
import { seededRandom } from '@/core/random.ts'
import { runAtOnce } from '@/core/work.ts'
import { binTable } from './binTable.ts'
import { Crew } from './crew.ts'
import { kernelOn } from './kernel.ts'
import { NodeWork, type SearchedNode } from './nodeWork.ts'
import { randomTable } from './testing.ts'
import { openWorkspace } from './workspace.ts'

const ROWS = 30_000
const RULES = { l1: 0, l2: 1, minRows: 20, minHessian: 0.01, monotone: [] }
const ABSENT = { start: () => ({ post: () => {}, stop: () => {} }) }

/** The best splits of a node's two children, their tasks done by so many threads in an order by chance; and the histograms. */
function splitBy(threads: number, seed: number) {
  const { columns, numbers } = randomTable(ROWS)
  const wide = Array.from({ length: 9 }, () => columns).flat()
  const crew = new Crew({ count: threads, ...ABSENT })
  const table = runAtOnce(binTable({ columns: wide, target: numbers }, new Crew(undefined)))
  const space = runAtOnce(openWorkspace(table, ROWS, 4, RULES, {}, crew))
  for (let row = 0; row < ROWS; row++) {
    space.order[row] = row
    space.gradients[2 * row] = Math.round(1000 * numbers[row]!)
    space.gradients[2 * row + 1] = 1000
  }
  runAtOnce(space.showColumns(Uint32Array.from(wide, (_, column) => column)))
  const hands = Array.from({ length: threads }, (_, thread) => {
    const kernel = space.kernel.shared ? kernelOn(space.kernel.shared) : space.kernel
    return new NodeWork(kernel, space.nodePlaces, table.binning, RULES, thread)
  })
  const random = seededRandom('hands', seed)
  const anyone = () => hands[Math.floor(random() * threads)]!
  const sumsOf = (start: number, end: number) => {
    const rows = end - start
    let gradient = 0
    for (let row = start; row < end; row++) gradient += space.gradients[2 * row]!
    return { gradient, hessian: 1000 * rows, rows, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  }
  const nodeOf = (slot: number, start: number, end: number): SearchedNode => {
    return { at: space.slotAt(slot), isSearched: true, sums: sumsOf(start, end), start, end }
  }
  const scales = [0.001, 0.001] as const
  const work = (built: SearchedNode, rest?: SearchedNode) => {
    hands[0]!.tell(built, rest, false, scales, threads)
    for (let chunk = 0; chunk < hands[0]!.chunks; chunk++) runAtOnce(anyone().build(chunk))
    for (let block = 0; block < hands[0]!.blocks; block++) anyone().finish(block)
  }
  work(nodeOf(0, 0, ROWS))
  const [small, large] = [nodeOf(1, 0, 11_000), nodeOf(0, 11_000, ROWS)]
  work(small, large)
  const histograms = new Int32Array(space.kernel.buffer, space.slotAt(0), space.histogramBytes >> 1).slice()
  return { histograms, splits: [hands[0]!.splitOf(0, small, scales), hands[0]!.splitOf(1, large, scales)] }
}

describe('work on nodes', () => {
  it('comes to the same by whomever its tasks are done', () => {
    const alone = splitBy(1, 0)
    expect(alone.splits.every((split) => split !== undefined)).toBe(true)
    for (const threads of [2, 3, 8]) expect(splitBy(threads, threads)).toEqual(alone)
  })
})
