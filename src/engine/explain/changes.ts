import type { Frame, FrameColumn, Vector } from '@/core/dataset/column.ts'
import { repeatCell } from './answer.ts'

/** What may take the place of a row's cell of one column. */
export interface Choice {
  readonly column: string
  /** The row's own number, NaN where it is missing; null of a column of texts. */
  readonly own: number | null
  /** Numbers ascending, or texts, without the row's own: values of training rows that the limits allow. */
  readonly values: readonly (number | string)[]
  /** Distance from the row's own cell as it counts in that of the row. */
  readonly distance: (value: number | string) => number
  /** Of numbers: how far training rows reach. */
  readonly range: number
  /** Numbers between values: any, whole ones, or none. */
  readonly between: 'any' | 'whole' | 'none'
  /** Whether the limits allow a number between. */
  readonly allows: (value: number) => boolean
}

/** New cells by the place of their column among the choices. */
export type Changes = ReadonlyMap<number, number | string>

/** How far the answers are past what is asked, in order. */
export type CounterfactualAsker = (list: readonly Changes[]) => Promise<readonly number[]>

export function distanceOf(choices: readonly Choice[], changes: Changes): number {
  let sum = 0
  for (const [place, value] of changes) sum += choices[place]!.distance(value)
  return sum
}

/** A row once for each set of changes, with them done. */
export function changedRows(row: Frame, choices: readonly Choice[], list: readonly Changes[]): Frame {
  const placeOf = new Map(choices.map(({ column }, place) => [column, place]))
  return {
    rows: list.length,
    columns: row.columns.map((column): FrameColumn => {
      const place = placeOf.get(column.name)
      return {
        ...column,
        vector: changedCells(column.vector, place === undefined ? [] : valuesAt(list, place), list.length),
      }
    }),
  }
}

function valuesAt(list: readonly Changes[], place: number): (readonly [row: number, value: number | string])[] {
  return list.flatMap((changes, row) => {
    const value = changes.get(place)
    return value === undefined ? [] : [[row, value] as const]
  })
}

function changedCells(
  own: Vector,
  changed: readonly (readonly [row: number, value: number | string])[],
  rows: number,
): Vector {
  const vector = repeatCell(own, 0, rows)
  if (vector.kind === 'numeric') {
    for (const [row, value] of changed) vector.values[row] = Number(value)
    return vector
  }
  const dictionary = [...vector.dictionary]
  const codes = new Map(dictionary.map((text, code) => [text, code]))
  for (const [row, value] of changed) {
    const text = String(value)
    const code = codes.get(text) ?? dictionary.push(text) - 1
    codes.set(text, code)
    vector.codes[row] = code
  }
  return { ...vector, dictionary }
}
