import type { Frame } from '@/core/dataset/column.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import type { Answer } from './answer.ts'
import { type Changes, type Choice, type CounterfactualAsker, changedRows, distanceOf } from './changes.ts'
import { polish } from './polish.ts'

interface CounterfactualInput {
  /** The row itself. */
  readonly row: Frame
  /** What may become of its columns; those without a choice stay. */
  readonly choices: readonly Choice[]
  /** What makes rows of it that exist: their cells within the choices. They are tried where the search alone finds little. */
  readonly examples?: readonly Changes[]
  /** How far the answer to a row is past what is asked: reached from 0 on. */
  readonly surplus: Answer
  /** How many to find, at most. */
  readonly most?: number
  /** Whether there is time for more. */
  readonly mayGoOn?: () => boolean
  /** Hears of all that is found, whenever that is more, so that a search that is stopped was not for nothing. */
  readonly onFound?: (found: readonly FoundChanges[]) => Promise<void>
}

/** Cells to change, by which the row gets the answer that was asked for. */
interface FoundChanges {
  readonly changes: Changes
  /** The mean over all columns of the row that distances of choices are of. */
  readonly distance: number
}

export interface FoundCounterfactuals {
  readonly found: readonly FoundChanges[]
  /** Whether the row has the answer already. */
  readonly isReached: boolean
  readonly asked: number
  readonly isCut: boolean
}

const MOST_FOUND = 3
const MOST_CHANGES = 6
/** Half-changed rows that are gone on from. */
const BEAM = 12
/** Values tried of a column beside other changes, at most. */
const FEW_VALUES = 16
/** Rows that reach the answer and are made smaller, at most, of each number of changes. */
const MOST_POLISHED = 8
/** Changes beyond the fewest that are looked at for others. */
const MORE_CHANGES = 2

/** Rows asked about at most: all single changes, and five times a full beam. */
export function mostAsked(choices: readonly Choice[]): number {
  const single = choices.reduce((sum, { values }) => sum + values.length, 0)
  const beside = choices.reduce((sum, { values }) => sum + Math.min(FEW_VALUES, values.length), 0)
  return single + (MOST_CHANGES - 1) * BEAM * beside
}

/**
 * Counterfactuals of a row (Wachter et al. 2018): the fewest and smallest changes that give it another answer. A beam search
 * tries all single changes to values of training rows, then changes of two columns and so on, going on from the half-changed
 * rows that come nearest to the answer, in all or for their distance; the first number of changes that yields enough is the
 * last (sparsity first). Where that finds too few, rows that exist with that answer are tried (nearest unlike neighbours: Keane
 * and Smyth 2020). What is found is made smaller: needless changes are undone, numbers brought as near to the row's as the
 * answer holds. Every one was asked about as it is returned, and undoing any single change of it loses the answer. That nothing
 * nearer exists is not proven; of one column that acts in one direction it is so.
 */
export async function findCounterfactuals(
  { row, choices, examples = [], surplus, most = MOST_FOUND, mayGoOn = () => true, onFound }: CounterfactualInput,
  task: Task<{ readonly done: number; readonly total: number }>,
): Promise<FoundCounterfactuals> {
  let asked = 0
  const total = mostAsked(choices)
  const ask: CounterfactualAsker = async (list) => {
    throwIfAborted(task)
    if (list.length === 0) return []
    const answers = await surplus(changedRows(row, choices, list))
    asked += list.length
    task.report({ done: Math.min(asked, total), total })
    return [...answers]
  }
  const [start = Number.NaN] = await ask([new Map()])
  if (start >= 0) return { found: [], isReached: true, asked, isCut: false }

  const found: FoundChanges[] = []
  const isEnough = () => pickApart(found, most).length >= most
  /** Asks about rows; keeps what reaches the answer, made smaller, and returns the others. */
  const tryAll = async (list: readonly Changes[]): Promise<readonly Partway[]> => {
    const answers = await ask(list)
    const tried = list.map((changes, i) => ({ changes, surplus: answers[i]! }))
    const reached = nearestByColumns(
      choices,
      tried.filter((each) => each.surplus >= 0 && !found.some(({ changes }) => isWithin(changes, each.changes))),
    )
    for (const changes of reached.slice(0, MOST_POLISHED)) {
      const small = await polish(choices, changes, ask)
      if (small) {
        found.push({ changes: small, distance: distanceOf(choices, small) })
        await onFound?.(pickApart(found, most))
      }
      if (!mayGoOn()) break
    }
    return tried.filter((each) => each.surplus < 0)
  }
  let beam: readonly Partway[] = [{ changes: new Map(), surplus: start }]
  let last = MOST_CHANGES
  for (let depth = 1; depth <= last && beam.length > 0 && !isEnough() && mayGoOn(); depth++) {
    beam = best(choices, await tryAll(extend(beam, choices)), start)
    // The first that is found says from where it counts; later ones are no fewer.
    if (found.length > 0) last = Math.min(last, depth + MORE_CHANGES)
  }
  if (!isEnough() && mayGoOn()) await tryAll(examples)
  return { found: pickApart(found, most), isReached: false, asked, isCut: !mayGoOn() }
}

