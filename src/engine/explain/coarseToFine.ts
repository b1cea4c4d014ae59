/**
 * Places 0 up to `count`: both ends, the middle, the middles of the halves, and so on, so that those up to any one reach over
 * all.
 */
export function coarseToFine(count: number): number[] {
  const order = new Set(count > 1 ? [0, count - 1] : [0].slice(0, count))
  for (let parts = 2; order.size < count; parts *= 2)
    for (let part = 1; part < parts; part += 2) order.add(Math.round(((count - 1) * part) / parts))
  return [...order]
}
