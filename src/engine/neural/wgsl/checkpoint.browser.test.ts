import { describe, expect, it } from 'vitest'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { unattended } from '@/core/task.ts'
import { expectSameEnd, factsOf, resumable } from '@/testing/checkpoints.ts'
import { gpuDevice, openDevice } from '../device.ts'
import { trainNetwork } from '../train.ts'
import { trainSafely } from '../trainSafely.ts'

const platform = { gpu: navigator.gpu }

describe('a run on the GPU that goes on from a checkpoint', () => {
  it.each(resumable)('comes to the same bits: %s', async (_, job) => {
    await openDevice('webgpu', platform)
    await expectSameEnd(job)
  })

  it('does so on a fresh device when its own goes away', async () => {
    const [, job] = resumable[0]!
    const device = await openDevice('webgpu', platform)
    const whole = await trainNetwork(job, unattended)
    const report = (event: TrainEvent) => {
      if (event.kind === 'epoch' && event.record.epoch === 4 && !isHarmed) {
        isHarmed = true
        gpuDevice()!.device.destroy()
      }
    }
    let isHarmed = false
    const safe = { everyMs: 0, keep: async () => {} }
    const signal = new AbortController().signal
    const { fitted, device: last } = await trainSafely(
      job,
      { platform, device, safe, onDevice: async () => {} },
      { signal, report },
    )
    expect(last).toMatchObject({ backend: 'webgpu', fallbackReason: expect.stringContaining('went on from epoch') })
    expect(factsOf(fitted)).toEqual(factsOf(whole))
  })
})
