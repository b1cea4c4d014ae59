import { describe, it } from 'vitest'
import { expectSameEnd, resumable } from '@/testing/checkpoints.ts'
import { openDevice } from '../device.ts'

describe('a run on the GPU that goes on from a checkpoint', () => {
  it.each(resumable)('comes to the same bits: %s', async (_, job) => {
    await openDevice('webgpu', { gpu: navigator.gpu })
    await expectSameEnd(job)
  })
})
