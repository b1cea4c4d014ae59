import { expect, it } from 'vitest'
import { unattended } from '@/core/task.ts'
import { ODD_JOBS } from '@/testing/oddJobs.ts'
import { openDevice } from '../device.ts'
import { trainNetwork } from '../train.ts'

it.each(ODD_JOBS)('$name on the GPU: a sound model, or a message', async ({ input, error }) => {
  await openDevice('webgpu', { gpu: navigator.gpu })
  const training = trainNetwork(input, unattended)
  if (error) await expect(training).rejects.toMatchObject({ code: error })
  else expect((await training).parameters.every(Number.isFinite)).toBe(true)
})
