import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toFrame } from '@/core/dataset/column.ts'
import { auc } from '@/core/metrics/ranking.ts'
import { seededRandom } from '@/core/random.ts'
import { unattended } from '@/core/task.ts'
import type { TreeColumn } from '@/core/trees/column.ts'
import type { TreeModel } from '@/core/trees/model.ts'
import { runAtOnce } from '@/core/work.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { answersOf, scoreTrees } from '@/engine/trees/score.ts'
import { readSharedCsv } from '@/testing/sharedData.ts'

type Task = 'binary' | 'multiclass' | 'regression'

/** What trees are trained on; a target of classes holds their numbers. */
export interface Table {
  readonly name: string
  readonly columns: readonly TreeColumn[]
  readonly target: Float64Array
  readonly task: Task
  readonly classes: number
}

/** Name, file, target, task, columns that are left out since they name the row or leak. */
export const FILES: readonly (readonly [string, number | string, Task, readonly string[]])[] = [
  ['adult.data', 14, 'binary', []],
  ['bank_marketing_full', 'deposit', 'binary', []],
  ['telco_churn', 'Churn', 'binary', ['customerID']],
  ['california_housing', 'median_house_value', 'regression', []],
  ['bike_sharing_hour', 'cnt', 'regression', ['instant', 'casual', 'registered', 'dteday']],
  ['winequality-white', 'quality', 'regression', []],
  ['covtype_20k', 54, 'multiclass', []],
  ['letter_recognition', 0, 'multiclass', []],
]

export async function openTable([file, target, task, without]: (typeof FILES)[number]): Promise<Table> {
  const bytes = readSharedCsv(file)
  if (!bytes) throw new Error(`${file} is not among the shared data`)
  const { table } = await readCsv(new Blob([new Uint8Array(bytes)]), {}, unattended)
  const frame = toFrame(table)
  const asked = typeof target === 'number' ? frame.columns[target]! : frame.columns.find(({ name }) => name === target)!
  const { vector } = asked
  const values = vector.kind === 'numeric' ? vector.values : Float64Array.from(vector.codes)
  const classes = task === 'regression' ? [] : [...new Set(values)].sort((a, b) => a - b)
  const y = task === 'regression' ? values : values.map((value) => classes.indexOf(value))
  const columns = frame.columns
    .filter((column) => column !== asked && !without.includes(column.name))
    .map(
      ({ vector: each }): TreeColumn =>
        each.kind === 'numeric'
          ? { kind: 'number', values: each.values }
          : { kind: 'category', codes: each.codes, categories: each.dictionary.length },
    )
  return { name: file, columns, target: y, task, classes: classes.length }
}

/** Numbers of a target that a few of many columns and their products decide. */
export function madeTable(rows: number, width: number): Table {
  const random = seededRandom('trees', rows, width)
  const columns = Array.from({ length: width }, () =>
    Float64Array.from({ length: rows }, () => random() + random() + random() - 1.5),
  )
  const target = Float64Array.from({ length: rows }, (_, row) => {
    const at = (column: number) => columns[column]![row]!
    const score = at(0) + at(1) * at(2) * 2 + Math.sin(3 * at(3)) + Math.abs(at(4)) - 0.5 + at(5) / 2
    return Number(random() < 1 / (1 + Math.exp(-3 * score)))
  })
  const name = `${rows.toLocaleString('en-US')} × ${width}, generated`
  return { name, columns: columns.map((values) => ({ kind: 'number', values })), target, task: 'binary', classes: 2 }
}

/** Processor time of training, and how the test rows came out. */
export interface Score {
  readonly ms: number
  readonly rmse?: number
  readonly logLoss?: number
  readonly error?: number
  /** 1 − AUC: the less the better, as all of them. */
  readonly '1 − AUC'?: number
}

/** How a model does on some rows of a table. */
export function scoreOf(
  { task, classes, target }: Table,
  model: TreeModel,
  columns: readonly TreeColumn[],
  rows: Uint32Array,
) {
  const answers = answersOf(model, runAtOnce(scoreTrees(model, columns, rows)))
  if (task === 'regression') {
    let sum = 0
    for (const [i, row] of rows.entries()) sum += (answers[i]! - target[row]!) ** 2
    return { rmse: Math.sqrt(sum / rows.length) }
  }
  const width = classes === 2 ? 1 : classes
  let [logLoss, wrong] = [0, 0]
  for (const [i, row] of rows.entries()) {
    const chances = classes === 2 ? [1 - answers[i]!, answers[i]!] : [...answers.subarray(i * width, (i + 1) * width)]
    logLoss -= Math.log(Math.max(1e-15, chances[target[row]!]!)) / rows.length
    wrong += Number(chances.indexOf(Math.max(...chances)) !== target[row]!)
  }
  const error = wrong / rows.length
  if (classes > 2) return { logLoss, error }
  const isSecond = Uint8Array.from(rows, (row) => target[row]!)
  return { logLoss, error, '1 − AUC': 1 - auc(isSecond, answers)! }
}

/** Writes a table, column by column and its target last, for the peer to read. */
export function writeTable(folder: string, { name, columns, target }: Table): string {
  // The peer keeps what it has read by its path.
  const path = join(folder, `${name}.f64`)
  const cells = columns.map((column) =>
    column.kind === 'number'
      ? column.values.map((value) => (Number.isFinite(value) ? value : Number.NaN))
      : Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : code)),
  )
  writeFileSync(
    path,
    Buffer.concat([...cells, target].map((each) => new Uint8Array(each.buffer, each.byteOffset, each.byteLength))),
  )
  return path
}
