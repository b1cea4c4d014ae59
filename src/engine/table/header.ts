import { trimCell } from '@/core/dataset/cell.ts'

/** Characters of a name that are kept: a header may be a paragraph. */
const LONGEST_NAME = 1_000

/** Names of `width` columns: as the header has them, `column 3` where it is empty or ends, `name (2)` for a repeated one. */
export function nameColumns(header: readonly string[] | undefined, width: number): string[] {
  const wanted = Array.from(
    { length: width },
    (_, i) => trimCell((header?.[i] ?? '').slice(0, LONGEST_NAME)) || `column ${i + 1}`,
  )
  const taken = new Set(wanted)
  const seen = new Set<string>()
  return wanted.map((name) => {
    if (!seen.has(name)) {
      seen.add(name)
      return name
    }
    let count = 2
    while (taken.has(`${name} (${count})`)) count++
    const unique = `${name} (${count})`
    taken.add(unique)
    seen.add(unique)
    return unique
  })
}
