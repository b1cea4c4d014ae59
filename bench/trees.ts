import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openThreads } from '@/cli/threads.ts'
import { toFrame } from '@/core/dataset/column.ts'
import { seededRandom } from '@/core/random.ts'
import { unattended } from '@/core/task.ts'
import type { TreeColumn, TreeData } from '@/core/trees/column.ts'
import type { TreeModel } from '@/core/trees/model.ts'
import { BOOSTING_DEFAULTS, forestDefaults } from '@/core/trees/options.ts'
import { runAtOnce } from '@/core/work.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { trainBoosting } from '@/engine/trees/boosting.ts'
import { trainForest } from '@/engine/trees/forest.ts'
import { answersOf, scoreTrees } from '@/engine/trees/score.ts'
import { readSharedCsv } from '@/testing/sharedData.ts'
import { startPython } from './data/pandas.mjs'
import { type BenchOutcome, type BenchRow, median, rowNotRun, timeRow } from './row.ts'

type Task = 'binary' | 'multiclass' | 'regression'

interface Table {
  readonly name: string
  readonly columns: readonly TreeColumn[]
  readonly target: Float64Array
  readonly task: Task
  readonly classes: number
}

/** Name, file, target, task, columns that are left out since they name the row or leak. */
const FILES: readonly (readonly [string, number | string, Task, readonly string[]])[] = [
  ['adult.data', 14, 'binary', []],
  ['bank_marketing_full', 'deposit', 'binary', []],
  ['telco_churn', 'Churn', 'binary', ['customerID']],
  ['california_housing', 'median_house_value', 'regression', []],
  ['bike_sharing_hour', 'cnt', 'regression', ['instant', 'casual', 'registered', 'dteday']],
  ['winequality-white', 'quality', 'regression', []],
  ['covtype_20k', 54, 'multiclass', []],
  ['letter_recognition', 0, 'multiclass', []],
]