interface Partway {
  readonly changes: Changes
  readonly surplus: number
}

/** Each with one more column changed, in every way, each set of changes once. */
function extend(beam: readonly Partway[], choices: readonly Choice[]): Changes[] {
  const made = new Map<string, Changes>()
  for (const { changes } of beam)
    for (const [place, { values }] of choices.entries()) {
      if (changes.has(place)) continue
      for (const value of changes.size === 0 ? values : thinned(values)) {
        const next = new Map(changes).set(place, value)
        made.set(JSON.stringify([...next].sort(([a], [b]) => a - b)), next)
      }
    }
  return [...made.values()]
}

function thinned<T>(values: readonly T[]): readonly T[] {
  if (values.length <= FEW_VALUES) return values
  // Numbers from end to end; of texts, which are most common first, those in front would do as well.
  return Array.from({ length: FEW_VALUES }, (_, i) => values[Math.round((i * (values.length - 1)) / (FEW_VALUES - 1))]!)
}

/** Those that come nearest to the answer, in all and for their distance, half of each. */
function best(choices: readonly Choice[], tried: readonly Partway[], start: number): Partway[] {
  const rates = new Map(tried.map((each) => [each, (each.surplus - start) / distanceOf(choices, each.changes)]))
  const bySurplus = [...tried].sort((a, b) => b.surplus - a.surplus)
  const byRate = [...tried].sort((a, b) => rates.get(b)! - rates.get(a)!)
  const chosen = new Set<Partway>()
  for (let i = 0; chosen.size < BEAM && i < tried.length; i++) {
    chosen.add(bySurplus[i]!)
    if (chosen.size < BEAM) chosen.add(byRate[i]!)
  }
  return [...chosen]
}

/** The nearest by each set of columns, nearest first. */
function nearestByColumns(choices: readonly Choice[], reached: readonly Partway[]): Changes[] {
  const nearest = new Map<string, { changes: Changes; distance: number }>()
  for (const { changes } of reached) {
    const distance = distanceOf(choices, changes)
    const key = columnsOf(changes).join()
    if (distance < (nearest.get(key)?.distance ?? Number.POSITIVE_INFINITY)) nearest.set(key, { changes, distance })
  }
  return [...nearest.values()].sort((a, b) => a.distance - b.distance).map(({ changes }) => changes)
}

/** The best, fewest changes first and then the nearest, none of which changes all columns that another does. */
function pickApart(found: readonly FoundChanges[], most: number): FoundChanges[] {
  const picked: FoundChanges[] = []
  for (const each of [...found].sort((a, b) => a.changes.size - b.changes.size || a.distance - b.distance)) {
    if (picked.length >= most) break
    if (!picked.some(({ changes }) => isWithin(changes, each.changes))) picked.push(each)
  }
  return picked
}

/** Whether all columns that one changes are changed by another. */
function isWithin(one: Changes, other: Changes): boolean {
  return [...one.keys()].every((place) => other.has(place))
}

function columnsOf(changes: Changes): number[] {
  return [...changes.keys()].sort((a, b) => a - b)
}
