import { afterEach, describe, expect, it, vi } from 'vitest'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { ResolvedDevice } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import { factsOf, resumable, withCheckpoints } from '@/testing/checkpoints.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { openDevice } from './device.ts'
import { deviceTrouble, lostDevice } from './deviceTrouble.ts'
import { trainEnsemble } from './ensemble.ts'

const [, job] = resumable[0]!

const epoch = (number: number) => (event: TrainEvent) => event.kind === 'epoch' && event.record.epoch === number
const epochOfThird = (number: number) => (event: TrainEvent) =>
  event.kind === 'member' && event.number === 3 && event.epoch === number

/** Trains with a checkpoint after every epoch on WebAssembly, which is said to be lost after some of the events. */
async function train(lostAfter: readonly ((event: TrainEvent) => boolean)[], count = 1) {
  const device = await openDevice('wasm', nodePlatform)
  const devices: ResolvedDevice[] = []
  const losses = [...lostAfter]
  const report = (event: TrainEvent) => {
    if (!losses[0]?.(event)) return
    losses.shift()
    // The next read from the device does not come back.
    vi.spyOn(deviceTrouble, 'during').mockRejectedValueOnce(lostDevice('unplugged'))
  }
  const safe = { everyMs: 0, keep: async () => {} }
  const onDevice = async (fresh: ResolvedDevice) => devices.push(fresh)
  const signal = new AbortController().signal
  return {
    ...(await trainEnsemble(job, count, { platform: nodePlatform, device, safe, onDevice }, { signal, report })),
    devices,
  }
}

afterEach(() => vi.restoreAllMocks())

describe('training that loses its device', () => {
  it('goes on from the last checkpoint to the same bits, and says so', async () => {
    const { fitted: whole, device } = await train([])
    expect(device.fallbackReason).toBeUndefined()
    const once = await train([epoch(4)])
    expect(once.fitted.members.map(factsOf)).toEqual(whole.members.map(factsOf))
    expect(once.devices).toEqual([once.device])
    expect(once.device.fallbackReason).toMatch(
      /^The GPU went away while it was computing \(unplugged\); went on from epoch \d/,
    )
  })

  it('does so with an ensemble, whose members train one after the other', async () => {
    const { fitted: whole } = await train([], 3)
    const twice = await train([epoch(4), epochOfThird(5)], 3)
    expect(twice.fitted.members.map(factsOf)).toEqual(whole.members.map(factsOf))
    expect(twice.fitted.results).toEqual(whole.results)
    expect(twice.devices).toHaveLength(2)
  })

  it('begins again from a checkpoint of another network', async () => {
    const device = await openDevice('wasm', nodePlatform)
    const surroundings = { platform: nodePlatform, device, onDevice: async () => {} }
    const safe = { everyMs: 0, keep: async () => {} }
    const { fitted: whole } = await trainEnsemble(job, 1, { ...surroundings, safe }, unattended)
    const [, withTable] = resumable.at(-1)!
    const from = { backend: 'wasm', members: [(await withCheckpoints(withTable)).checkpoints[2]!] } as const
    const { fitted } = await trainEnsemble(job, 1, { ...surroundings, safe: { ...safe, from } }, unattended)
    expect(fitted.members.map(factsOf)).toEqual(whole.members.map(factsOf))
  })

  it('goes on on the CPU after a second loss, and gives up after a third', async () => {
    const twice = await train([epoch(2), epoch(5)])
    expect(twice.fitted.history).toHaveLength(9)
    expect(twice.devices).toHaveLength(2)
    expect(twice.device.backend).toBe('wasm')
    await expect(train([epoch(2), epoch(4), epoch(6)])).rejects.toMatchObject({ code: 'device.lost' })
  })
})
