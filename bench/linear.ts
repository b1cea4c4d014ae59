import { mkdirSync, writeFileSync } from 'node:fs'
import { toFrame } from '@/core/dataset/column.ts'
import { encodeDense, fitDense } from '@/core/encoding/dense.ts'
import type { Family, Penalty } from '@/core/linear/linear.ts'
import { unattended } from '@/core/task.ts'
import { fitLinear } from '@/engine/linear/fit.ts'
import { fitPath } from '@/engine/linear/path.ts'
import type { LinearRows } from '@/engine/linear/rows.ts'
import { fitNeighbours } from '@/engine/neighbours/model.ts'
import { predictNeighbours } from '@/engine/neighbours/predict.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { readSharedCsv } from '@/testing/sharedData.ts'

/** Rows of a real file, encoded as for training, and written where the peer reads them. */
export interface Opened {
  readonly path: string
  readonly width: number
  readonly rows: LinearRows
}

const cpuMs = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Undefined where the folder of real files is not on this machine. */
export async function open(file: string, target: number, family: Family, folder: string): Promise<Opened | undefined> {
  const bytes = readSharedCsv(file)
  if (!bytes) return undefined
  const { table } = await readCsv(new Blob([new Uint8Array(bytes)]), {}, unattended)
  const { rows, columns } = toFrame(table)
  const features = { rows, columns: columns.filter((_, i) => i !== target) }
  const { vector } = columns[target]!
  const codes = Float64Array.from<number>(vector.kind === 'coded' ? vector.codes : vector.values)
  // Houses in 100,000 dollars: coefficients that can be compared with those of the other files.
  const y = family === 'gaussian' ? codes.map((value) => value / 1e5) : codes
  const encoding = fitDense(features)
  const x = encodeDense(encoding, features)
  mkdirSync(folder, { recursive: true })
  const path = `${folder}/linear-${file}`
  writeFileSync(`${path}.x`, x)
  writeFileSync(`${path}.y`, y)
  const classCount = new Set(y).size
  return {
    path,
    width: encoding.width,
    rows: { family, x, width: encoding.width, y, ...(family !== 'gaussian' && { classCount }) },
  }
}

export async function fit({ rows }: Opened, { strength, l1Ratio }: Penalty) {
  const from = cpuMs()
  const { coefficients, ended } = await fitLinear(rows, { strength, l1Ratio }, unattended)
  return { ms: cpuMs() - from, numbers: [...coefficients], ended }
}

/** A path of thirty strengths on the first four fifths, chosen by the last. */
export async function path({ rows }: Opened, l1Ratio: number) {
  const { width } = rows
  const cut = Math.floor(rows.y.length * 0.8)
  const train = { ...rows, x: rows.x.subarray(0, cut * width), y: rows.y.subarray(0, cut) }
  const validation = { ...rows, x: rows.x.subarray(cut * width), y: rows.y.subarray(cut) }
  const from = cpuMs()
  await fitPath({ train, validation, l1Ratio }, unattended)
  return cpuMs() - from
}

export async function neighbours({ rows: { x, y, width, family } }: Opened, cut: number) {
  const from = cpuMs()
  const classCount = family === 'gaussian' ? 0 : 2
  const points = { values: x.subarray(0, cut * width), rows: cut, width }
  const model = fitNeighbours(points, y.subarray(0, cut), { k: 10, weights: 'uniform', classCount })
  const queries = { values: x.subarray(cut * width), rows: y.length - cut, width }
  const scores = await predictNeighbours(model, queries, unattended)
  const answers = classCount === 0 ? scores : scores.filter((_, i) => i % 2 === 1)
  return { ms: cpuMs() - from, numbers: [answers.reduce((sum, value) => sum + value, 0) / answers.length] }
}
