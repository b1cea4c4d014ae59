import type { Vector } from '../dataset/column.ts'
import { formatShare, formatUnits } from '../format/format.ts'
import { ODD_ROWS_LISTED, type OddRow, type RowFinding } from './finding.ts'

/** Rows that repeat an earlier one cell for cell; `first` is what `firstEqual` found over all columns. */
export function findDuplicates(first: Uint32Array): RowFinding | undefined {
  const copies: number[] = []
  for (let row = 0; row < first.length; row++) if (first[row] !== row) copies.push(row)
  const count = copies.length
  if (count === 0) return undefined
  const rows = copies.slice(0, ODD_ROWS_LISTED).map((row): OddRow => ({ row, beside: first[row]!, distance: 0 }))
  const share = count / first.length
  const sentence = `${formatUnits(count, 'row')} (${formatShare(share)}) ${count === 1 ? 'repeats' : 'repeat'} an earlier row cell for cell.`
  return { kind: 'duplicates', sentence, count, share, rows, droppable: Uint32Array.from(copies) }
}

/**
 * Rows with the same inputs as another and a different target: at most one of them can be right, or something that
 * decides is not among the inputs. Rows without a target are left out. `first` is over the inputs.
 */
export function findConflicts(first: Uint32Array, target: Vector, name: string): RowFinding | undefined {
  const labelOf = labels(target)
  // Per group: its label, −1 for none yet, −2 once it has two.
  const label = new Int32Array(first.length).fill(-1)
  for (let row = 0; row < first.length; row++) {
    const own = labelOf(row)
    if (own < 0) continue
    const group = first[row]!
    label[group] = label[group] === -1 || label[group] === own ? own : -2
  }
  const groups = new Map<number, number[]>()
  const all: number[] = []
  for (let row = 0; row < first.length; row++) {
    const group = first[row]!
    if (label[group] !== -2 || labelOf(row) < 0) continue
    all.push(row)
    const members = groups.get(group)
    if (members) members.push(row)
    else if (groups.size < ODD_ROWS_LISTED) groups.set(group, [row])
  }
  const count = all.length
  if (count === 0) return undefined
  const rows = [...groups.values()]
    .flatMap((members) => members.map((row): OddRow => ({ row, ...(row !== members[0] && { beside: members[0]! }) })))
    .slice(0, ODD_ROWS_LISTED)
  const share = count / first.length
  const sentence = `${formatUnits(count, 'row')} (${formatShare(share)}) have the same inputs as another row and a different “${name}”: no model can be right about all of them.`
  return { kind: 'conflicts', sentence, count, share, rows, droppable: Uint32Array.from(all) }
}

/** A number for each different label; −1 where it is missing. */
function labels(target: Vector): (row: number) => number {
  const known = new Map<string | number, number>()
  const numberOf = (value: string | number) => {
    const number = known.get(value)
    if (number !== undefined) return number
    known.set(value, known.size)
    return known.size - 1
  }
  if (target.kind === 'coded') {
    const numbers = target.dictionary.map(numberOf)
    return (row) => numbers[target.codes[row]!] ?? -1
  }
  return (row) => (Number.isNaN(target.values[row]!) ? -1 : numberOf(target.values[row]!))
}
