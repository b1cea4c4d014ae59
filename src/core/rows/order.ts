import { formatScore } from '../format/format.ts'
import type { Neighbours } from '../knn/nearest.ts'
import { seededRandom, shuffle } from '../random.ts'
import { breather, type Task } from '../task.ts'
import type { OrderTest, RowFinding } from './finding.ts'

const PERMUTATIONS = 25
const LEVEL = 0.05

/**
 * Whether rows that are alike lie near each other in the file (as cleanlab's Datalab asks): how far apart neighbours lie,
 * against how far apart any two rows do (known exactly: 2(n − d) of n(n − 1) pairs are d apart), by the Kolmogorov–Smirnov
 * distance; p from that distance for the same neighbours with their rows shuffled, (1 + as large) / (1 + 25).
 * @param ranks The place of each compared row in the order of the dataset, from 0 and without gaps.
 */
export async function testOrder(
  { k, indices }: Neighbours,
  ranks: Uint32Array,
  task: Pick<Task, 'signal'>,
): Promise<OrderTest> {
  const breathe = breather(task)
  const statistic = apartness(indices, k, ranks)
  const random = seededRandom('rows', 'order')
  const shuffled = ranks.slice()
  let asLarge = 0
  for (let i = 0; i < PERMUTATIONS; i++) {
    if (apartness(indices, k, shuffle(shuffled, random)) >= statistic) asLarge++
    await breathe()
  }
  return { statistic, p: (1 + asLarge) / (1 + PERMUTATIONS) }
}

function apartness(indices: Int32Array, k: number, ranks: Uint32Array): number {
  const n = ranks.length
  const counts = new Float64Array(n)
  let pairs = 0
  for (let i = 0; i < indices.length; i++) {
    const neighbour = indices[i]!
    if (neighbour < 0) continue
    counts[Math.abs(ranks[Math.floor(i / k)]! - ranks[neighbour]!)]!++
    pairs++
  }
  let [found, expected, most] = [0, 0, 0]
  for (let apart = 1; apart < n; apart++) {
    found += counts[apart]!
    expected += 2 * (n - apart)
    most = Math.max(most, Math.abs(found / pairs - expected / (n * (n - 1))))
  }
  return most
}

export function findOrder({ p }: OrderTest): RowFinding | undefined {
  if (p >= LEVEL) return undefined
  const sentence = `Rows that lie near each other in the file are more alike, or less, than chance would have it (p = ${formatScore(p)}). If they were gathered over time or in groups, split by time or by group.`
  return { kind: 'order', sentence, count: 0, share: 0, rows: [] }
}