async function openTable([file, target, task, without]: (typeof FILES)[number]): Promise<Table> {
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
function madeTable(rows: number, width: number): Table {
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

interface Score {
  readonly ms: number
  readonly rmse?: number
  readonly logLoss?: number
  readonly error?: number
  readonly auc?: number
}

function scoreOf(
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
  return { logLoss, error: wrong / rows.length }
}

const rowsWhere = (count: number, isTest: boolean) =>
  Uint32Array.from({ length: count }, (_, row) => row).filter((row) => (row % 5 === 0) === isTest)

/** What scikit-learn has by default. */
const THEIRS = { l2: 0, minHessian: 0.001, patience: 0 }

const cpuMs = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

async function boost(table: Table, data: TreeData, rounds: number): Promise<readonly [TreeModel, number]> {
  const { task, classes } = table
  const loss =
    task === 'regression'
      ? ({ kind: 'squared' } as const)
      : task === 'binary'
        ? ({ kind: 'logistic' } as const)
        : ({ kind: 'softmax', classes } as const)
  const startedAt = cpuMs()
  const { model } = await trainBoosting(
    { data, loss, options: { ...BOOSTING_DEFAULTS, ...THEIRS, rounds }, seed: 1 },
    unattended,
  )
  return [model, cpuMs() - startedAt]
}

type Peer = NonNullable<ReturnType<typeof startPython>>

/** Writes a table, column by column and its target last, for the peer to read. */
function writeTable(folder: string, { name, columns, target }: Table): string {
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

const OPTIONS = { rounds: 100, leaves: 31, learningRate: 0.1 }

function questionOf(table: Table, path: string, peer: string, tests: boolean, options: object = OPTIONS) {
  const categories = table.columns.flatMap((column, place) => (column.kind === 'category' ? [place] : []))
  return { path, width: table.columns.length, task: table.task, peer, categories, tests, options, seed: 1 }
}

const METRICS = ['rmse', 'logLoss', 'error'] as const

function qualityRows(work: string, peer: string, ours: Score, theirs: Score | undefined): BenchRow[] {
  return METRICS.filter((metric) => ours[metric] !== undefined).map((metric) => {
    const about = { work: `${work}: ${metric}`, peer, unit: metric === 'rmse' ? 'target' : metric }
    if (!theirs) return rowNotRun(about, 0.98)
    return { ...timeRow(about, ours[metric]!, theirs[metric]!, 0.98) }
  })
}

async function quality(peer: Peer | undefined, folder: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const file of FILES) {
    const table = await openTable(file)
    const total = table.target.length
    const path = writeTable(folder, table)
    const data = { columns: table.columns, target: table.target, rows: rowsWhere(total, false) }
    const [ours, theirs]: [number[], number[]] = [[], []]
    let [mine, other]: [Score | undefined, Score | undefined] = [undefined, undefined]
    for (let round = 0; round < 3; round++) {
      const [model, ms] = await boost(table, data, OPTIONS.rounds)
      mine = { ms, ...scoreOf(table, model, table.columns, rowsWhere(total, true)) }
      ours.push(ms)
      if (!peer) continue
      other = await peer.ask<Score>(questionOf(table, path, 'hgb', true))
      theirs.push(other.ms)
    }
    console.log(`  ${table.name}`, mine, other)
    const name = 'scikit-learn HistGradientBoosting, one thread'
    rows.push(...qualityRows(`boosting ${table.name}, every fifth row tests`, name, mine!, other))
    const about = { work: `boosting ${table.name}, 100 rounds: CPU time`, peer: name, unit: 'ms' }
    rows.push(other ? timeRow(about, median(ours), median(theirs), 1) : rowNotRun(about, 1))
  }
  return rows
}

async function forests(peer: Peer | undefined, folder: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const file of FILES) {
    const table = await openTable(file)
    const total = table.target.length
    const path = writeTable(folder, table)
    const data = { columns: table.columns, target: table.target, rows: rowsWhere(total, false) }
    for (const kind of ['forest', 'extraTrees'] as const) {
      const options = forestDefaults(kind, table.classes > 0)
      const grow = (trees: number) =>
        trainForest({ data, kind, classes: table.classes, options: { ...options, trees }, seed: 1 }, unattended)
      // A few trees first: code that has not run yet is slow.
      await grow(10)
      const startedAt = cpuMs()
      const { model } = await grow(options.trees)
      const ms = cpuMs() - startedAt
      const mine = { ms, ...scoreOf(table, model, table.columns, rowsWhere(total, true)) }
      const other = await peer?.ask<Score>(questionOf(table, path, kind, true, options))
      console.log(`  ${table.name}`, kind, mine, other)
      const name = `scikit-learn ${kind === 'forest' ? 'RandomForest' : 'ExtraTrees'}, one thread`
      rows.push(...qualityRows(`${kind} ${table.name}, every fifth row tests`, name, mine, other))
      const about = { work: `${kind} ${table.name}, 100 trees: CPU time`, peer: name, unit: 'ms' }
      rows.push(other ? timeRow(about, ms, other.ms, 1) : rowNotRun(about, 1))
    }
  }
  return rows
}

async function time(peer: Peer | undefined, folder: string, count: number, rounds: number): Promise<BenchRow[]> {
  const table = madeTable(count, 50)
  const path = writeTable(folder, table)
  const data = { columns: table.columns, target: table.target }
  const times: Record<'ours' | 'hgb' | 'xgb', number[]> = { ours: [], hgb: [], xgb: [] }
  for (let round = 0; round < rounds; round++) {
    times.ours.push((await boost(table, data, OPTIONS.rounds))[1])
    if (peer)
      for (const kind of ['hgb', 'xgb'] as const)
        times[kind].push((await peer.ask<Score>(questionOf(table, path, kind, false))).ms)
    console.log(`  ${table.name}`, JSON.stringify(times))
  }
  return (
    [
      ['hgb', 'scikit-learn HistGradientBoosting, one thread', 1],
      ['xgb', 'xgboost hist, one thread', 1 / 1.2],
    ] as const
  ).map(([kind, name, least]) => {
    const about = { work: `boosting ${table.name}, 100 rounds: CPU time`, peer: name, unit: 'ms' }
    return peer ? timeRow(about, median(times.ours), median(times[kind]), least) : rowNotRun(about, least)
  })
}

/** The same work on one thread and on two, in turn, by the clock on the wall: what a machine's other work takes counts too. */
async function workers(): Promise<BenchRow[]> {
  const table = madeTable(200_000, 50)
  const data = { columns: table.columns, target: table.target }
  const work: Record<string, (count: number) => Promise<unknown>> = {
    'boosting, 100 rounds': (count) =>
      trainBoosting(
        { data, loss: { kind: 'logistic' }, options: { ...BOOSTING_DEFAULTS, ...THEIRS, rounds: 100 }, seed: 1 },
        unattended,
        { threads: openThreads(count) },
      ),
    'forest, 20 trees': (count) =>
      trainForest(
        { data, kind: 'forest', classes: 2, options: { ...forestDefaults('forest', true), trees: 20 }, seed: 1 },
        unattended,
        { threads: openThreads(count) },
      ),
  }
  const rows: BenchRow[] = []
  for (const [name, train] of Object.entries(work)) {
    const times: [number[], number[]] = [[], []]
    for (let round = 0; round < 3; round++)
      for (const count of [1, 2]) {
        const startedAt = performance.now()
        await train(count)
        times[count - 1]!.push(performance.now() - startedAt)
      }
    console.log(`  ${name}`, JSON.stringify(times))
    const about = { work: `${name}, ${table.name}: time on two threads`, peer: 'on one', unit: 'ms' }
    rows.push(timeRow(about, median(times[1]), median(times[0]), 1.5))
  }
  return rows
}

/** Parts: see bench/README.md. */
export async function run(only: readonly string[] = ['quality', 'forest', 'time', 'workers']): Promise<BenchOutcome> {
  const peer = startPython('trees.py', 'sklearn, xgboost')
  const folder = mkdtempSync(join(tmpdir(), 'trees-'))
  try {
    const rows: BenchRow[] = []
    if (only.includes('quality')) rows.push(...(await quality(peer, folder)))
    if (only.includes('forest')) rows.push(...(await forests(peer, folder)))
    if (only.includes('time')) rows.push(...(await time(peer, folder, 200_000, 3)))
    if (only.includes('workers')) rows.push(...(await workers()))
    if (only.includes('big')) rows.push(...(await time(peer, folder, 1_000_000, 1)))
    return { device: `Node ${process.version}`, rows }
  } finally {
    peer?.stop()
    rmSync(folder, { recursive: true })
  }
}
