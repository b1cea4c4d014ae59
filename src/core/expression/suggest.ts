/** Names longer than this are cut before they are compared. */
const COMPARED = 60

/** Edits (insert, delete, change, swap of neighbours) between two words: the optimal string alignment distance. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(row[j - 1]! + 1, previous[j]! + 1, previous[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1)
      row.push(best)
    }
    before = previous
    previous = row
  }
  return previous[b.length]!
}

/** The name that a person most likely meant; undefined where none is near. Case does not count. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  const wanted = word.slice(0, COMPARED).toLowerCase()
  let best: string | undefined
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const name of names) {
    const candidate = name.slice(0, COMPARED).toLowerCase()
    if (Math.abs(candidate.length - wanted.length) >= least) continue
    const distance = editDistance(wanted, candidate)
    if (distance >= least) continue
    best = name
    least = distance
  }
  return best
}
