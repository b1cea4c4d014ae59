import { afterAll, describe, expect, it } from 'vitest'
import type { TrainJobs } from '@/core/run/jobs.ts'
import { openArrays } from '@/storage/arrays.ts'
import { openRecords } from '@/storage/records.ts'
import { animalQuestion, animals, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { TREE_LEARNERS, TREE_RUNS } from '@/testing/treeRuns.ts'
import { openClient } from './client.ts'

// The digests are asserted of Node too: src/cli/threads.test.ts.
const worker = new Worker(new URL('./treeRuns.test.worker.ts', import.meta.url), { type: 'module' })
const records = openRecords()
const arrays = openArrays()
const client = openClient<TrainJobs>(
  () => new Worker(new URL('./train.worker.ts', import.meta.url), { type: 'module' }),
)

afterAll(() => {
  worker.terminate()
  client.close()
  records.close()
})

function train(run: number, isPlain: boolean, count: number): Promise<{ digest: string; helped: number }> {
  return new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.postMessage({ run, isPlain, count })
  })
}

describe('trees in a browser', () => {
  it.each(TREE_RUNS.map(({ name, digest }, run) => ({ name, digest, run })))(
    'have the bits that they have in Node, with one thread or two and either kernel: $name',
    async ({ run, digest }) => {
      let helped = 0
      // On a busy machine a helper may not get to run before so short a run ends.
      for (let tries = 0; tries < 20 && helped === 0; tries++)
        for (const count of [1, 2])
          for (const isPlain of [false, true]) {
            const trained = await train(run, isPlain, count)
            expect(trained.digest).toBe(digest)
            helped += trained.helped
          }
      expect(helped).toBeGreaterThan(0)
    },
  )

  it('have them in the train worker', async () => {
    await storeFrame(records, arrays, 'animals.csv', animals(120))
    for (const { learner, digest } of TREE_LEARNERS) {
      await records.put('run', makeRun(learner.kind, makeSpec(animalQuestion(), learner)))
      const { weightsDigest } = await client.call('train', { runId: learner.kind })
      expect(weightsDigest).toBe(digest)
    }
  })
})
