import type { Question } from '@/core/experiment/experiment.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { RunSpec } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { makeModelJobs } from '@/workers/model.jobs.ts'
import { makeTrainJobs } from '@/workers/train.jobs.ts'
import { nodePlatform } from './nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec } from './runSpec.ts'
import { storeFrame } from './storeFrame.ts'

export const weight: Partial<Question> = { target: 'weight', task: 'regression', classes: [], metric: 'rmse' }

/** Boosting of the weight that aims at a quantile. */
export function aimingAt(quantile: number, rounds: number): RunSpec {
  return makeSpec(animalQuestion({ ...weight, metric: 'pinball' }), {
    kind: 'boosting',
    options: { ...LEARNERS.boosting.defaults(300), rounds, loss: 'quantile', quantile },
  })
}

/** Runs of specs about 300 animals, trained one after the other, by their ids. */
export async function trainAnimals(specs: Readonly<Record<string, RunSpec>>) {
  const [records, arrays] = [openMemoryRecords(), openMemoryArrays()]
  const stores = { records, arrays, platform: nodePlatform }
  await storeFrame(records, arrays, 'animals.csv', animals(300))
  const train = makeTrainJobs(stores)
  for (const [id, spec] of Object.entries(specs)) {
    await records.put('run', makeRun(id, spec))
    await train.train({ runId: id }, unattended)
  }
  return { stores, records, arrays, model: makeModelJobs(stores) }
}
