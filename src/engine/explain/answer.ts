import { type Frame, type FrameColumn, takeVector, type Vector } from '@/core/dataset/column.ts'

/** One number for each row of a frame, in order: what a model says of it, such as the probability of one class. */
export type Answer = (frame: Frame) => Promise<Float64Array>

/** The frame with one column's cells replaced. */
export function withVector(frame: Frame, name: string, vector: Vector): Frame {
  return { ...frame, columns: frame.columns.map((column) => (column.name === name ? { ...column, vector } : column)) }
}

/** The cell of one row, in every one of so many rows. */
export function repeatCell(vector: Vector, row: number, rows: number): Vector {
  return vector.kind === 'numeric'
    ? { kind: 'numeric', values: new Float64Array(rows).fill(vector.values[row]!) }
    : { ...vector, codes: new Int32Array(rows).fill(vector.codes[row]!) }
}

/** Frames of the same columns, one under the other. */
export function stack(frames: readonly Frame[]): Frame {
  const [first] = frames
  if (!first) return { rows: 0, columns: [] }
  const rows = frames.reduce((sum, frame) => sum + frame.rows, 0)
  return { rows, columns: first.columns.map((column, place) => stackColumn(column, frames, place, rows)) }
}

function stackColumn(column: FrameColumn, frames: readonly Frame[], place: number, rows: number): FrameColumn {
  const cells = column.vector.kind === 'numeric' ? new Float64Array(rows) : new Int32Array(rows)
  let at = 0
  for (const frame of frames) {
    const { vector } = frame.columns[place]!
    cells.set(vector.kind === 'numeric' ? vector.values : vector.codes, at)
    at += frame.rows
  }
  const vector: Vector =
    column.vector.kind === 'numeric'
      ? { kind: 'numeric', values: cells as Float64Array }
      : { ...column.vector, codes: cells as Int32Array }
  return { ...column, vector }
}

/** The rows of a frame in an order of their own in one column only. */
export function reorderColumn(frame: Frame, { name, vector }: FrameColumn, order: Uint32Array): Frame {
  return withVector(frame, name, takeVector(vector, order))
}
