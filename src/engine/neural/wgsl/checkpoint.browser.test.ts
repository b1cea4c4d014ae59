import { describe, expect, it } from 'vitest'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { unattended } from '@/core/task.ts'
import { expectSameEnd, factsOf, resumable } from '@/testing/checkpoints.ts'
import { gpuDevice, openDevice } from '../device.ts'
import { trainEnsemble } from '../ensemble.ts'

const platform = { gpu: navigator.gpu }

describe('a run on the GPU that goes on from a checkpoint', () => {
  it.each(resumable)('comes to the same bits: %s', async (_, job) => {
    await openDevice('webgpu', platform)
    await expectSameEnd(job)
  })

  it.each([
    ['alone', 1, 0],
    // One of three stops early, so that it has ended while the others go on.
    ['in an ensemble', 3, 2],
  ])('does so on a fresh device when its own goes away, %s', async (_, count, which) => {
    const [, job] = resumable[which]!
    const device = await openDevice('webgpu', platform)
    const quiet = { platform, device, safe: { everyMs: 1e9, keep: async () => {} }, onDevice: async () => {} }
    const { fitted: whole } = await trainEnsemble(job, count, quiet, unattended)
    const report = (event: TrainEvent) => {
      if (event.kind === 'epoch' && event.record.epoch === 4 && !isHarmed) {
        isHarmed = true
        gpuDevice()!.device.destroy()
      }
    }
    let isHarmed = false
    const safe = { everyMs: 0, keep: async () => {} }
    const signal = new AbortController().signal
    const { fitted, device: last } = await trainEnsemble(job, count, { ...quiet, safe }, { signal, report })
    expect(last).toMatchObject({ backend: 'webgpu', fallbackReason: expect.stringContaining('went on from epoch') })
    expect(fitted.members.map(factsOf)).toEqual(whole.members.map(factsOf))
  })
})
