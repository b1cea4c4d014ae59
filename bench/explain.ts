import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LEARNER_KINDS, type Learner, type LearnerKind } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { unattended } from '@/core/task.ts'
import { treeCount } from '@/core/trees/model.ts'
import { decodeTrees } from '@/engine/trees/decodeTrees.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { openQuestion } from '@/testing/realQuestion.ts'
import { makeRun, makeSpec } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeModelJobs } from '@/workers/model.jobs.ts'
import { weightsPath } from '@/workers/runFiles.ts'
import { makeTrainJobs } from '@/workers/train.jobs.ts'
import { startPython } from './data/pandas.mjs'
import { type BenchOutcome, type BenchRow, median, rowNotRun, timeRow } from './row.ts'

const FILE = 'adult.data'
const ROWS = 1_000
const LIMIT_S = 60
const ROUNDS = 3
/** What takes longer is timed once. */
const SLOW_S = 10
/** A baseline, a line, boosting, a forest and a network. */
const AUTO_TRIES = 5

/** Contributions of 1,000 rows for each learner by the job that the page asks, against a limit; of trees XGBoost's, too. */
export async function run(only: readonly string[] = LEARNER_KINDS): Promise<BenchOutcome> {
  const { question, frames } = await openQuestion(FILE, 14, 'logLoss')
  const records = openMemoryRecords()
  const stores = { records, arrays: openMemoryArrays(), platform: nodePlatform }
  const { id: datasetId } = await storeFrame(records, stores.arrays, FILE, frames.frame)
  const train = makeTrainJobs(stores)
  const model = makeModelJobs(stores)
  const trainRows = Math.floor((frames.frame.rows * 4) / 5)
  const rows: BenchRow[] = []
  let boosting: number | undefined
  for (const kind of LEARNER_KINDS.filter((each) => only.includes(each))) {
    await records.put('run', makeRun(kind, makeSpec({ ...question, datasetId }, learnerOf(kind, trainRows))))
    await train.train({ runId: kind }, unattended)
    const times: number[] = []
    let method = ''
    for (let round = 0; round < ROUNDS && (times[0] ?? 0) < SLOW_S; round++) {
      const start = process.cpuUsage()
      const asked = { runId: kind, part: 'validation', most: ROWS, budgetMs: LIMIT_S * 1_000 } as const
      const found = await model.explain(asked, unattended)
      // Where the limit is not enough, the time that all would take by those that were explained.
      const { user, system } = process.cpuUsage(start)
      times.push(((user + system) / 1e6) * (ROWS / found.rows.length))
      method = found.method
    }
    const ours = median(times)
    console.log(`  ${kind}: ${ours.toPrecision(3)} s`)
    const work = `contributions of ${ROWS} rows of ${FILE}: ${kind} (${method})`
    rows.push(timeRow({ work, peer: `a limit of ${LIMIT_S} s`, unit: 's' }, ours, LIMIT_S, 1))
    if (kind === 'boosting') boosting = ours
  }
  if (boosting !== undefined) {
    const trees = treeCount(decodeTrees(await stores.arrays.read(weightsPath('boosting', 0))))
    rows.push(await besideXgboost(boosting, trees, question.target, frames.frame))
  }
  return { device: `Node ${process.version}`, rows }
}

/** As they come; fewer epochs, of which explaining does not hang, and auto with each sort once. */
function learnerOf(kind: LearnerKind, trainRows: number): Learner {
  const options = LEARNERS[kind].defaults(trainRows)
  if (kind === 'auto') return { kind, options: { ...LEARNERS.auto.defaults(trainRows), tries: AUTO_TRIES } }
  return { kind, options: 'epochs' in options ? { ...options, epochs: 2 } : options } as Learner
}

async function besideXgboost(
  ours: number,
  /** Ours ended early: the peer is given as many. */
  trees: number,
  target: string,
  { columns, rows: count }: Awaited<ReturnType<typeof openQuestion>>['frames']['frame'],
): Promise<BenchRow> {
  const row = {
    work: `contributions of ${ROWS} rows of ${FILE}: boosting`,
    peer: 'XGBoost pred_contribs, native, as many rounds and leaves, one thread',
    unit: 's',
  }
  // A page interprets what the peer has compiled.
  const least = 0.2
  const peer = startPython('explain.py', 'xgboost')
  if (!peer) return rowNotRun(row, least)
  const folder = mkdtempSync(join(tmpdir(), 'explain-'))
  try {
    const path = join(folder, 'table.f64')
    const inputs = columns.filter(({ name }) => name !== target)
    const cells = [...inputs, columns.find(({ name }) => name === target)!].map(({ vector }) =>
      vector.kind === 'numeric'
        ? vector.values
        : Float64Array.from(vector.codes, (code) => (code < 0 ? Number.NaN : code)),
    )
    writeFileSync(path, Buffer.concat(cells.map((values) => Buffer.from(values.buffer, values.byteOffset, 8 * count))))
    const options = { ...LEARNERS.boosting.defaults(count), rounds: trees }
    const { seconds } = await peer.ask<{ readonly seconds: number }>({
      path,
      width: inputs.length,
      rows: ROWS,
      options,
    })
    return timeRow(row, ours, seconds, least)
  } finally {
    peer.stop()
    rmSync(folder, { recursive: true })
  }
}
