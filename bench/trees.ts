import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openThreads } from '@/cli/threads.ts'
import { unattended } from '@/core/task.ts'
import type { TreeData } from '@/core/trees/column.ts'
import type { TreeModel } from '@/core/trees/model.ts'
import { BOOSTING_DEFAULTS, forestDefaults } from '@/core/trees/options.ts'
import { trainBoosting } from '@/engine/trees/boosting.ts'
import { trainForest } from '@/engine/trees/forest.ts'
import { startPython } from './data/pandas.mjs'
import { noiseRow, seeded } from './noise.ts'
import { type BenchOutcome, type BenchRow, median, rowNotRun, timeRow } from './row.ts'
import { FILES, madeTable, openTable, type Score, scoreOf, type Table, writeTable } from './treeTables.ts'

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

const OPTIONS = { rounds: 100, leaves: 31, learningRate: 0.1 }

function questionOf(table: Table, path: string, peer: string, tests: boolean, options: object = OPTIONS, seed = 1) {
  const categories = table.columns.flatMap((column, place) => (column.kind === 'category' ? [place] : []))
  return { path, width: table.columns.length, task: table.task, peer, categories, tests, options, seed }
}

/** Errors, and what is asked of boosting: its ratio to the peer's at least, or their difference at most. */
const BOOSTING_GOALS = {
  rmse: { least: 0.99 },
  logLoss: { least: 0.99 },
  '1 − AUC': { most: 0.002 },
  // Where log loss and AUC are as good, it moves by a row or two for no reason.
  error: undefined,
} as const
const METRICS = Object.keys(BOOSTING_GOALS) as (keyof typeof BOOSTING_GOALS)[]

/** Which metrics a table has, with what its row is about. */
function errorsOf(work: string, peer: string, { rmse, '1 − AUC': area }: Score) {
  return METRICS.filter((metric) =>
    metric === '1 − AUC' ? area !== undefined : (metric === 'rmse') === (rmse !== undefined),
  ).map((metric) => ({
    metric,
    about: { work: `${work}: ${metric}`, peer, unit: metric === 'rmse' ? 'target' : metric },
  }))
}

function boostingRow(
  metric: keyof typeof BOOSTING_GOALS,
  about: Pick<BenchRow, 'work' | 'peer' | 'unit'>,
  ours: number,
  theirs: number,
): BenchRow {
  const goal = BOOSTING_GOALS[metric]
  const row = timeRow(about, ours, theirs, goal && 'least' in goal ? goal.least : 0)
  if (!goal) return { ...row, goal: 'none, told beside it', met: true }
  if ('least' in goal) return row
  return { ...row, goal: `not worse by more than ${goal.most}`, met: ours <= theirs + goal.most }
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
    // A few rounds first: code that has not run yet is slow.
    await boost(table, data, 10)
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
    for (const { metric, about } of errorsOf(`boosting ${table.name}, every fifth row tests`, name, mine!))
      rows.push(other ? boostingRow(metric, about, mine![metric]!, other[metric]!) : rowNotRun(about, 1))
    const about = { work: `boosting ${table.name}, 100 rounds: CPU time`, peer: name, unit: 'ms' }
    // Small tables take a blink anyhow: the goal is for 10,000 rows and more.
    const row = other ? timeRow(about, median(ours), median(theirs), 1) : rowNotRun(about, 1)
    rows.push(total < 10_000 ? { ...row, goal: 'none, told beside it', met: true } : row)
  }
  return rows
}

/** A forest moves with its seed: the means of as many are compared, and the median of their times. */
const FOREST_SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

async function forests(peer: Peer | undefined, folder: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const file of FILES) {
    const table = await openTable(file)
    const path = writeTable(folder, table)
    for (const kind of ['forest', 'extraTrees'] as const) {
      const [ours, theirs] = await growForests(peer, table, path, kind)
      const name = `scikit-learn ${kind === 'forest' ? 'RandomForest' : 'ExtraTrees'}, one thread`
      const work = `${kind} ${table.name}, every fifth row tests, ${FOREST_SEEDS.length} seeds`
      for (const { metric, about } of errorsOf(work, name, ours[0]!)) {
        const [mine, other] = [ours, theirs].map((scores) => scores.map((score) => score[metric]!)) as [
          number[],
          number[],
        ]
        rows.push(peer ? noiseRow(about, mine, seeded(other)) : rowNotRun(about, 1))
      }
      const about = { work: `${kind} ${table.name}, 100 trees: CPU time`, peer: name, unit: 'ms' }
      const [ms, theirMs] = [ours, theirs].map((scores) => median(scores.map((score) => score.ms))) as [number, number]
      rows.push(peer ? timeRow(about, ms, theirMs, 1) : rowNotRun(about, 1))
      console.log(rows.slice(-4).map(({ work, ours, theirs, ratio, met }) => ({ work, ours, theirs, ratio, met })))
    }
  }
  return rows
}

/** Ours and the peer's in turn, seed by seed. */
async function growForests(
  peer: Peer | undefined,
  table: Table,
  path: string,
  kind: 'forest' | 'extraTrees',
): Promise<[Score[], Score[]]> {
  const total = table.target.length
  const data = { columns: table.columns, target: table.target, rows: rowsWhere(total, false) }
  const options = forestDefaults(kind, table.classes > 0)
  const grow = (trees: number, seed: number) =>
    trainForest({ data, kind, classes: table.classes, options: { ...options, trees }, seed }, unattended)
  // A few trees first: code that has not run yet is slow.
  await grow(10, 0)
  const [ours, theirs]: [Score[], Score[]] = [[], []]
  for (const seed of FOREST_SEEDS) {
    const startedAt = cpuMs()
    const { model } = await grow(options.trees, seed)
    const ms = cpuMs() - startedAt
    ours.push({ ms, ...scoreOf(table, model, table.columns, rowsWhere(total, true)) })
    if (peer) theirs.push(await peer.ask<Score>(questionOf(table, path, kind, true, options, seed)))
  }
  return [ours, theirs]
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
