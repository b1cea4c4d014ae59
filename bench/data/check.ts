import type { Column, Table } from '@/core/dataset/column.ts'

/** What every reader is asked of a file once it is read: that proves that the columns are there, and are the same. */
export interface Question {
  /** A column of numbers to add up. */
  readonly sumOf: string
  /** A column whose missing cells are counted. */
  readonly missingOf: string
  /** A column of texts whose distinct values are counted. */
  readonly distinctOf?: string | undefined
}

export interface Answer {
  readonly rows: number
  readonly sum: number
  readonly missing: number
  readonly distinct?: number | undefined
}

/** One reading: how long it took from File to columns, and what proves it. */
export interface Reading {
  readonly ms: number
  readonly answer: Answer
}

/** Columns to ask; how long they took ends before they are asked. */
export function askTable(table: Table, { sumOf, missingOf, distinctOf }: Question): Answer {
  return {
    rows: table.rows,
    sum: sumCells(find(table, sumOf)),
    missing: countMissing(find(table, missingOf)),
    distinct: distinctOf === undefined ? undefined : countDistinct(find(table, distinctOf)),
  }
}

function find({ columns }: Table, name: string): Column {
  const column = columns.find((each) => each.name === name)
  if (!column) throw new Error(`no column ${name}`)
  return column
}

function sumCells({ name, data }: Column): number {
  if (data.kind !== 'numeric') throw new Error(`${name} was not read as numbers`)
  let sum = 0
  for (const chunk of data.chunks) for (const value of chunk) if (!Number.isNaN(value)) sum += value
  return sum
}

function countMissing({ data }: Column): number {
  let missing = 0
  for (const chunk of data.chunks)
    for (const value of chunk) if (data.kind === 'numeric' ? Number.isNaN(value) : value < 0) missing++
  return missing
}

function countDistinct({ name, data }: Column): number {
  if (data.kind !== 'coded') throw new Error(`${name} was not read as text`)
  const codes = new Set<number>()
  for (const chunk of data.chunks) for (const code of chunk) if (code >= 0) codes.add(code)
  return codes.size
}
