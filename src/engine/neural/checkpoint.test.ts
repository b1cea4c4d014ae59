import { beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '@/core/task.ts'
import { expectSameEnd, resumable, withCheckpoints } from '@/testing/checkpoints.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { momentsAs } from './adam.ts'
import { openDevice } from './device.ts'
import { trainNetwork } from './train.ts'

describe('a run that goes on from a checkpoint', () => {
  beforeAll(async () => void (await openDevice('cpu', nodePlatform)))

  it.each(resumable)('comes to the same bits: %s', async (_, job) => expectSameEnd(job))

  it('goes on from moments that another kind of trainer kept', async () => {
    const [, job] = resumable[0]!
    const { whole, checkpoints } = await withCheckpoints(job)
    const { snapshot, ...rest } = checkpoints[3]!
    const scaled = { ...snapshot, ...momentsAs(true, snapshot), isScaled: true }
    expect(scaled.first[0]).toBeCloseTo(snapshot.first[0]! * 0.1, 7)
    const from = { ...rest, snapshot: scaled }
    const { parameters } = await trainNetwork({ ...job, from }, unattended)
    parameters.forEach((value, i) => {
      expect(Math.abs(value - whole.parameters[i]!)).toBeLessThan(1e-4)
    })
  })

  it('tells the epochs that it goes on from again, so that its curve is whole', async () => {
    const [, job] = resumable[0]!
    const { whole, checkpoints } = await withCheckpoints(job)
    const told: number[] = []
    const task = {
      ...unattended,
      report: (event: { kind: string; record?: { epoch: number } }) => {
        if (event.kind === 'epoch') told.push(event.record!.epoch)
      },
    }
    await trainNetwork({ ...job, from: checkpoints[4]! }, task)
    expect(told).toEqual(whole.history.map(({ epoch }) => epoch))
  })
})
