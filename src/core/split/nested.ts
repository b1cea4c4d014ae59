import { type Random, shuffle } from '../random.ts'

export interface NestedInput {
  /** Rows to be ordered. */
  readonly rows: Uint32Array
  readonly random: Random
  /** Each row's class, where parts shall have the same mix; all alike where absent. */
  readonly classOf?: ((row: number) => number) | undefined
  /** Each row's group, where rows of one stay together; null is a group of its own. Goes before classes. */
  readonly groupOf?: ((row: number) => string | null) | undefined
}

/**
 * Rows in an order by chance of which every beginning is a fair part: with the mix of classes of all, as near as whole rows
 * allow, or of whole groups, one after the other. Smaller parts of one order are held by the larger.
 */
export function nestedOrder({ rows, random, classOf, groupOf }: NestedInput): Uint32Array {
  if (groupOf) return orderGroups(rows, groupOf, random)
  const shuffled = shuffle(rows.slice(), random)
  if (!classOf) return shuffled
  const sizes = new Map<number, number>()
  for (const row of shuffled) sizes.set(classOf(row), (sizes.get(classOf(row)) ?? 0) + 1)
  const seen = new Map<number, number>()
  const place = new Map<number, number>()
  for (const row of shuffled) {
    const label = classOf(row)
    const rank = seen.get(label) ?? 0
    seen.set(label, rank + 1)
    // The rows of a class lie evenly over the whole.
    place.set(row, (rank + 0.5) / sizes.get(label)!)
  }
  return shuffled.sort((a, b) => place.get(a)! - place.get(b)!)
}

function orderGroups(rows: Uint32Array, groupOf: (row: number) => string | null, random: Random): Uint32Array {
  const members = new Map<string | number, number[]>()
  for (const row of rows) {
    const group = groupOf(row) ?? row
    const own = members.get(group)
    if (own) own.push(row)
    else members.set(group, [row])
  }
  const groups = [...members.values()]
  const order = shuffle(
    Uint32Array.from({ length: groups.length }, (_, i) => i),
    random,
  )
  return Uint32Array.from(Array.from(order, (i) => groups[i]!).flat())
}

/** How many rows of an order make a share of it: at least one, and with groups up to the end of the one that reaches it. */
export function nestedLength(
  order: Uint32Array,
  share: number,
  groupOf?: ((row: number) => string | null) | undefined,
): number {
  let length = Math.max(1, Math.round(order.length * share))
  if (!groupOf) return length
  const last = groupOf(order[length - 1]!)
  while (length < order.length && last !== null && groupOf(order[length]!) === last) length++
  return length
}
