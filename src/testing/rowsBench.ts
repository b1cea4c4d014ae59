import { expect } from 'vitest'
import type { ReadJobs } from '@/core/dataset/jobs.ts'
import { WHOLE_VIEW } from '@/core/dataset/view.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Learner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { RowDiff, SaidRowsInput } from '@/core/prediction/jobs.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { makeModelJobs, type OwnModelJobs } from '@/workers/model.jobs.ts'
import { makeReadJobs } from '@/workers/read.jobs.ts'
import type { Stores } from '@/workers/runFiles.ts'
import { makeTrainJobs } from '@/workers/train.jobs.ts'
import { nodePlatform } from './nodePlatform.ts'
import { makeRun, makeSpec } from './runSpec.ts'

export interface RowsBench {
  readonly stores: Stores
  readonly read: ReadJobs
  readonly model: OwnModelJobs
  train(id: string, letter: string, question: Question, learner: Learner): Promise<void>
}

/** Stores in memory with the jobs that train, score and list rows. */
export function openBench(): RowsBench {
  const stores = { records: openMemoryRecords(), arrays: openMemoryArrays(), platform: nodePlatform }
  const jobs = makeTrainJobs(stores)
  return {
    stores,
    read: makeReadJobs(stores),
    model: makeModelJobs(stores),
    async train(id, letter, question, learner) {
      const run = makeRun(id, makeSpec(question, learner))
      await stores.records.put('run', { ...run, mark: { ...run.mark, letter } })
      await jobs.train({ runId: id }, unattended)
    },
  }
}

export const glm: Learner = { kind: 'glm', options: { strength: 1 } }
export const boosting: Learner = { kind: 'boosting', options: { ...LEARNERS.boosting.defaults(1_000), rounds: 12 } }
export const baseline: Learner = { kind: 'baseline', options: {} }

/** All rows of a part of a run, but for what is said. */
export const asked = (runId: string, more: Partial<SaidRowsInput> = {}): SaidRowsInput => ({
  runId,
  part: 'validation',
  view: WHOLE_VIEW,
  shown: [],
  ...more,
})

export function countsOf(diff: RowDiff | undefined) {
  if (!diff || 'reason' in diff) throw new Error(`no counts: ${JSON.stringify(diff)}`)
  return diff
}

/** All rows that are listed, column by column. */
export async function listed(read: ReadJobs, input: SaidRowsInput, columns: readonly string[]) {
  const { rows } = await read.findSaidRows(input, unattended)
  const window = await read.saidWindow({ ...input, start: 0, count: rows, columns }, unattended)
  expect(window.length).toBe(rows)
  return window
}
