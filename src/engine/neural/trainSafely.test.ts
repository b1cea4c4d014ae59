import { afterEach, describe, expect, it, vi } from 'vitest'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { ResolvedDevice } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import { factsOf, resumable, withCheckpoints } from '@/testing/checkpoints.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { openDevice } from './device.ts'
import { deviceTrouble, lostDevice } from './deviceTrouble.ts'
import { type KeptCheckpoint, trainSafely } from './trainSafely.ts'

const [, job] = resumable[0]!

/** Trains with a checkpoint after every epoch on WebAssembly, which is said to be lost after some of the epochs. */
async function train(lostAfter: readonly number[]) {
  const device = await openDevice('wasm', nodePlatform)
  const devices: ResolvedDevice[] = []
  const losses = [...lostAfter]
  const report = (event: TrainEvent) => {
    if (event.kind !== 'epoch' || event.record.epoch !== losses[0]) return
    losses.shift()
    // The next read from the device does not come back.
    vi.spyOn(deviceTrouble, 'during').mockRejectedValueOnce(lostDevice('unplugged'))
  }
  const safe = { everyMs: 0, keep: async () => {} }
  const onDevice = async (fresh: ResolvedDevice) => devices.push(fresh)
  const signal = new AbortController().signal
  return {
    ...(await trainSafely(job, { platform: nodePlatform, device, safe, onDevice }, { signal, report })),
    devices,
  }
}

afterEach(() => vi.restoreAllMocks())

describe('training that loses its device', () => {
  it('goes on from the last checkpoint to the same bits, and says so', async () => {
    const { fitted: whole, device } = await train([])
    expect(device.fallbackReason).toBeUndefined()
    const once = await train([4])
    expect(factsOf(once.fitted)).toEqual(factsOf(whole))
    expect(once.devices).toEqual([once.device])
    expect(once.device.fallbackReason).toMatch(
      /^The GPU went away while it was computing \(unplugged\); went on from epoch \d/,
    )
  })

  it('begins again from a checkpoint of another network', async () => {
    const device = await openDevice('wasm', nodePlatform)
    const kept: KeptCheckpoint[] = []
    const surroundings = { platform: nodePlatform, device, onDevice: async () => {} }
    const keep = async (checkpoint: KeptCheckpoint) => void kept.push(checkpoint)
    const { fitted: whole } = await trainSafely(job, { ...surroundings, safe: { everyMs: 0, keep } }, unattended)
    const [, withTable] = resumable.at(-1)!
    const from = { ...kept[2]!, snapshot: (await withCheckpoints(withTable)).checkpoints[2]!.snapshot }
    const safe = { everyMs: 0, keep: async () => {}, from }
    const { fitted } = await trainSafely(job, { ...surroundings, safe }, unattended)
    expect(factsOf(fitted)).toEqual(factsOf(whole))
  })

  it('goes on on the CPU after a second loss, and gives up after a third', async () => {
    const twice = await train([2, 5])
    expect(twice.fitted.history).toHaveLength(9)
    expect(twice.devices).toHaveLength(2)
    expect(twice.device.backend).toBe('wasm')
    await expect(train([2, 4, 6])).rejects.toMatchObject({ code: 'device.lost' })
  })
})
